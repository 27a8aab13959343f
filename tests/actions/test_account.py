"""Account and privacy: what is kept and how to get or erase it; closing an account says what is still open in it."""

from __future__ import annotations

import pytest

from bot.shop.faq import FaqBook, FaqEntry
from tests.actions.fakes import FakeShop, Talk
from tests.actions.orders import order

BOOK = FaqBook(version=1, entries=(
    FaqEntry(entry_id="close", intents=("account_help",), questions=("怎么注销账号",), keywords=("注销",), answer="在设置里办。"),
    FaqEntry(entry_id="login", intents=("account_help",), questions=("登录不上怎么办",), keywords=("登录",), answer="重设密码。", general=True),
    FaqEntry(entry_id="privacy", intents=("ask_privacy",), questions=("信息安全吗",), keywords=("信息",), answer="只留办订单用的。", general=True),
))  # fmt: skip


def talk(**more: object) -> Talk:
    shop = FakeShop([order("in_transit")])
    shop.book = BOOK
    return Talk(shop=shop, **more)


@pytest.mark.parametrize(("text", "customer", "response"), [
    ("把我的信息删掉", "C1", "utter_privacy_erase_customer"), ("把我的信息删掉", None, "utter_privacy_erase_guest"),
    ("你们存了我哪些信息", "C1", "utter_privacy_export_customer"), ("我的信息要一份", None, "utter_privacy_export_guest"),
    ("我的信息安全吗", None, "utter_book_answer"),
])  # fmt: skip
async def test_what_is_kept_is_told_as_it_is_for_her(text: str, customer: str | None, response: str) -> None:
    talking = talk(customer_id=customer)
    [said] = await talking.says(text, "ask_privacy")
    assert said.response == response
    if "privacy" in response:
        await talking.clicks("找同事办理")
        assert talking.asked_for_person[0].reason == "ask_privacy"


async def test_closing_an_account_says_what_is_still_open() -> None:
    said = await talk(customer_id="C1").says("怎么注销账号", "account_help")
    assert [each.response for each in said] == ["utter_book_answer", "utter_close_account_orders"] and "1单" in said[
        1
    ].text
    assert len(await talk().says("怎么注销账号", "account_help")) == 1
    assert len(await talk(customer_id="C1").says("登录不上", "account_help")) == 1
