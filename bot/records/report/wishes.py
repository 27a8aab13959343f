"""What shoppers wanted in a span, from an index of what was heard: the record's events themselves are not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from bot.records.report.consultation import SILENCE_MS, Consultation, one_at
from bot.records.report.span import Span, plain
from bot.records.tables import tracker_events
from bot.text.titles import TITLES

_PASSED_ON = "request_human"
_TOPICS = frozenset(TITLES) - {_PASSED_ON}


def counted(connection: Connection, span: Span) -> Counter[str]:
    """How often each intent was heard, those that are no wishes too."""
    here = tracker_events.c
    query = select(here.intent, func.count()).where(*_heard(span.since_ms, span.until_ms)).group_by(here.intent)
    return Counter(dict(plain(connection, query)))


def named(connection: Connection, span: Span) -> Iterator[tuple[str, str, int]]:
    """(intent, conversation id, at_ms) of all that was heard, oldest first."""
    here = tracker_events.c
    return plain(
        connection, _in_order(here.intent, here.conversation_id, here.heard_ms, of=span, until_ms=span.until_ms)
    )


def give_topics(connection: Connection, span: Span, consultations: Mapping[str, list[Consultation]]) -> None:
    """Each consultation's `wish` becomes the last that was named in it; to be handed over is none."""
    here = tracker_events.c
    query = _in_order(here.conversation_id, here.heard_ms, here.intent, of=span, until_ms=span.until_ms + SILENCE_MS)
    for conversation_id, at_ms, intent in plain(connection, query):
        hers = consultations.get(conversation_id)
        if hers is None or intent not in _TOPICS:
            continue
        last = hers[-1]
        found = last if last.begin_ms <= at_ms <= last.end_ms else one_at(hers, at_ms)
        if found is not None:
            found.wish = intent


def _in_order(*columns: Any, of: Span, until_ms: int) -> Any:
    here = tracker_events.c
    return (
        select(*columns)
        .where(*_heard(of.since_ms, until_ms))
        .order_by(here.heard_ms, here.conversation_id, here.position)  # as the index has them
    )


def _heard(since_ms: int, until_ms: int) -> tuple[Any, Any]:
    here = tracker_events.c
    return here.heard_ms >= since_ms, here.heard_ms < until_ms
