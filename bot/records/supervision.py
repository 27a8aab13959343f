"""What only a supervisor does with others' conversations and people: takes over, sets a status. Raises as serving.py does."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.errors import Forbidden
from bot.handoff.agent import Agent
from bot.records import agents as agent_records
from bot.records import audit, handoffs
from bot.records import messages as message_records
from bot.records.agent_sessions import Session
from bot.records.handoff_requests import Asked, request
from bot.records.handoffs import Stepped
from bot.records.serving import take


def take_over(connection: Connection, session: Session, conversation_id: str, *, words: str, now_ms: int) -> Stepped:
    """A supervisor takes it, whoever held it."""
    need_supervisor(session)
    row = message_records.lock(connection, conversation_id)
    handoff = handoffs.open_of(connection, conversation_id)
    if handoff is not None and handoff.state == "assigned" and handoff.agent == session.agent.name:
        return Stepped(conversation_id=conversation_id, handoff_id=handoff.id, changed=False)
    if handoff is None:
        request(connection, row, Asked(why="take_over"), epoch=row.epoch, now_ms=now_ms)
    elif handoff.state == "assigned":
        detail = {"why": "take_over", "from": handoff.agent}
        handoffs.take_step(
            connection, row, handoff, "requeue", now_ms=now_ms, by=session.agent.name, detail=detail,
            agent=None, assigned_ms=None,
        )  # fmt: skip
    row = message_records.lock(connection, conversation_id)
    handoff = handoffs.open_of(connection, conversation_id)
    return take(connection, session, row, handoff, words=words, now_ms=now_ms)


def force_status(connection: Connection, session: Session, name: str, status: str, *, now_ms: int) -> Agent:
    need_supervisor(session)
    agent_records.set_status(connection, name, status, now_ms=now_ms)
    audit.add(connection, session, "force_status", target=name, detail={"value": status}, now_ms=now_ms)
    return agent_records.get(connection, name)


def need_supervisor(session: Session) -> None:
    if not session.agent.supervises:
        raise Forbidden("supervisors only")
