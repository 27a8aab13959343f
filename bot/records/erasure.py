"""Export and erasure by a person of the shop: the same as a shopper does at /api/v1/me, and a look whether nothing is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from bot.conversation.conversation import Conversation
from bot.errors import NotFound
from bot.records import care_tables as _care_tables
from bot.records import conversations
from bot.records import handoff_tables as _handoff_tables
from bot.records import shopping_tables as _shopping_tables
from bot.records.database import Database
from bot.records.tables import conversations as conversation_table
from bot.records.tables import metadata

KEPT = frozenset({"audit", "proof_misses"})  # whose rows outlive a conversation, without words of hers
_EVERY_TABLE = (_care_tables, _handoff_tables, _shopping_tables)  # imported, so that `metadata` knows them


def whose(
    connection: Connection, *, customer_id: str | None = None, conversation_id: str | None = None
) -> Conversation:
    """One conversation by which all that is hers is found. Raises NotFound."""
    if conversation_id is not None:
        return conversations.get(connection, conversation_id)
    here = conversation_table.c
    found = connection.execute(select(here.id).where(here.customer_id == customer_id).limit(1)).scalar_one_or_none()
    if found is None:
        raise NotFound(f"nothing is stored of customer {customer_id}")
    return conversations.get(connection, found)


def left(connection: Connection, conversation_ids: Sequence[str]) -> dict[str, int]:
    """{table: rows that still point to these conversations}; empty when the erasure is whole."""
    ids = list(conversation_ids)
    found: dict[str, int] = {}
    for table in metadata.sorted_tables:
        column: Any = table.c.id if table.name == "conversations" else table.c.get("conversation_id")
        if column is None or table.name in KEPT:
            continue
        count = connection.execute(select(func.count()).select_from(table).where(column.in_(ids))).scalar_one()
        if count:
            found[table.name] = count
    return found


def wipe(database: Database) -> bool:
    """Let nothing of what was deleted stay in SQLite's write-ahead log; pages are overwritten as they are freed (see
    database.py). False while somebody reads: the log is then written anew within minutes of use. PostgreSQL does it by its vacuum."""
    if not database.is_sqlite:
        return True
    return database.checkpoint()
