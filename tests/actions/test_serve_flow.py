"""A question about the rule is answered from the shop's book, a wish is served."""

from __future__ import annotations

import pytest

from bot.shop.faq import FaqBook, FaqEntry
from tests.actions.fakes import FakeShop, Talk
from tests.actions.orders import NUMBER, order

BOOK = FaqBook(version=1, entries=(
    FaqEntry(entry_id="time", intents=("change_delivery_time",), questions=("能晚几天送吗",), keywords=("晚几天",), answer="可以约。"),
    FaqEntry(entry_id="refuse", intents=("refuse_parcel",), questions=("可以拒收吗", "拒收了钱怎么退"), keywords=("拒收",), answer="可以，别拆。"),
    FaqEntry(entry_id="pay", intents=("payment_problem",), questions=("付款失败怎么办", "付款失败"), keywords=("付款失败",), answer="换一种方式。"),
))  # fmt: skip


def talk(customer_id: str | None) -> Talk:
    shop = FakeShop([order("in_transit")])
    shop.book = BOOK
    return Talk(shop=shop, customer_id=customer_id)


@pytest.mark.parametrize(("customer", "text", "intent", "response"), [
    (None, "可以拒收吗", "refuse_parcel", "utter_book_answer"), ("C1", "可以拒收吗", "refuse_parcel", "utter_read_back_intercept"),
    ("C1", "拒收了钱怎么退", "refuse_parcel", "utter_book_answer"), (None, "帮我拒收", "refuse_parcel", "utter_ask_number_and_tail"),
    ("C1", "能晚几天送吗", "change_delivery_time", "utter_ask_delivery_time"), (None, "付款失败", "payment_problem", "utter_book_answer"), (None, f"{NUMBER}可以拒收吗", "refuse_parcel", "utter_ask_phone_tail"),
])  # fmt: skip
async def test_who_asks_and_how_decides(customer: str | None, text: str, intent: str, response: str) -> None:
    said = await talk(customer).says(text, intent)
    assert said[0].response == response


async def test_the_books_answer_comes_with_the_way_to_have_it_done() -> None:
    talking = talk(None)
    await talking.says("可以拒收吗", "refuse_parcel")
    assert (await talking.clicks("拒收包裹"))[0].response == "utter_ask_number_and_tail"
