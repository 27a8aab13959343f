"""The life of a turn: waiting → running (lease, fence) → done or failed. Whoever holds the fence may end it, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import and_, bindparam, exists, or_, select, update
from sqlalchemy.engine import Connection

from bot.conversation.message import Message
from bot.conversation.turn import ClaimedTurn
from bot.records import last_service, trackers
from bot.records import messages as message_records
from bot.records.prepared import Prepared
from bot.records.rows import conversation_of, message_of
from bot.records.tables import messages, proven_orders, turns
from bot.records.trackers import TrackerSnapshot

_NEXT_OPEN = Prepared(
    select(turns)
    .where(turns.c.conversation_id == bindparam("the_id"), or_(turns.c.state == "running", turns.c.state == "waiting"))
    .order_by(turns.c.state, turns.c.first_seq, turns.c.first_ms)
    .limit(1)
)
_CLAIM = Prepared(
    update(turns)
    .where(turns.c.id == bindparam("the_id"))
    .values(
        state="running",
        merges=bindparam("no"),
        worker=bindparam("the_worker"),
        lease_until_ms=bindparam("the_lease_ms"),
        fence=bindparam("the_fence"),
        attempts=bindparam("the_attempts"),
    )
)
_SAID = Prepared(
    select(messages)
    .where(messages.c.turn_id == bindparam("the_turn_id"), messages.c.role == "shopper")
    .order_by(messages.c.seq)
)
_PROVEN = Prepared(
    select(proven_orders.c.order_id)
    .where(proven_orders.c.conversation_id == bindparam("the_id"))
    .order_by(proven_orders.c.at_ms)
)
_HELD = Prepared(select(turns.c.fence, turns.c.state).where(turns.c.id == bindparam("the_id")).with_for_update())
_FINISH = Prepared(
    update(turns)
    .where(turns.c.id == bindparam("the_id"))
    .values(
        state=bindparam("the_state"),
        merges=bindparam("no"),
        ended_ms=bindparam("the_ended_ms"),
        lease_until_ms=bindparam("nothing"),
    )
)

LEASE_MS = 4_000
MAX_ATTEMPTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What ending a turn told everybody: the new messages, and when the conversation's next waiting turn begins.

    `desk`: people at the desk have something new to see. `unsaid`: replies that came too late, an agent being there.
    """

    messages: tuple[Message, ...] = ()
    next_begin_ms: int | None = None
    desk: bool = False
    unsaid: int = 0


