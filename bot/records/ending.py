"""An agent has done her part: the bot gets the conversation back, or it ends. Rules of raising as in serving.py."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.records import audit, follow_ups, handoffs, lines, summaries, system_turns, tracker_handover
from bot.records.agent_sessions import Session
from bot.records.handoffs import Stepped
from bot.records.tables import messages


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
