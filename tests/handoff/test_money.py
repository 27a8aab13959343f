"""Who may give how much: the shop's figure, and what an order still has room for."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.handoff.agent import Agent
from bot.handoff.money import DEFAULT_LIMIT_FEN, limit_fen, may_decide, room_fen
from bot.shop.after_sale import Refund
from bot.shop.order import Order

NOW = datetime(2026, 11, 20, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("50", 5_000), (" 300 ", 30_000), ("0", 0), (None, DEFAULT_LIMIT_FEN), ("", DEFAULT_LIMIT_FEN),
        ("两百", DEFAULT_LIMIT_FEN), ("-5", DEFAULT_LIMIT_FEN), ("1e9", DEFAULT_LIMIT_FEN), ("9" * 40, DEFAULT_LIMIT_FEN),
        ("５０", DEFAULT_LIMIT_FEN),
    ],
)  # fmt: skip
def test_the_limit_is_the_shops_whole_yuan_or_the_default(policy: str | None, expected: int) -> None:
    assert limit_fen(policy) == expected


@pytest.mark.parametrize(
    ("role", "amount_fen", "may"),
    [("agent", 20_000, True), ("agent", 20_001, False), ("supervisor", 9_999_999, True), ("admin", 20_001, True)],
)
def test_an_agent_keeps_to_the_limit_and_supervisors_do_not(role: str, amount_fen: int, may: bool) -> None:
    agent = Agent(name="小林", role=role, skills=("all",), status="online", capacity=5)
    assert may_decide(agent, amount_fen, 20_000) is may


def refund(amount_fen: int, state: str) -> Refund:
    return Refund(
        refund_id="R", order_id="1", amount_fen=amount_fen, channel="微信支付", state=state, made_at=NOW, due_at=NOW,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "promised_fen", "left_fen"),
    [
        ([], 0, 10_000), ([], 4_000, 6_000), ([refund(3_000, "sent")], 0, 7_000), ([refund(3_000, "failed")], 0, 10_000),
        ([refund(3_000, "arrived"), refund(7_000, "pending")], 0, 0), ([refund(8_000, "sent")], 5_000, 0),
    ],
)  # fmt: skip
def test_no_more_goes_back_than_was_paid(given: list[Refund], promised_fen: int, left_fen: int) -> None:
    order = Order(
        order_id="1", customer_id="C1", phone="", recipient="", address="", status="signed", placed_at=NOW,
        items=(), parcels=(), total_fen=10_000,
    )  # fmt: skip
    assert room_fen(order, given, promised_fen) == left_fen
