"""The entry of the shop's book that answers a shopper's words."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from bot.care.knowledge import REFRESH_S, Knowledge, Shelf
from bot.shop.faq import FaqBook, FaqEntry

NOW = datetime(2026, 11, 22, tzinfo=timezone.utc)


def entry(entry_id: str, questions: str, **changes) -> FaqEntry:
    values = {"intents": ("ask_shop_info",), "keywords": (), "answer": entry_id, "questions": tuple(questions.split())}
    return FaqEntry(entry_id=entry_id, **{**values, **changes})


HOURS = entry("hours", "你们几点下班 客服几点上班", keywords=("上班", "下班"), general=True)
PHONE = entry("phone", "客服电话多少 有热线吗", keywords=("电话",))
FEE = entry("fee", "包邮吗 运费多少", intents=("ask_shipping_fee",))


def knowledge(*entries: FaqEntry) -> Knowledge:
    return Knowledge(FaqBook(version=1, entries=entries or (HOURS, PHONE, FEE)))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("请问几点下班啊", "hours"), ("電話多少", "phone"), ("你好 有没有客服电话呢", "phone"), ("几點上班", "hours")],
)
def test_words_choose_the_entry(text, wanted):
    answer = knowledge().answer(text, "ask_shop_info", NOW)
    assert answer is not None and answer.entry.entry_id == wanted and answer.specific


def test_words_that_fit_nothing_get_the_general_entry_of_the_intent():
    answer = knowledge().answer("说说你们店呗", "ask_shop_info", NOW)
    assert answer is not None and answer.entry is HOURS and not answer.specific


def test_without_a_general_entry_nothing_is_made_up():
    assert knowledge().answer("运去月球呢", "ask_shipping_fee", NOW) is None
    assert knowledge().answer("积分过期吗", "ask_membership", NOW) is None


def test_nearly_the_same_words_are_found_under_another_intent():
    answer = knowledge().answer("运费多少", "ask_membership", NOW)
    assert answer is not None and answer.entry is FEE


def test_an_entry_counts_only_while_it_is_valid():
    later = entry("festival", "春节发货吗", valid_from=NOW + timedelta(days=1), valid_until=NOW + timedelta(days=9))
    book = knowledge(HOURS, later)
    now = book.answer("春节发货吗", "ask_shop_info", NOW)
    then = book.answer("春节发货吗", "ask_shop_info", NOW + timedelta(days=2))
    assert now is not None and now.entry is HOURS
    assert then is not None and then.entry is later


@pytest.mark.parametrize("text", ["", "？？？", "\ud800", "a" * 2000, "😀"])
def test_any_text_gives_an_answer_or_none_and_never_an_error(text):
    answer = knowledge().answer(text, "ask_shipping_fee", NOW)
    assert answer is None


class Source:
    def __init__(self) -> None:
        self.book = FaqBook(version=1, entries=(HOURS,))
        self.asked = 0

    async def faq(self) -> FaqBook:
        self.asked += 1
        return self.book


async def test_the_shelf_asks_again_only_after_a_while_and_then_has_the_new_entry():
    source, now_s = Source(), [100.0]
    shelf = Shelf(source, lambda: now_s[0])
    first = await shelf.knowledge()
    assert await shelf.knowledge() is first and source.asked == 1
    source.book = FaqBook(version=2, entries=(HOURS, PHONE))
    now_s[0] += REFRESH_S
    answer = (await shelf.knowledge()).answer("客服电话多少", "ask_shop_info", NOW)
    assert answer is not None and answer.entry is PHONE
    now_s[0] += REFRESH_S
    kept = await shelf.knowledge()
    now_s[0] += REFRESH_S
    assert await shelf.knowledge() is kept
