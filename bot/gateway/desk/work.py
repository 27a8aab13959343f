"""What each frame of an agent does: which module deals with it. Raises the project's errors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.engine import Connection

from bot.gateway.desk import chatting, giving_away, money, noting, order_acts, supervising
from bot.gateway.desk.acting import write
from bot.gateway.desk.hall import DeskPage
from bot.gateway.desk.keeper import may_see_waiting
from bot.gateway.parts import Parts
from bot.handoff import frames
from bot.handoff.frames import AnyDeskFrame
from bot.records import agents, audit
from bot.records.agent_sessions import Session

__all__ = ["answer", "may_see_waiting"]

Handler = Callable[[Parts, DeskPage, Any], Awaitable[dict[str, Any] | None]]


async def answer(parts: Parts, page: DeskPage, frame: AnyDeskFrame) -> dict[str, Any] | None:
    """The frame's ack, None where there is none."""
    handler = _HANDLERS[type(frame)]
    found = await handler(parts, page, frame)
    if found is None:
        return None
    return {"type": "ack", "id": frame.id, **found}


async def _status(parts: Parts, page: DeskPage, frame: frames.Status) -> dict[str, Any]:
    await write(parts, page, _set_status, frame.value)
    parts.desk.ring()
    return {}


def _set_status(connection: Connection, session: Session, value: str, *, now_ms: int) -> None:
    agents.set_status(connection, session.agent.name, value, now_ms=now_ms)
    audit.add(connection, session, "status", target=value, now_ms=now_ms)


async def _ping(_parts: Parts, page: DeskPage, frame: frames.DeskPing) -> None:
    page.tell({"type": "pong", "id": frame.id} if frame.id else {"type": "pong"})


_HANDLERS: dict[type[AnyDeskFrame], Handler] = {
    frames.Status: _status,
    frames.Claim: chatting.claim,
    frames.AgentSend: chatting.send,
    frames.Note: noting.note,
    frames.Tags: noting.tag,
    frames.Relabel: noting.relabel,
    frames.Transfer: giving_away.transfer,
    frames.HandBack: giving_away.hand_back,
    frames.Resolve: giving_away.resolve,
    frames.Approve: money.decide,
    frames.Reject: money.decide,
    frames.Propose: money.propose,
    frames.Settle: money.settle,
    frames.ChangeOrder: order_acts.change_order,
    frames.Suggest: chatting.suggest,
    frames.AgentTyping: chatting.typing,
    frames.AgentSeen: chatting.seen,
    frames.Watch: supervising.watch,
    frames.Whisper: supervising.whisper,
    frames.TakeOver: supervising.take_over,
    frames.Reassign: supervising.reassign,
    frames.ForceStatus: supervising.force_status,
    frames.DeskPing: _ping,
}
