"""What is stored of a shopper, shown to her or erased (PIPL 45, 47, 50): this conversation for a guest, all of a customer's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from bot.clock import iso
from bot.conversation.conversation import Conversation
from bot.records import blocks, case_photos, conversion, desk_privacy, proofs, restock_notes
from bot.records.rows import at, message_of
from bot.records.shopping_tables import product_questions
from bot.records.shopping_tables import restock_notes as restock_note_table
from bot.records.tables import case_photos as case_photo_table
from bot.records.tables import (
    conversations,
    loose_ends,
    messages,
    proven_orders,
    ratings,
    reviewed,
    shop_messages,
    tokens,
    tracker_events,
    trackers,
    turns,
    uploads,
)

_ERASED_TABLES = (
    reviewed, product_questions, restock_note_table, loose_ends, shop_messages, ratings, case_photo_table, uploads, proven_orders, tracker_events, trackers, messages, turns,
    tokens,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    conversation_ids: tuple[str, ...]
    upload_ids: tuple[str, ...]


def conversations_of(connection: Connection, conversation: Conversation) -> list[str]:
    """The ids that `me` means for whoever holds this conversation's token, oldest first."""
    if conversation.customer_id is None:
        return [conversation.id]
    rows = connection.execute(
        select(conversations.c.id)
        .where(conversations.c.customer_id == conversation.customer_id)
        .order_by(conversations.c.created_ms)
    )
    return [row.id for row in rows]


def export(connection: Connection, conversation: Conversation) -> dict[str, Any]:
    """Everything that is stored of her, as one JSON document."""
    ids = conversations_of(connection, conversation)
    return {
        "customer_id": conversation.customer_id,
        "conversations": [_exported(connection, conversation_id) for conversation_id in ids],
    }


def _exported(connection: Connection, conversation_id: str) -> dict[str, Any]:
    row = connection.execute(select(conversations).where(conversations.c.id == conversation_id)).one()
    said = connection.execute(
        select(messages).where(messages.c.conversation_id == conversation_id).order_by(messages.c.seq)
    )
    frames = []
    for message in (message_of(found) for found in said):
        frame = message.as_frame()
        if message.role == "bot":
            frame["ai"] = True
        if message.image is not None:
            frame["upload_id"] = message.image.upload_id
        frames.append(frame)
    return {
        "conversation_id": row.id,
        "opened_at": iso(at(row.created_ms)),
        "holder": row.holder,
        "locale": row.locale,
        "address": row.address,
        "messages": frames,
        "proven_orders": _column(connection, proven_orders, "order_id", conversation_id),
        "ratings": _rows(connection, ratings, ("score", "factors", "comment"), conversation_id),
        "messages_for_the_shop": _rows(connection, shop_messages, ("reason", "text", "contact"), conversation_id),
        "remembered": _slots(connection, conversation_id),
        "served_by_people": desk_privacy.export(connection, conversation_id),
        "restock_notes": restock_notes.export(connection, conversation_id),
        "photos_of_cases": case_photos.export(connection, conversation_id),
        "products_asked_about": conversion.export(connection, conversation_id),
    }


def _column(connection: Connection, table: Any, column: str, conversation_id: str) -> list[Any]:
    return [
        row[0] for row in connection.execute(select(table.c[column]).where(table.c.conversation_id == conversation_id))
    ]


def _rows(connection: Connection, table: Any, columns: tuple[str, ...], conversation_id: str) -> list[dict[str, Any]]:
    found = connection.execute(
        select(*(table.c[name] for name in columns), table.c.at_ms)
        .where(table.c.conversation_id == conversation_id)
        .order_by(table.c.at_ms)
    )
    return [{**{name: row._mapping[name] for name in columns}, "at": iso(at(row.at_ms))} for row in found]


def _slots(connection: Connection, conversation_id: str) -> dict[str, Any]:
    found = connection.execute(
        select(trackers.c.slots).where(trackers.c.conversation_id == conversation_id)
    ).scalar_one_or_none()
    return orjson.loads(found) if found else {}


def erase(connection: Connection, conversation: Conversation, *, now_ms: int, key: str = "") -> Erased:
    """Remove it all, in one transaction. The shop's own order records are the shop's to keep (E-Commerce Law 31), and so is
    what people decided about money: in the audit log, under no name of hers. `key`: bot.records.blocks."""
    ids = conversations_of(connection, conversation)
    if key and conversation.customer_id is not None:
        blocks.outlive(connection, conversation.customer_id, key=key, now_ms=now_ms)
    found = connection.execute(select(uploads.c.id).where(uploads.c.conversation_id.in_(ids)))
    upload_ids = tuple(row.id for row in found)
    for table in _ERASED_TABLES:
        connection.execute(delete(table).where(table.c.conversation_id.in_(ids)))
    desk_privacy.erase(connection, ids, now_ms=now_ms)
    connection.execute(delete(conversations).where(conversations.c.id.in_(ids)))
    proofs.forget_whose(connection, ids, now_ms=now_ms)
    return Erased(conversation_ids=tuple(ids), upload_ids=upload_ids)
