"""Notes and proposals of some conversations that are new or changed since a moment: for pages that show them now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.records import notes, proposals
from bot.records.handoff_tables import proposals as proposal_table
from bot.records.notes import Note
from bot.records.proposals import Proposal

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    notes: tuple[Note, ...] = ()
    proposals: tuple[Proposal, ...] = ()


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
