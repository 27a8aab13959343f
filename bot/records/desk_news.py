"""What is new since a moment for the pages that are open now: notes and proposals of the conversations that they show, and
changes of the texts that the desk shares."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.records import canned, notes, proposals
from bot.records.canned import CannedReply
from bot.records.care_tables import proposals as proposal_table
from bot.records.handoff_tables import audit
from bot.records.notes import Note
from bot.records.proposals import Proposal

_AT_ONCE = 500
_TEXTS = {"canned": "canned", "canned_removed": "canned", "knowledge": "knowledge", "knowledge_removed": "knowledge"}


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    notes: tuple[Note, ...] = ()
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextsChanged:
    """`ids` are the audit log's, by what was changed; `canned` are the replies as they are now, None when none changed."""

    ids: dict[int, str]
    canned: tuple[CannedReply, ...] | None = None


def texts(connection: Connection, *, since_ms: int, until_ms: int) -> TextsChanged:
    """Who changed a shared text says so in the audit log, at whichever gateway."""
    here = audit.c
    rows = connection.execute(
        select(here.id, here.action).where(here.at_ms.between(since_ms, until_ms), here.action.in_(_TEXTS))
    )
    ids = {row.id: _TEXTS[row.action] for row in rows}
    return TextsChanged(ids=ids, canned=tuple(canned.list_all(connection)) if "canned" in ids.values() else None)


def read(connection: Connection, conversation_ids: Collection[str], *, since_ms: int) -> News:
    """Oldest first."""
    wanted = list(conversation_ids)
    found_notes: list[Note] = []
    found_proposals: list[Proposal] = []
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        found_notes += notes.since(connection, some, since_ms=since_ms)
        here = proposal_table.c
        query = select(proposal_table).where(here.conversation_id.in_(some), here.changed_ms >= since_ms)
        found_proposals += [proposals.proposal_of(row) for row in connection.execute(query.order_by(here.made_ms))]
    return News(notes=tuple(found_notes), proposals=tuple(found_proposals))
