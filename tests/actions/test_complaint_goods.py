"""Of an order with several goods: which one is meant is heard or asked once, and remedies are reckoned for it alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.care.effects import ComplaintRaised, MoneyProposed, RemedyOffered, TicketAnswered
from bot.shop.changes import OpenAfterSale, ResendItem
from bot.shop.order import OrderItem
from bot.shop.product import Product
from tests.actions.complaint_book import ComplaintTalk
from tests.actions.orders import EARPHONES, PAN
from tests.actions.test_complaint import SIGNED, talk
from tests.care.rubric import APOLOGY

CUPS = OrderItem(sku="BZ2001", title="栖物 高硼硅玻璃杯 350ml", quantity=4, price_fen=2_500)
SEVERAL = replace(
    SIGNED, items=(EARPHONES, CUPS, PAN), total_fen=EARPHONES.price_fen + 4 * CUPS.price_fen + PAN.price_fen
)


def talking_of(**values: Any) -> ComplaintTalk:
    talking = talk(replace(SEVERAL, **values))
    cups = Product(
        sku="BZ2001", title=CUPS.title, category="水杯", brand="栖物", price_fen=2_500, stock=9, aliases=("玻璃杯",)
    )
    talking.shop.all_products = {"BZ2001": cups}
    return talking


async def test_the_goods_that_her_words_name_are_the_matter_and_nothing_is_asked() -> None:
    talking = talking_of()
    [said] = await talking.complains("有个杯子碎了", "damaged")
    assert "哪一件" not in said.text and said.titles[0] == "补发一份"
    await talking.clicks("补发一份")
    [resend] = [each for each in talking.shop.changes.values() if isinstance(each, ResendItem)]
    assert (resend.sku, resend.quantity) == ("BZ2001", 1)


@pytest.mark.parametrize(
    ("words", "pieces"),
    [("杯子碎了两个", 2), ("玻璃杯全碎了", 4), ("四个杯子 有一个碎了", 1), ("玻璃杯收到就碎了", 4), ("杯子用了三个月裂了", 4)],
)  # fmt: skip
async def test_as_many_pieces_as_she_says(words: str, pieces: int) -> None:
    talking = talking_of()
    await talking.complains(words, "damaged")
    assert talking.slots["complaint"]["sku"] == "BZ2001"
    title = talking.last[0].titles[0]
    await talking.clicks(title)
    [change] = talking.shop.changes.values()
    goods = change.items if isinstance(change, OpenAfterSale) else (change,)
    assert [each.quantity for each in goods] == [pieces]


async def test_where_none_is_named_she_is_asked_once_with_a_button_for_each() -> None:
    talking = talking_of()
    [said] = await talking.complains("收到就碎了", "damaged")
    assert len(APOLOGY.findall(said.text)) == 1 and not talking.of(RemedyOffered)
    assert said.titles == ["声澜 Air3 真无线蓝牙耳机", "栖物 高硼硅玻璃杯 350ml", "禾火 不粘平底锅 28cm", "不止一件"]
    [said] = await talking.clicks("禾火 不粘平底锅 28cm")
    assert not APOLOGY.search(said.text) and "平底锅" in said.text and said.titles[0] == "换一件新的"
    assert len(talking.of(ComplaintRaised)) == 1 and talking.of(TicketAnswered)[0].subject == "不粘平底锅"
    await talking.clicks("退货退款")
    [change] = talking.shop.changes.values()
    assert isinstance(change, OpenAfterSale) and change.amount_fen == PAN.price_fen
    assert [(each.sku, each.quantity) for each in change.items] == [("JJ1003", 1)]


@pytest.mark.parametrize("words", ["平底锅", "锅那个", "第三个", "3", "就是那口锅", "不粘平底锅坏了"])
async def test_the_answer_may_be_typed(words: str) -> None:
    talking = talking_of()
    await talking.complains("收到就碎了", "damaged")
    [said] = await talking.says(words, "track_order" if "锅" in words else "inform")
    assert talking.slots["complaint"]["sku"] == "JJ1003", said.text
    assert said.titles[0] == "换一件新的"


@pytest.mark.parametrize("words", ["都碎了", "不知道", "不止一件"])
async def test_who_names_none_of_them_is_not_asked_again_and_a_person_looks(words: str) -> None:
    talking = talking_of()
    await talking.complains("收到就碎了", "damaged")
    [said] = await talking.says(words, "inform")
    assert "哪一件" not in said.text and "转人工" in said.titles and not talking.of(RemedyOffered)
    assert "前" in said.text and not talking.of(MoneyProposed)


async def test_a_missing_piece_is_asked_for_and_resent_alone() -> None:
    talking = talking_of()
    [said] = await talking.complains("少了一件", "missing_item")
    assert "少的是哪" in said.text or "缺了哪" in said.text
    await talking.clicks("栖物 高硼硅玻璃杯 350ml")
    await talking.clicks("补发一份")
    [resend] = talking.shop.changes.values()
    assert isinstance(resend, ResendItem) and (resend.sku, resend.quantity) == ("BZ2001", 1)


async def test_money_is_a_share_of_the_one_thing_and_of_what_was_paid_for_it() -> None:
    talking = talking_of(total_fen=SEVERAL.total_fen // 2)  # a discount over the whole order
    await talking.complains("平底锅少了盖子 补我钱", "missing_item")
    await talking.clicks("留着用，补差")
    assert talking.of(MoneyProposed)[0].amount_fen == PAN.price_fen // 2 * 20 // 100 // 100 * 100


async def test_anger_goes_to_a_person_and_not_to_a_question() -> None:
    talking = talking_of()
    [said] = await talking.complains("收到就碎了 你们是死的吗", "damaged", "angry", 0.97)
    assert talking.asked_for_person and "哪一件" not in said.text


async def test_another_thing_of_the_same_order_is_the_matter_when_she_says_so() -> None:
    talking = talking_of()
    await talking.complains("杯子碎了", "damaged")
    await talking.complains("平底锅也裂了", "damaged")
    assert talking.slots["complaint"]["sku"] == "JJ1003"
