"""What an agent does with a conversation: takes it, answers, passes it on, gives it back to the bot, ends it.

Each function is the whole of one transaction, begun by proving who acts. Raises Unauthorised, Forbidden, NotFound, Taken,
NotHolder or Conflict; then nothing is stored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.conversation.message import Image
from bot.errors import Conflict, Forbidden, NotFound, Taken
from bot.handoff.agent import Agent
from bot.handoff.skills import SKILLS
from bot.records import agents as agent_records
from bot.records import (
    audit,
    desk_presence,
    follow_ups,
    handoffs,
    lines,
    notes,
    summaries,
    system_turns,
    tracker_handover,
)
from bot.records import messages as message_records
from bot.records.agent_sessions import Session
from bot.records.handoff_requests import Asked, request
from bot.records.handoff_tables import handoffs as handoff_table
from bot.records.handoffs import Stepped
from bot.records.lines import Line
from bot.records.tables import messages, uploads


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """To whom a conversation is passed on: exactly one of the two."""

    agent: str | None = None
    skill: str | None = None


def claim(connection: Connection, session: Session, conversation_id: str, *, words: str, now_ms: int) -> Stepped:
    """Take one that waits. `words` tell the shopper who has joined."""
    me = session.agent
    row = message_records.lock(connection, conversation_id)
    handoff = handoffs.open_of(connection, conversation_id)
    if handoff is None:
        raise NotFound("it does not wait any more")
    if handoff.state == "assigned":
        if handoff.agent != me.name:
            raise Taken("a colleague has taken it")
        return Stepped(conversation_id=conversation_id, handoff_id=handoff.id, changed=False)
    if not me.may_serve(handoff.skill, handoff.customer_class) and handoff.wanted_agent != me.name:
        raise Forbidden("it needs another skill")
    return _take(connection, session, row, handoff, words=words, now_ms=now_ms)


def _take(connection: Connection, session: Session, row: Any, handoff: Any, *, words: str, now_ms: int) -> Stepped:
    me = session.agent.name
    handoffs.take_step(connection, row, handoff, "claim", now_ms=now_ms, by=me, agent=me, assigned_ms=now_ms)
    tracker_handover.end_loop(connection, row.id, handoff.id, now_s=now_ms / 1000)
    audit.add(connection, session, "claim", conversation_id=row.id, now_ms=now_ms)
    said = lines.system(connection, row.id, words, now_ms=now_ms, agent=me)
    return Stepped(conversation_id=row.id, handoff_id=handoff.id, messages=(said,))


def may_touch(connection: Connection, session: Session, conversation_id: str) -> None:
    """She holds it or has held it, it waits or left a message for one of her skills, or she supervises. Raises NotFound."""
    me = session.agent
    here = handoff_table.c
    if me.supervises:
        message_records.lock(connection, conversation_id)
        return
    rows = connection.execute(select(handoff_table).where(here.conversation_id == conversation_id))
    for row in rows:
        waits = row.state in ("waiting", "offline") and me.may_serve(row.skill, row.customer_class)
        if waits or row.wanted_agent == me.name or row.agent == me.name:
            return
    raise NotFound("no such conversation, or not yours")


def send(
    connection: Connection, session: Session, conversation_id: str, line: Line, *, now_ms: int,
    upload_id: str | None = None,
) -> tuple[int, Stepped]:  # fmt: skip
    """Her line's seq; the same id again gives the same one, also after she has given the conversation away."""
    message_records.lock(connection, conversation_id)
    if upload_id is not None:
        line = replace(line, image=_own_image(connection, conversation_id, upload_id))
    known = lines.said_before(connection, conversation_id, line)
    if known is not None:
        return known, Stepped(conversation_id=conversation_id, handoff_id="", changed=False)
    _, handoff = handoffs.held_by(connection, conversation_id, session.agent.name)
    said = lines.write(connection, conversation_id, line, now_ms=now_ms)
    if handoff.first_reply_ms is None:
        connection.execute(update(handoff_table).where(handoff_table.c.id == handoff.id).values(first_reply_ms=now_ms))
    return said.seq, Stepped(conversation_id=conversation_id, handoff_id=handoff.id, messages=(said,))


def _own_image(connection: Connection, conversation_id: str, upload_id: str) -> Image:
    row = connection.execute(
        select(uploads).where(uploads.c.id == upload_id, uploads.c.conversation_id == conversation_id)
    ).one_or_none()
    if row is None:
        raise NotFound("no such upload in this conversation")
    return Image(upload_id=row.id, width=row.width, height=row.height)


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
    _supervising(session)
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
    if colleague.disabled or not online or colleague.name == handoff.agent:
        raise Conflict("she is not online, or has it already: choose somebody else, or a skill")
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


