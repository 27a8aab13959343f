"""How much she wants back, and what is only a price."""

from __future__ import annotations

import pytest

from bot.text.money_back import MoneyBack, money_back_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("退50", MoneyBack(fen=5000)),
        ("退我五十块吧", MoneyBack(fen=5000)),
        ("补20就行", MoneyBack(fen=2000)),
        ("赔我30元", MoneyBack(fen=3000)),
        ("50块", MoneyBack(fen=5000)),
        ("退一半", MoneyBack(percent=50)),
        ("退三成", MoneyBack(percent=30)),
        ("退10%", MoneyBack(percent=10)),
        ("买的299块的耳机要退款", MoneyBack(fen=29900, asked_back=False)),
        ("退2件", None),
        ("一个半月前买的要退款", None),
        ("我要退款", None),
        ("50", None),
    ],
)
def test_a_sum_or_a_share_is_heard(text: str, found: MoneyBack | None) -> None:
    assert money_back_in(text, asked=False) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("50", MoneyBack(fen=5000)),
        ("五十吧", MoneyBack(fen=5000)),
        ("1.5", MoneyBack(fen=150)),
        ("0", MoneyBack(fen=0)),
        ("-5", MoneyBack(fen=0)),
        ("十万", MoneyBack(fen=10_000_000)),
        ("百分之二十", MoneyBack(percent=20)),
        ("一半", MoneyBack(percent=50)),
        ("全退", MoneyBack(percent=100)),
        ("不知道", None),
    ],
)
def test_a_bare_number_is_one_where_it_was_asked_for(text: str, found: MoneyBack | None) -> None:
    assert money_back_in(text, asked=True) == found
