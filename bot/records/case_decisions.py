"""What people at the desk decided about after-sale cases: the audit log has it, and the shopper reads it where she last talked.

The case itself is the shop's; nothing of it is stored here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.engine import Connection

from bot.handoff.agent import Agent
from bot.records import audit, chats, desk_lists, handoffs, lines
from bot.records import messages as message_records
from bot.records.agent_sessions import Session
from bot.records.handoffs import Stepped
from bot.records.tables import conversations, proven_orders


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """`words` are what she reads."""

    after_sale_id: str
    order_id: str
    customer_id: str | None
    approved: bool
    amount_fen: int
    words: str


def talks_about(connection: Connection, orders: Mapping[str, str | None]) -> dict[str, str]:
    """{order id: where its customer, or whoever proved the order, talked last}; `orders` gives each one's customer."""
    found = {}
    for order_id, customer_id in orders.items():
        latest = connection.execute(_latest(order_id, customer_id)).scalar()
        if latest is not None:
            found[order_id] = str(latest)
    return found


def talks_for(connection: Connection, me: Agent, orders: Mapping[str, str | None]) -> dict[str, str]:
    """Of these the ones that this agent may open."""
    found = talks_about(connection, orders)
    open_to_her = {
        chat.conversation_id
        for chat in chats.some(connection, set(found.values()))
        if desk_lists.may_see(me, chat) or handoffs.was_served_by(connection, chat, me.name)
    }
    return {order_id: talk for order_id, talk in found.items() if talk in open_to_her}


def record(connection: Connection, session: Session, decided: Decided, *, now_ms: int) -> Stepped | None:
    """None for somebody who never talked to the shop. The session was proven before the shop was asked."""
    talk = talks_about(connection, {decided.order_id: decided.customer_id}).get(decided.order_id)
    audit.add(
        connection, session, "case_approve" if decided.approved else "case_reject", conversation_id=talk,
        target=decided.after_sale_id, detail={"order_id": decided.order_id, "amount_fen": decided.amount_fen},
        now_ms=now_ms,
    )  # fmt: skip
    if talk is None:
        return None
    message_records.lock(connection, talk)
    said = lines.system(connection, talk, decided.words, now_ms=now_ms)
    return Stepped(conversation_id=talk, handoff_id="", messages=(said,))


def _latest(order_id: str, customer_id: str | None) -> Any:
    here = conversations.c
    proven = select(proven_orders.c.conversation_id).where(proven_orders.c.order_id == order_id)
    hers = here.id.in_(proven)
    if customer_id:
        hers = or_(here.customer_id == customer_id, hers)
    return select(here.id).where(hers).order_by(here.last_ms.desc(), here.id).limit(1)
