"""A conversation goes on to a colleague or a skill: by its agent, or by a supervisor. Rules of raising as in serving.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import update
from sqlalchemy.engine import Connection

from bot.errors import ColleagueAway, Conflict, NotFound
from bot.handoff.skills import SKILLS
from bot.records import agents as agent_records
from bot.records import audit, desk_presence, handoffs, notes
from bot.records import messages as message_records
from bot.records.agent_sessions import Session
from bot.records.handoff_tables import handoffs as handoff_table
from bot.records.handoffs import Stepped
from bot.records.supervision import need_supervisor


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """To whom a conversation is passed on: exactly one of the two."""

    agent: str | None = None
    skill: str | None = None


def transfer(
    connection: Connection, session: Session, conversation_id: str, to: Target, *, reason: str, words: str, now_ms: int
) -> Stepped:
    """It waits again, in front, for a colleague or a skill. Conflict when the colleague is not online."""
    row, handoff = handoffs.held_by(connection, conversation_id, session.agent.name)
    return _pass_on(connection, session, row, handoff, to, reason=reason, words=words, now_ms=now_ms)


def reassign(
    connection: Connection, session: Session, conversation_id: str, to: Target, *, reason: str, words: str, now_ms: int
) -> Stepped:
    """As `transfer`, of anybody's conversation, or of one that waits."""
    need_supervisor(session)
    row = message_records.lock(connection, conversation_id)
    handoff = handoffs.open_of(connection, conversation_id)
    if handoff is None:
        raise NotFound("nobody holds it and it does not wait")
    if handoff.state == "assigned":
        return _pass_on(connection, session, row, handoff, to, reason=reason, words=words, now_ms=now_ms)
    values = _wanted(connection, session, handoff, to, now_ms)
    connection.execute(update(handoff_table).where(handoff_table.c.id == handoff.id).values(**values))
    _noted(connection, session, row.id, to, reason, now_ms)
    return Stepped(conversation_id=row.id, handoff_id=handoff.id)


def _pass_on(
    connection: Connection,
    session: Session,
    row: Any,
    handoff: Any,
    to: Target,
    *,
    reason: str,
    words: str,
    now_ms: int,
) -> Stepped:
    values = _wanted(connection, session, handoff, to, now_ms)
    detail = {"why": "transfer", "from": handoff.agent, "agent": to.agent, "skill": to.skill}
    stepped = handoffs.requeue(
        connection, row, handoff, words=words, now_ms=now_ms, by=session.agent.name, detail=detail, **values
    )
    _noted(connection, session, row.id, to, reason, now_ms)
    return stepped


def _wanted(connection: Connection, session: Session, handoff: Any, to: Target, now_ms: int) -> dict[str, Any]:
    if to.agent is None:
        if to.skill not in SKILLS:
            raise NotFound("there is no such skill")
        return {"skill": to.skill, "wanted_agent": None}
    colleague = agent_records.get(connection, to.agent)
    online = colleague.status == "online" and colleague.name in desk_presence.connected(connection, now_ms=now_ms)
    if colleague.name == handoff.agent:
        raise Conflict("she has it already: choose somebody else, or a skill")
    if colleague.disabled or not online:
        raise ColleagueAway("she is not online: choose somebody else, or a skill")
    return {"wanted_agent": colleague.name}


def _noted(
    connection: Connection, session: Session, conversation_id: str, to: Target, reason: str, now_ms: int
) -> None:
    goal = to.agent or SKILLS.get(to.skill or "", "")
    audit.add(connection, session, "transfer", conversation_id=conversation_id, target=goal, now_ms=now_ms)
    if reason:
        notes.add(
            connection,
            conversation_id,
            kind="transfer",
            text=f"→ {goal}：{reason}",
            agent=session.agent.name,
            now_ms=now_ms,
        )
