"""Money at the desk: approving and rejecting, proposing by an agent, settling what was not surely paid. Each is decided once,
told to the shopper, in the audit log; paying is payer.py's."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy.engine import Connection

from bot.errors import Conflict, Forbidden, NotFound, ShopUnavailable, Unavailable
from bot.gateway import words
from bot.gateway.desk import cards, payer, supervising
from bot.gateway.desk.acting import checked, write
from bot.gateway.desk.hall import DeskPage
from bot.gateway.parts import Parts
from bot.gateway.rest import Spoken
from bot.handoff import frames, money
from bot.records import audit, handoffs, lines, payments, proposals, serving
from bot.records import messages as message_records
from bot.records.agent_sessions import Session
from bot.records.handoffs import Stepped
from bot.records.proposals import Proposal


async def decide(parts: Parts, page: DeskPage, frame: frames.Approve | frames.Reject) -> dict[str, Any]:
    approve = isinstance(frame, frames.Approve)
    limit = parts.hours.limit_fen
    return await _done(parts, *await write(parts, page, _decide, frame.proposal_id, approve, frame.reason, limit))


async def propose(parts: Parts, page: DeskPage, frame: frames.Propose) -> dict[str, Any]:
    """Within her limit it is approved with it; above, it waits for a supervisor."""
    checked(frame.reason)
    if not page.agent.supervises:
        await parts.database.read(handoffs.check_held, frame.conversation_id, page.agent.name)
    limit = parts.hours.limit_fen
    room = await _room_fen(parts, frame)
    made = Proposal(
        id="A" + hashlib.blake2b(frame.key.encode(), digest_size=8).hexdigest().upper(),
        conversation_id=frame.conversation_id, kind=frame.kind, order_id=frame.order_id, amount_fen=frame.amount_fen,
        reason=frame.reason, state="open", made_ms=0, made_by=page.agent.name,
    )  # fmt: skip
    return await _done(parts, *await write(parts, page, _propose, made, limit, room))


async def settle(parts: Parts, page: DeskPage, frame: frames.Settle) -> dict[str, Any]:
    supervising.need(page)
    checked(frame.reason)
    return await _done(parts, *await write(parts, page, _settle, frame, int(parts.settings.turn_deadline_s * 1000)))


async def _done(parts: Parts, proposal: Proposal, stepped: Stepped) -> dict[str, Any]:
    parts.announcer.said(stepped.messages)
    if stepped.turn_begin_ms is not None:
        parts.announcer.timers.set(stepped.conversation_id, stepped.turn_begin_ms)
    parts.desk.decided(proposal)
    parts.payer.stir()
    return {"proposal": proposal.as_json()}


async def _room_fen(parts: Parts, frame: frames.Propose) -> int:
    """What the order has room for, but for what is promised. Raises NotFound for an order that is not this shopper's."""
    order = await cards.order_of(parts, frame.conversation_id, frame.order_id)
    try:
        care = (await parts.payer.shop.care_of([order.order_id])).get(order.order_id)
    except ShopUnavailable as error:
        raise Unavailable("the shop does not answer") from error
    return money.room_fen(order, care.refunds if care else (), 0)


def _decide(
    connection: Connection, session: Session, proposal_id: str, approve: bool, reason: str | None, limit: int, *,
    now_ms: int,
) -> tuple[Proposal, Stepped]:  # fmt: skip
    """Raises NotFound for what is not hers to decide, Forbidden above her limit, Conflict when it was decided otherwise."""
    found = _hers(connection, session, proposal_id)
    if approve and found.state == "open" and not money.may_decide(session.agent, found.amount_fen, limit):
        raise Spoken(Forbidden("above her limit"), words.DESK_OVER_LIMIT)
    message_records.lock(connection, found.conversation_id)
    decided = proposals.decide(connection, found, approve=approve, by=session.agent.name, reason=reason, now_ms=now_ms)
    if found.state != "open":
        return decided, Stepped(conversation_id=found.conversation_id, handoff_id="", changed=False)
    audit.add(
        connection, session, "approve" if approve else "reject", conversation_id=found.conversation_id,
        target=proposal_id, detail={"amount_fen": found.amount_fen, "order_id": found.order_id}, now_ms=now_ms,
    )  # fmt: skip
    said = lines.system(
        connection, found.conversation_id, words.proposal_decided(found.kind, found.amount_fen, approve), now_ms=now_ms
    )
    return decided, Stepped(conversation_id=found.conversation_id, handoff_id="", messages=(said,))


def _hers(connection: Connection, session: Session, proposal_id: str) -> Proposal:
    found = proposals.get(connection, proposal_id)
    try:
        serving.may_touch(connection, session, found.conversation_id)
    except NotFound as error:
        raise NotFound("no such proposal") from error
    return found


def _propose(
    connection: Connection, session: Session, made: Proposal, limit: int, room: int, *, now_ms: int
) -> tuple[Proposal, Stepped]:
    """The same frame again gives the same proposal. Raises NotHolder, Conflict."""
    try:
        known = proposals.get(connection, made.id)
    except NotFound:
        known = None
    if known is not None:
        return known, Stepped(conversation_id=made.conversation_id, handoff_id="", changed=False)
    if session.agent.supervises:
        message_records.lock(connection, made.conversation_id)
    else:
        handoffs.held_by(connection, made.conversation_id, session.agent.name)
    left = room - proposals.promised_fen(connection, made.order_id or "")
    if made.amount_fen > left:
        raise Spoken(Conflict("more than the order has room for"), words.DESK_NO_ROOM.format(left=max(0, left) / 100))
    if not proposals.add(connection, made, turn_id=None, now_ms=now_ms):
        raise Spoken(Conflict("there is one already"), words.DESK_PROPOSED_BEFORE)
    audit.add(
        connection, session, "propose", conversation_id=made.conversation_id, target=made.id, now_ms=now_ms,
        detail={"amount_fen": made.amount_fen, "order_id": made.order_id, "kind": made.kind},
    )  # fmt: skip
    if money.may_decide(session.agent, made.amount_fen, limit):
        return _decide(connection, session, made.id, True, made.reason, limit, now_ms=now_ms)
    return proposals.get(connection, made.id), Stepped(conversation_id=made.conversation_id, handoff_id="")


def _settle(
    connection: Connection, session: Session, frame: frames.Settle, deadline_ms: int, *, now_ms: int
) -> tuple[Proposal, Stepped]:
    found = _hers(connection, session, frame.proposal_id)
    result = payments.Result(state="paid" if frame.outcome == "paid" else "rejected")
    telling = payer.telling(found, result, arrives="", deadline_ms=deadline_ms)
    return payments.settle(
        connection, session, found, frame.outcome, reason=frame.reason, telling=telling, now_ms=now_ms
    )
