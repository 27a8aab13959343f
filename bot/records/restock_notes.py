"""到货提醒: who wants to hear when which goods are back. One note for each conversation and SKU; each is told once.

A note is consent to one message about these goods and to nothing else (Consumer Rights Law 29).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.engine import Connection

from bot.care.effects import RestockNoteWanted
from bot.clock import iso
from bot.records import notices, system_turns, tickets
from bot.records.rows import at
from bot.records.shopping_tables import restock_notes
from bot.records.tables import conversations, messages
from bot.records.tickets import NewTicket

INTENT = "restocked"  # of the system turn
TOPIC = "restock_note"  # of the ticket for people, when she did not read it
TURN_DEADLINE_MS = 600_000  # nobody waits for it
UNREAD_AFTER_MS = 30 * 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A product or one choice of it that somebody waits for; `product_sku` is the product's."""

    sku: str
    product_sku: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A turn that begins now."""

    conversation_id: str
    turn_id: str


def keep(connection: Connection, conversation_id: str, effect: RestockNoteWanted, *, business_ms: int) -> None:
    """Note it; a note that was told before waits again, and what is still on its way to her by then is not sent."""
    here = restock_notes.c
    mine = and_(here.conversation_id == conversation_id, here.sku == effect.sku)
    again = {"state": "waiting", "noted_ms": business_ms, "told_ms": None, "turn_id": None}
    found = connection.execute(select(here.id, here.state, here.turn_id).where(mine)).first()
    if found is None:
        row = {"conversation_id": conversation_id, "sku": effect.sku, "product_sku": effect.product_sku, **again}
        connection.execute(restock_notes.insert().values(**row))
    elif found.state != "waiting":
        if found.turn_id is not None:
            notices.forget(connection, found.turn_id)
        connection.execute(update(restock_notes).where(here.id == found.id).values(**again))


def wanted(connection: Connection, *, after_sku: str = "", limit: int = 200) -> list[Wanted]:
    """Goods that somebody waits for, by SKU, a page after `after_sku`."""
    here = restock_notes.c
    rows = connection.execute(
        select(here.sku, here.product_sku)
        .where(here.state == "waiting", here.sku > after_sku)
        .distinct()
        .order_by(here.sku)
        .limit(limit)
    )
    return [Wanted(sku=row.sku, product_sku=row.product_sku) for row in rows]


def tell(connection: Connection, skus: Sequence[str], *, business_ms: int, now_ms: int, limit: int = 100) -> list[Due]:
    """Begin a system turn for each note of these SKUs, the oldest first, at most `limit`; a note is told by one caller only."""
    here = restock_notes.c
    rows = connection.execute(
        select(here.id, here.conversation_id, here.sku, here.product_sku)
        .where(here.state == "waiting", here.sku.in_(list(skus)))
        .order_by(here.noted_ms, here.id)
        .limit(limit)
    ).all()
    due = []
    for row in rows:
        mine = update(restock_notes).where(here.id == row.id, here.state == "waiting")
        if not connection.execute(mine.values(state="told", told_ms=business_ms)).rowcount:
            continue
        instruction = {"kind": INTENT, "sku": row.sku, "product_sku": row.product_sku}
        turn_id = system_turns.add(
            connection, row.conversation_id, instruction, now_ms=now_ms, deadline_ms=TURN_DEADLINE_MS
        )
        notices.expect(connection, turn_id, row.conversation_id, "", kind=INTENT, now_ms=now_ms)
        connection.execute(update(restock_notes).where(here.id == row.id).values(turn_id=turn_id))
        due.append(Due(conversation_id=row.conversation_id, turn_id=turn_id))
    return due


def any_unread(connection: Connection, *, business_ms: int) -> bool:
    """Whether `settle_told` has something to do: spares a writing transaction each look."""
    here = restock_notes.c
    old = select(here.id).where(here.state == "told", here.told_ms <= business_ms - UNREAD_AFTER_MS)
    return connection.execute(old.limit(1)).first() is not None


def settle_told(connection: Connection, *, business_ms: int, now_ms: int, limit: int = 100) -> int:
    """Half an hour after a note was told: was it read, or sent after her? What did not reach a customer goes to people, as a
    ticket, for the shop knows how to reach her; a guest finds it when she comes back. How many tickets were opened."""
    here = restock_notes.c
    rows = connection.execute(
        select(here.id, here.conversation_id, here.sku, here.turn_id, conversations.c.customer_id,
               conversations.c.shopper_seen)
        .join(conversations, conversations.c.id == here.conversation_id)
        .where(here.state == "told", here.told_ms <= business_ms - UNREAD_AFTER_MS)
        .limit(limit)
    ).all()  # fmt: skip
    opened = 0
    for row in rows:
        said = connection.execute(
            select(messages.c.seq, messages.c.text).where(messages.c.turn_id == row.turn_id).order_by(messages.c.seq)
        ).first()
        reached = (said is not None and row.shopper_seen >= said.seq) or notices.was_sent(connection, row.turn_id)
        state = "reached" if reached else "unread"
        connection.execute(update(restock_notes).where(here.id == row.id).values(state=state))
        if not reached and row.customer_id is not None:
            text = f"{row.sku}：{said.text if said else ''}"
            new = NewTicket(id=f"T{row.turn_id[:8].upper()}", topic=TOPIC, text=text)
            tickets.open_or_extend(connection, _Whose(row.conversation_id, row.customer_id), new, now_ms=now_ms)
            opened += 1
    return opened


@dataclass(frozen=True, slots=True)
class _Whose:
    id: str
    customer_id: str


def export(connection: Connection, conversation_id: str) -> list[dict[str, Any]]:
    """What is stored of hers, the oldest first."""
    here = restock_notes.c
    rows = connection.execute(
        select(restock_notes).where(here.conversation_id == conversation_id).order_by(here.noted_ms, here.id)
    )
    return [
        {
            "sku": row.sku,
            "noted_at": iso(at(row.noted_ms)),
            "told_at": None if row.told_ms is None else iso(at(row.told_ms)),
        }
        for row in rows
    ]