def claim(
    connection: Connection, conversation_id: str, *, worker: str, now_ms: int, slack_ms: int = 0
) -> ClaimedTurn | None:
    """Take the conversation's next due turn: its oldest waiting one, or a running one whose lease has run out.

    A running turn goes before waiting ones, which go in the order of their first message. None when none is due, when
    another worker runs one, or when the next one has used up its attempts (`bot.records.replies.fail` ends it).
    `slack_ms`: how much earlier than its beginning it may be claimed, for when another process's clock said that it is
    due. Raises NotFound when there is no such conversation.
    """
    conversation = message_records.lock(connection, conversation_id)
    row = _NEXT_OPEN.one(connection, the_id=conversation_id)
    if row is None or row.attempts >= MAX_ATTEMPTS or row.deadline_ms <= now_ms:
        return None
    if row.state == "running" and row.lease_until_ms > now_ms:
        return None
    if row.state == "waiting" and row.begin_ms > now_ms + slack_ms:
        return None
    _CLAIM.run(
        connection,
        the_id=row.id,
        no=False,
        the_worker=worker,
        the_lease_ms=now_ms + LEASE_MS,
        the_fence=row.fence + 1,
        the_attempts=row.attempts + 1,
    )
    return ClaimedTurn(
        id=row.id,
        conversation=conversation_of(conversation, now_ms=now_ms),
        cause=row.cause,
        fence=row.fence + 1,
        attempt=row.attempts + 1,
        messages=tuple(message_of(said) for said in _SAID.all(connection, the_turn_id=row.id)),
        served=last_service.read(connection, conversation_id, now_ms=now_ms),
        instruction=orjson.loads(row.instruction) if row.instruction else None,
        proven_orders=tuple(proven.order_id for proven in _PROVEN.all(connection, the_id=conversation_id)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A turn and what Rasa knew when it began; None for a conversation that Rasa has not seen."""

    turn: ClaimedTurn
    tracker: TrackerSnapshot | None


def claim_with_tracker(
    connection: Connection, conversation_id: str, *, worker: str, now_ms: int, slack_ms: int = 0
) -> Claimed | None:
    """As `claim`, with what a worker needs to run it: one transaction for both."""
    turn = claim(connection, conversation_id, worker=worker, now_ms=now_ms, slack_ms=slack_ms)
    return None if turn is None else Claimed(turn=turn, tracker=trackers.load(connection, conversation_id))


def due(connection: Connection, *, now_ms: int, limit: int = 64) -> list[str]:
    """Conversations that have a turn which a worker could claim now, the longest waiting first."""
    other = turns.alias("other")
    busy = exists().where(
        other.c.conversation_id == turns.c.conversation_id,
        other.c.state == "running",
        other.c.lease_until_ms > now_ms,
    )
    rows = connection.execute(
        select(turns.c.conversation_id)
        .where(
            or_(
                and_(turns.c.state == "waiting", turns.c.begin_ms <= now_ms, ~busy),
                and_(turns.c.state == "running", turns.c.lease_until_ms <= now_ms),
            ),
            turns.c.attempts < MAX_ATTEMPTS,
            turns.c.deadline_ms > now_ms,
        )
        .order_by(turns.c.begin_ms)
        .limit(limit)
    )
    return list(dict.fromkeys(row.conversation_id for row in rows))


def renew(connection: Connection, turn_id: str, *, fence: int, now_ms: int) -> bool:
    """Lengthen the lease; False when the fence is lost."""
    changed = connection.execute(
        update(turns)
        .where(turns.c.id == turn_id, turns.c.fence == fence, turns.c.state == "running")
        .values(lease_until_ms=now_ms + LEASE_MS)
    )
    return bool(changed.rowcount == 1)


def release(connection: Connection, turn_id: str, *, fence: int, begin_ms: int) -> bool:
    """Give a turn back for another attempt that begins at `begin_ms`; False when the fence is lost."""
    changed = connection.execute(
        update(turns)
        .where(turns.c.id == turn_id, turns.c.fence == fence, turns.c.state == "running")
        .values(state="waiting", lease_until_ms=None, begin_ms=begin_ms)
    )
    return bool(changed.rowcount == 1)


def still_held(connection: Connection, turn_id: str, fence: int) -> bool:
    row = _HELD.one(connection, the_id=turn_id)
    return row is not None and row.fence == fence and row.state == "running"


def finish(connection: Connection, turn_id: str, *, state: str, now_ms: int) -> None:
    _FINISH.run(connection, the_id=turn_id, the_state=state, no=False, the_ended_ms=now_ms, nothing=None)


def next_begin_ms(connection: Connection, conversation_id: str) -> int | None:
    """When the conversation's next waiting turn begins; None when none waits."""
    row = _NEXT_OPEN.one(connection, the_id=conversation_id)
    return None if row is None else row.begin_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    turn_id: str
    conversation_id: str
    fence: int


def overdue(connection: Connection, *, now_ms: int, limit: int = 100) -> Sequence[Overdue]:
    """Turns past their deadline, or out of attempts with their lease run out: `bot.records.replies.fail` ends them."""
    rows = connection.execute(
        select(turns.c.id, turns.c.conversation_id, turns.c.fence)
        .where(
            turns.c.state.in_(("waiting", "running")),
            or_(
                turns.c.deadline_ms <= now_ms,
                and_(turns.c.attempts >= MAX_ATTEMPTS, turns.c.lease_until_ms <= now_ms),
            ),
        )
        .order_by(turns.c.deadline_ms)
        .limit(limit)
    )
    return [Overdue(turn_id=row.id, conversation_id=row.conversation_id, fence=row.fence) for row in rows]