def hand_back(
    connection: Connection, session: Session, conversation_id: str, *, summary: str | None, words: str, now_ms: int,
    deadline_ms: int,
) -> Stepped:  # fmt: skip
    """The bot holds it again, knows what came of it, and says so in a turn of its own."""
    row, handoff = handoffs.held_by(connection, conversation_id, session.agent.name)
    handoffs.take_step(
        connection, row, handoff, "hand_back", now_ms=now_ms, by=session.agent.name, agent=handoff.agent, remark=summary
    )
    said = lines.system(connection, conversation_id, words, now_ms=now_ms, agent=session.agent.name)
    tracker_handover.hand_back(
        connection, conversation_id, handoff.id, slots=_told_slots(handoff, "returned", summary),
        lines=_agents_lines(connection, conversation_id, handoff), now_s=now_ms / 1000,
    )  # fmt: skip
    instruction = {"kind": "handed_back", "agent": session.agent.name, "summary": summary}
    system_turns.add(connection, conversation_id, instruction, now_ms=now_ms, deadline_ms=deadline_ms)
    summaries.write(connection, conversation_id, handoff.id, now_ms=now_ms)
    audit.add(connection, session, "hand_back", conversation_id=conversation_id, now_ms=now_ms)
    return Stepped(conversation_id=conversation_id, handoff_id=handoff.id, messages=(said,), turn_begin_ms=now_ms)


def resolve(
    connection: Connection, session: Session, conversation_id: str, *, outcome: str, note: str | None, words: str,
    now_ms: int,
) -> Stepped:  # fmt: skip
    """Nobody holds it any more; she is asked to rate it, but not after abuse."""
    row, handoff = handoffs.held_by(connection, conversation_id, session.agent.name)
    handoffs.take_step(
        connection, row, handoff, "resolve", now_ms=now_ms, by=session.agent.name, agent=handoff.agent,
        outcome=outcome, remark=note, rating=None if outcome == "abuse" else "asked",
    )  # fmt: skip
    said = lines.system(connection, conversation_id, words, now_ms=now_ms, agent=session.agent.name)
    tracker_handover.hand_back(
        connection, conversation_id, handoff.id, slots=_told_slots(handoff, outcome, note),
        lines=_agents_lines(connection, conversation_id, handoff), now_s=now_ms / 1000,
    )  # fmt: skip
    summary = summaries.write(connection, conversation_id, handoff.id, now_ms=now_ms)
    if outcome == follow_ups.OUTCOME:
        follow_ups.open_for(connection, row, handoff, remark=note, summary=summary, now_ms=now_ms)
    audit.add(connection, session, "resolve", conversation_id=conversation_id, target=outcome, now_ms=now_ms)
    return Stepped(conversation_id=conversation_id, handoff_id=handoff.id, messages=(said,))


def _told_slots(handoff: Any, outcome: str, summary: str | None) -> dict[str, Any]:
    """What the bot is to know: its own open matter is over, whatever it was."""
    return {
        "handoff_outcome": outcome,
        "handoff_agent": handoff.agent,
        "handoff_summary": summary or "",
        "handoff_wish": handoff.intent or "",
        "flow": None,
        "matter": None,
    }


def _agents_lines(connection: Connection, conversation_id: str, handoff: Any) -> list[str]:
    here = messages.c
    rows = connection.execute(
        select(here.text)
        .where(here.conversation_id == conversation_id, here.role == "agent", here.seq > handoff.from_seq)
        .where(here.text.is_not(None))
        .order_by(here.seq.desc())
        .limit(tracker_handover.LINES_TOLD)
    )
    return [row.text for row in rows][::-1]


def take_over(connection: Connection, session: Session, conversation_id: str, *, words: str, now_ms: int) -> Stepped:
    """A supervisor takes it, whoever held it."""
    _supervising(session)
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
    return _take(connection, session, row, handoff, words=words, now_ms=now_ms)


def force_status(connection: Connection, session: Session, name: str, status: str, *, now_ms: int) -> Agent:
    _supervising(session)
    agent_records.set_status(connection, name, status, now_ms=now_ms)
    audit.add(connection, session, "force_status", target=name, detail={"value": status}, now_ms=now_ms)
    return agent_records.get(connection, name)


def _supervising(session: Session) -> None:
    if not session.agent.supervises:
        raise Forbidden("supervisors only")
