"""Conversations as the desk sees them, read from the record: those that are open, one, or a page of many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.engine import Connection

from bot.handoff.chat import Chat, LastLine
from bot.handoff.lifecycle import OPEN
from bot.records.handoff_tables import handoffs, offers, tags
from bot.records.tables import conversations, messages

_c, _h, _m = conversations.c, handoffs.c, messages.c
_said = messages.alias("said")
_UNREAD = (
    select(func.count())
    .select_from(_said)
    .where(_said.c.conversation_id == _c.id, _said.c.seq > _h.agent_seen, _said.c.role == "shopper")
    .scalar_subquery()
)
_OFFERED = (
    select(offers.c.agent).where(offers.c.handoff_id == _h.id, offers.c.state == "open").limit(1).scalar_subquery()
)
_asked = handoffs.alias("asked")
_LATEST = (
    select(_asked.c.id)
    .where(_asked.c.conversation_id == _c.id)
    .order_by(_asked.c.requested_ms.desc(), _asked.c.id)
    .limit(1)
    .correlate(conversations)
    .scalar_subquery()
)
COLUMNS = (
    _c.id.label("conversation_id"), _c.holder, _c.next_seq, _c.customer_id, _c.blocked_until_ms,
    _h.id.label("handoff_id"), _h.state, _h.agent, _h.skill, _h.reason, _h.intent, _h.emotion, _h.customer_class,
    _h.customer_name, _h.second_contact, _h.requested_ms, _h.waiting_ms, _h.rank_ms, _h.wanted_agent, _h.assigned_ms,
    _h.first_reply_ms, _h.ended_ms, _h.outcome, _h.message_offered_ms, _h.summary, _h.order_id,
    _m.seq, _m.role, _m.text, _m.at_ms, _UNREAD.label("unread"), _OFFERED.label("offered_to"),
)  # fmt: skip
_LAST = and_(_m.conversation_id == _c.id, _m.seq == _c.next_seq - 1)

HANDOFFS = handoffs.join(conversations, _c.id == _h.conversation_id).outerjoin(messages, _LAST)


_OPEN_ONES = select(*COLUMNS).select_from(HANDOFFS).where(_h.state.in_(tuple(OPEN)))
_OPEN_TAGS = (
    select(tags.c.conversation_id, tags.c.tag)
    .join(handoffs, _h.conversation_id == tags.c.conversation_id)
    .where(_h.state.in_(tuple(OPEN)))
    .order_by(tags.c.tag)
)


class Remembered:
    """What one reader's last reading made of each row. A chat whose row is the same is the same object again: of hundreds of
    open ones few have changed since."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[tuple[Any, ...], Chat]] = {}

    def chats(self, rows: Sequence[Any], tagged: dict[str, tuple[str, ...]]) -> dict[str, Chat]:
        made = {}
        for row in rows:
            key = row.conversation_id
            its_tags = tagged.get(key, ())
            values = (its_tags, *row)
            before = self._made.get(key)
            made[key] = before if before is not None and before[0] == values else (values, _chat(row, its_tags))
        self._made = made
        return {key: chat for key, (_, chat) in made.items()}


def open_ones(connection: Connection, remembered: Remembered | None = None) -> dict[str, Chat]:
    """All that wait or are held, by conversation id."""
    rows = connection.execute(_OPEN_ONES).all()
    return (remembered or Remembered()).chats(rows, _by_conversation(connection.execute(_OPEN_TAGS)))


def with_latest() -> Any:
    """The query of all conversations, each with its latest handoff, for a caller to narrow."""
    return select(*COLUMNS).select_from(conversations.outerjoin(handoffs, _h.id == _LATEST).outerjoin(messages, _LAST))


_ONE = with_latest().where(_c.id == bindparam("wanted"))  # built once: it is read with every claim


def one(connection: Connection, conversation_id: str) -> Chat | None:
    """With its latest handoff; None when there is no such conversation."""
    row = connection.execute(_ONE, {"wanted": conversation_id}).one_or_none()
    return None if row is None else _chat(row, tags_of(connection, [conversation_id]).get(conversation_id, ()))


def some(connection: Connection, conversation_ids: Collection[str]) -> list[Chat]:
    """Those of them that exist, each with its latest handoff."""
    wanted = list(conversation_ids)
    return [
        chat
        for start in range(0, len(wanted), 500)
        for chat in read(connection, with_latest().where(_c.id.in_(wanted[start : start + 500])))
    ]


def read(connection: Connection, query: Any) -> list[Chat]:
    rows = connection.execute(query).all()
    tagged = tags_of(connection, [row.conversation_id for row in rows])
    return [_chat(row, tagged.get(row.conversation_id, ())) for row in rows]


def tags_of(connection: Connection, conversation_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    wanted = list(conversation_ids)
    for start in range(0, len(wanted), 500):
        some_of_them = tags.c.conversation_id.in_(wanted[start : start + 500])
        found |= _by_conversation(connection.execute(select(tags).where(some_of_them).order_by(tags.c.tag)))
    return found


def _by_conversation(rows: Iterable[Any]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.conversation_id, []).append(row.tag)
    return {key: tuple(values) for key, values in found.items()}


def _chat(row: Any, its_tags: tuple[str, ...]) -> Chat:
    last = None if row.seq is None else LastLine(seq=row.seq, role=row.role, text=row.text, at_ms=row.at_ms)
    asked = row.handoff_id is not None
    return Chat(
        conversation_id=row.conversation_id,
        holder=row.holder,
        next_seq=row.next_seq,
        handoff_id=row.handoff_id,
        state=row.state,
        agent=row.agent,
        skill=row.skill,
        reason=row.reason or "",
        intent=row.intent,
        emotion=row.emotion or "calm",
        customer_id=row.customer_id,
        customer_class=row.customer_class or ("regular" if row.customer_id else "guest"),
        customer_name=row.customer_name,
        second_contact=bool(row.second_contact),
        requested_ms=row.requested_ms,
        waiting_ms=row.waiting_ms,
        rank=row.rank_ms,
        wanted_agent=row.wanted_agent,
        offered_to=row.offered_to,
        assigned_ms=row.assigned_ms,
        first_reply_ms=row.first_reply_ms,
        ended_ms=row.ended_ms,
        outcome=row.outcome,
        unread=row.unread if asked else 0,
        last=last,
        tags=its_tags,
        blocked_until_ms=row.blocked_until_ms,
        message_offered_ms=row.message_offered_ms,
        summary=row.summary,
        order_id=row.order_id,
    )
