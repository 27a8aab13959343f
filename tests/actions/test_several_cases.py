"""鞋子小了换大一码，袜子少了一双: several goods of one order, each with its own reason, asked little, one yes, a case each."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.shop.order import OrderItem
from bot.shop.product import Product
from tests.actions.after_sale_case import AIR, SHOES, shoes, signed, talk_over
from tests.actions.fakes import NOW
from tests.actions.flow_talk_case import FlowTalk, ShopUnderTalk
from tests.actions.orders import NUMBER

SOCKS = OrderItem(sku="WZ1", title="棉言 中筒纯色棉袜", quantity=3, price_fen=1500)
EARS = OrderItem(sku="ER1001", title="声澜 Air3 真无线蓝牙耳机", quantity=1, price_fen=29900)
SOCKS_SOLD = Product(
    sku="WZ1", title="棉言 中筒纯色棉袜", category="服饰", brand="棉言", price_fen=1500, stock=9,
    attributes={"七天无理由": "支持"}, aliases=("袜子", "棉袜"),
)  # fmt: skip
BOTH = "鞋子小了换大一码，袜子少了一双"


@pytest.fixture
async def talking() -> AsyncIterator[tuple[ShopUnderTalk, FlowTalk]]:
    """Shoes, three pairs of socks and earphones, signed for 20 hours ago."""
    order = signed(items=(SHOES, SOCKS, EARS), total_fen=39900 + 4500 + 29900)
    async with talk_over(order, products=[shoes(), SOCKS_SOLD, AIR]) as (shop, talk):
        yield shop, talk


async def cases(shop: ShopUnderTalk) -> list[tuple[str, str, str, str, int, int]]:
    """Each case: type, state, reason, SKU, pieces, amount."""
    found = (await shop.care_of([NUMBER]))[NUMBER].after_sales
    return sorted((c.type, c.state, c.reason, c.items[0].sku, c.items[0].quantity, c.amount_fen) for c in found)


async def test_one_question_one_read_back_one_yes_and_a_case_for_each(
    talking: tuple[ShopUnderTalk, FlowTalk],
) -> None:
    shop, talk = talking
    [said] = await talk.says(BOTH, "request_exchange")
    assert said.response == "utter_ask_pickup_shopper" and "跑鞋" in said.text and "袜" not in said.text
    [said] = await talk.says("我自己寄", "inform")
    assert said.response == "utter_read_back_cases" and not shop.asked
    assert all(each in said.text for each in ("换成黑色 43", "尺码不合适", "少发了", "15元", "您自己寄", "24小时"))
    done = await talk.says("好的", "affirm")
    assert [each.response for each in done] == ["utter_case_opened_exchange_self", "utter_case_applied_photo"]
    assert await cases(shop) == [
        ("exchange", "approved", "wrong_size", SHOES.sku, 1, 0),
        ("refund", "applied", "missing_item", "WZ1", 1, 1500),
    ]
    assert talk.slots["draft"] is None and len(shop.done) == 2


async def test_a_yes_again_opens_nothing_twice(talking: tuple[ShopUnderTalk, FlowTalk]) -> None:
    shop, talk = talking
    await talk.says(BOTH, "request_exchange")
    await talk.says("我自己寄", "inform")
    kept = dict(talk.slots)
    await talk.says("好的", "affirm")
    talk.slots = kept  # the turn is run again, as after a crash
    await talk.says("好的", "affirm")
    assert len(shop.asked) == 4 and len(await cases(shop)) == 2


async def test_what_one_lacks_is_asked_and_goes_to_it_alone(talking: tuple[ShopUnderTalk, FlowTalk]) -> None:
    shop, talk = talking
    [said] = await talk.says("鞋子要退，耳机没声音了换一个", "request_return")
    assert said.response == "utter_ask_case_reason_return" and "跑鞋" in said.text
    [said] = await talk.clicks("不想要了")
    assert said.response.startswith("utter_ask_pickup_") and "跑鞋" in said.text and "耳机" in said.text
    [said] = await talk.clicks(said.titles[0])
    assert said.response == "utter_read_back_cases" and "一起取" in said.text
    await talk.clicks("都提交")
    assert [each[:4] for each in await cases(shop)] == [
        ("exchange", "approved", "defective", "ER1001"),
        ("return", "approved", "no_longer_wanted", SHOES.sku),
    ]
    found = (await shop.care_of([NUMBER]))[NUMBER].after_sales
    assert len({case.pickup_from for case in found}) == 1 and found[0].pickup_from


async def test_a_correction_reaches_the_one_that_it_names_and_one_may_be_left_out(
    talking: tuple[ShopUnderTalk, FlowTalk],
) -> None:
    shop, talk = talking
    await talk.says(BOTH, "request_exchange")
    await talk.says("我自己寄", "inform")
    [said] = await talk.says("不对 鞋子要白色42的", "inform")
    assert said.response == "utter_read_back_cases" and "换成白色 42" in said.text and "少发了" in said.text
    [said] = await talk.says("袜子算了", "inform", entities={"product": "袜子"})
    assert said.response == "utter_read_back_exchange_shopper_self" and "白色 42" in said.text
    await talk.says("好的", "affirm")
    assert [each[0] for each in await cases(shop)] == ["exchange"]


async def test_what_cannot_be_is_said_and_the_rest_goes_on(talking: tuple[ShopUnderTalk, FlowTalk]) -> None:
    shop, talk = talking
    talk.now = NOW + timedelta(days=9)
    said = await talk.says("鞋子不喜欢要退，袜子少了一双", "request_return")
    assert [each.response for each in said] == [
        "utter_no_case_return_window_over",
        "utter_read_back_case_money_by_person",
    ]
    await talk.says("好的", "affirm")
    assert [each[0] for each in await cases(shop)] == ["refund"]


async def test_when_the_shop_goes_away_in_between_what_is_done_is_said_and_a_person_does_the_rest(
    talking: tuple[ShopUnderTalk, FlowTalk], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, talk = talking
    await talk.says(BOTH, "request_exchange")
    await talk.says("我自己寄", "inform")
    first = shop.change

    async def once(change: object, *, key: str) -> object:
        shop.fails = "unavailable" if shop.asked else ""
        return await first(change, key=key)  # type: ignore[arg-type]

    monkeypatch.setattr(shop, "change", once, raising=False)
    done = await talk.says("好的", "affirm")
    assert [each.response for each in done][:2] == ["utter_case_opened_exchange_self", "utter_change_rest"]
    assert talk.asked_for_person and [each[0] for each in await cases(shop)] == ["exchange"]


@pytest.mark.parametrize("words", ["鞋子和耳机都不想要了 退货", "鞋子不合适，太小了，要退", "不想要了，退货"])
async def test_the_same_of_several_and_one_told_at_length_are_one_matter(
    talking: tuple[ShopUnderTalk, FlowTalk], words: str
) -> None:
    _, talk = talking
    await talk.says(words, "request_return")
    assert "parts" not in talk.slots["draft"]["values"]


async def test_the_note_for_a_person_holds_both(talking: tuple[ShopUnderTalk, FlowTalk]) -> None:
    _, talk = talking
    await talk.says(BOTH, "request_exchange")
    note = talk.slots["draft"]["note"]
    assert "换货" in note and "退款" in note
    assert not re.search(r"[A-Za-z]", note), "codes are no words for a person"
    await talk.says("转人工", "request_human")
    assert talk.asked_for_person


async def test_of_a_line_with_several_pieces_only_those_that_are_told(
    talking: tuple[ShopUnderTalk, FlowTalk],
) -> None:
    shop, talk = talking
    [said] = await talk.says("鞋子小了换大一码，袜子少了", "request_exchange")
    assert said.response == "utter_ask_pieces" and "袜" in said.text
    [said] = await talk.says("两双", "inform")
    await talk.says("我自己寄", "inform")
    await talk.says("好的", "affirm")
    assert ("refund", "applied", "missing_item", "WZ1", 2, 3000) in await cases(shop)


async def test_sold_out_one_of_them_turns_into_a_return_and_the_other_stays() -> None:
    order = signed(items=(SHOES, SOCKS), total_fen=44400)
    async with talk_over(order, products=[shoes(s42W=0), SOCKS_SOLD]) as (shop, talk):
        [said] = await talk.says("鞋子换白色42的，袜子少了一双", "request_exchange")
        assert said.response == "utter_ask_wanted_sold_out" and "跑鞋" in said.text
        [said] = await talk.clicks("改成退货")
        assert said.response == "utter_ask_pickup_shopper"
        await talk.says("我自己寄", "inform")
        await talk.says("好的", "affirm")
        assert [each[:3] for each in await cases(shop)] == [
            ("refund", "applied", "missing_item"),
            ("return", "approved", "other_choice"),
        ]


async def test_the_case_of_the_goods_that_are_named_is_taken_back(talking: tuple[ShopUnderTalk, FlowTalk]) -> None:
    _, talk = talking
    await talk.says(BOTH, "request_exchange")
    await talk.says("我自己寄", "inform")
    await talk.says("好的", "affirm")
    [said] = await talk.says("撤销售后", "withdraw_after_sale")
    assert said.response == "utter_ask_which_case" and any("跑鞋" in each for each in said.titles)
    [said] = await talk.says("撤销袜子那个", "withdraw_after_sale")
    assert said.response == "utter_read_back_withdraw_refund"
