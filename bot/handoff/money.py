"""Who may say yes to how much money, and how much may still be given for an order. Pure; the numbers are the shop's policy.

That a person confirms money is design decision 10; that more than her limit needs a supervisor is the shop's own rule.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.handoff.agent import Agent
from bot.shop.after_sale import Refund
from bot.shop.order import Order

LIMIT_POLICY = "agent_money_limit_yuan"
DEFAULT_LIMIT_FEN = 20_000
LARGEST_FEN = 10_000_000


def limit_fen(policy: str | None) -> int:
    """What an agent may give by herself: the shop's figure in whole yuan, else DEFAULT_LIMIT_FEN."""
    text = (policy or "").strip()
    return int(text) * 100 if text.isascii() and text.isdigit() and len(text) < 9 else DEFAULT_LIMIT_FEN


def may_decide(agent: Agent, amount_fen: int, limit: int) -> bool:
    return agent.supervises or amount_fen <= limit


def room_fen(order: Order, given: Iterable[Refund], promised_fen: int) -> int:
    """What may still be given: what she paid, less what went back or is promised to; never below 0."""
    back = sum(refund.amount_fen for refund in given if refund.state != "failed")
    return max(0, order.total_fen - back - promised_fen)
