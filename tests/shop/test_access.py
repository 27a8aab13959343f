"""Who may see an order."""

from __future__ import annotations

import pytest

from bot.shop.access import may_see, proof_matches
from tests.shop.factories import order


@pytest.mark.parametrize(
    ("customer_id", "proven", "allowed"),
    [
        ("C1", (), True),
        ("C2", (), False),
        ("", (), False),
        (None, (), False),
        (None, ("7519416321509020",), True),
        ("C2", ("7519416321509020",), True),
        (None, ("751941632150902",), False),
        ("c1", (), False),
    ],
)
def test_only_the_owner_and_who_proved_this_order_may_see_it(
    customer_id: str | None, proven: tuple[str, ...], allowed: bool
) -> None:
    assert may_see(order(), customer_id, proven) is allowed


def test_an_order_without_a_customer_is_nobodys() -> None:
    assert not may_see(order(customer_id=""), "", ())


@pytest.mark.parametrize(
    ("tail", "matches"),
    [("9631", True), ("13600009631", True), ("13700009631", False), ("0009631", False), ("631", False), ("", False)],
)
def test_a_tail_is_four_digits_or_the_whole_phone(tail: str, matches: bool) -> None:
    assert proof_matches(order(), tail) is matches


@pytest.mark.parametrize("tail", ["phone", "hone", "no order has this phone"])
def test_without_an_order_nothing_matches(tail: str) -> None:
    assert not proof_matches(None, tail)
