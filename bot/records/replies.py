"""Ending a turn: everything that it did, stored in one transaction; or its failure, said in plain words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.care.effects import (
    CasePhotoGiven,
    ComplaintRaised,
    Effect,
    HandoffRequested,
    MessageForShop,
    MoneyProposed,
    ProductAskedAbout,
    PromiseKept,
    PromiseMade,
    ProofGranted,
    RemedyAnswered,
    RemedyOffered,
    RestockNoteWanted,
    TicketAnswered,
)
from bot.conversation.message import Message, Reply
from bot.conversation.turn import ClaimedTurn
from bot.errors import FenceLost
from bot.records import (
    case_photos,
    clock,
    complaints,
    conversion,
    handoff_requests,
    late_replies,
    left_messages,
    proposals,
    restock_notes,
    trackers,
    turns,
)
from bot.records import messages as message_records
from bot.records.rows import at, dumps, extras_of_reply
from bot.records.tables import loose_ends, proven_orders
from bot.records.turns import Ended, Overdue

_FOR_THE_DESK = (HandoffRequested, MessageForShop, MoneyProposed, ComplaintRaised, RemedyAnswered, TicketAnswered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one run of a turn yields: replies, typed effects, and what the tracker has learnt."""

    replies: tuple[Reply, ...]
    effects: tuple[Effect, ...]
    tracker: trackers.TrackerDelta | None


def commit(connection: Connection, turn: ClaimedTurn, outcome: Outcome, *, now_ms: int) -> Ended:
    """Store it all or nothing. Raises FenceLost when the turn was taken over or ended meanwhile.

    Replies are kept from the shopper only when an agent holds the conversation at this moment; they are noted instead.
    """
    row = message_records.lock(connection, turn.conversation.id)
    if not turns.still_held(connection, turn.id, turn.fence):
        raise FenceLost(turn.id)
    said: tuple[Message, ...] = ()
    if row.holder == "agent":
        late_replies.keep(connection, turn, outcome.replies, now_ms=now_ms)
    else:
        said = _say(connection, row, outcome.replies, turn_id=turn.id, reply_to=turn.last_seq, now_ms=now_ms)
    if outcome.tracker is not None:
        late_replies.append_tracker(connection, turn, outcome.tracker, holder_epoch=row.epoch, now_ms=now_ms)
    for effect in outcome.effects:
        _store(connection, turn, effect, now_ms)
    turns.finish(connection, turn.id, state="done", now_ms=now_ms)
    return Ended(
        messages=said,
        next_begin_ms=turns.next_begin_ms(connection, turn.conversation.id),
        desk=row.holder == "agent" or any(isinstance(effect, _FOR_THE_DESK) for effect in outcome.effects),
        unsaid=len(outcome.replies) - len(said),
    )


def fail(connection: Connection, overdue: Overdue, reply: Reply, *, now_ms: int) -> Ended | None:
    """End a turn with an honest failure message; None when somebody else ended or took it meanwhile."""
    row = message_records.lock(connection, overdue.conversation_id)
    turn = connection.execute(
        select(turns.turns).where(turns.turns.c.id == overdue.turn_id).with_for_update()
    ).one_or_none()
    if turn is None or turn.state not in ("waiting", "running") or turn.fence != overdue.fence:
        return None
    said: tuple[Message, ...] = ()
    if row.holder != "agent":
        said = _say(connection, row, (reply,), turn_id=turn.id, reply_to=turn.last_seq, now_ms=now_ms)
    turns.finish(connection, turn.id, state="failed", now_ms=now_ms)
    return Ended(messages=said, next_begin_ms=turns.next_begin_ms(connection, overdue.conversation_id))


def _say(
    connection: Connection, row: Any, replies: tuple[Reply, ...], *, turn_id: str, reply_to: int | None, now_ms: int
) -> tuple[Message, ...]:
    drafts = [
        {
            "id": str(uuid.uuid4()),
            "client_id": None,
            "body_hash": None,
            "role": "bot",
            "text": reply.text,
            "extras": extras_of_reply(reply),
            "reply_to": reply_to,
            "turn_id": turn_id,
        }
        for reply in replies
    ]
    seqs = message_records.insert(connection, row, drafts, now_ms=now_ms)
    return tuple(
        Message(
            conversation_id=row.id,
            seq=seq,
            id=draft["id"],
            role="bot",
            at=at(now_ms),
            text=reply.text,
            buttons=reply.buttons,
            cards=reply.cards,
            reply_to=reply_to,
            failure=reply.failure,
            turn_id=turn_id,
        )
        for seq, draft, reply in zip(seqs, drafts, replies, strict=True)
    )


def _store(connection: Connection, turn: ClaimedTurn, effect: Effect, now_ms: int) -> None:
    if isinstance(effect, ProofGranted):
        if effect.order_id not in turn.proven_orders:
            connection.execute(
                proven_orders.insert().values(
                    conversation_id=turn.conversation.id, order_id=effect.order_id, at_ms=now_ms
                )
            )
    elif isinstance(effect, MessageForShop):
        left_messages.keep(connection, turn, effect, now_ms=now_ms)
    elif isinstance(effect, HandoffRequested):
        handoff_requests.request_from_turn(connection, turn.conversation.id, effect, now_ms=now_ms)
    elif isinstance(effect, MoneyProposed):
        proposals.propose(connection, turn.conversation.id, turn.id, effect, now_ms=now_ms)
    elif isinstance(effect, RestockNoteWanted):
        restock_notes.keep(connection, turn.conversation.id, effect, business_ms=clock.business_ms(connection, now_ms))
    elif isinstance(effect, ProductAskedAbout):
        conversion.note(connection, turn.conversation.id, effect, business_ms=clock.business_ms(connection, now_ms))
    elif isinstance(effect, CasePhotoGiven):
        case_photos.keep(connection, turn.conversation.id, effect, now_ms=now_ms)
    elif not _store_complaint(connection, turn, effect, now_ms):
        _note(connection, turn, type(effect).__name__, effect.as_json(), now_ms)


def _store_complaint(connection: Connection, turn: ClaimedTurn, effect: Effect, now_ms: int) -> bool:
    if isinstance(effect, ComplaintRaised):
        complaints.raised(connection, turn, effect, now_ms=now_ms)
    elif isinstance(effect, RemedyOffered):
        complaints.offered(connection, turn, effect, now_ms=now_ms)
    elif isinstance(effect, RemedyAnswered):
        complaints.answered(connection, turn, effect, now_ms=now_ms)
    elif isinstance(effect, PromiseMade):
        complaints.promised(connection, turn, effect, now_ms=now_ms)
    elif isinstance(effect, PromiseKept):
        complaints.kept(connection, effect, now_ms=now_ms)
    elif isinstance(effect, TicketAnswered):
        complaints.ticket_answered(connection, turn, effect, now_ms=now_ms)
    else:
        return False
    return True


def _note(connection: Connection, turn: ClaimedTurn, kind: str, detail: dict[str, Any], now_ms: int) -> None:
    connection.execute(
        loose_ends.insert().values(
            conversation_id=turn.conversation.id, turn_id=turn.id, kind=kind, detail=dumps(detail), at_ms=now_ms
        )
    )
