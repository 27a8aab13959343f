"""Each step of a handoff after its request: one transaction's part, holding the conversation's row.

The holder changes by compare-and-set on the epoch, together with the handoff's state, its history and what the shopper is
told of it. Who may do it has been checked by the caller but for what only the record knows: who holds it now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.conversation.message import Message
from bot.errors import Conflict, NotFound, NotHolder
from bot.handoff import lifecycle
from bot.handoff.lifecycle import Step
from bot.handoff.queue import front_rank_ms
from bot.records import lines
from bot.records import messages as message_records
from bot.records.care_tables import tickets
from bot.records.conversations import change_holder
from bot.records.handoff_tables import handoff_steps, handoffs, offers
from bot.records.rows import dumps

_OPEN = tuple(lifecycle.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepped:
    """What a step told everybody. `changed` False: it was so already, and nothing was written.

    `turn_begin_ms`: a system turn of the conversation begins then.
    """

    conversation_id: str
    handoff_id: str
    messages: tuple[Message, ...] = ()
    changed: bool = True
    turn_begin_ms: int | None = None


def open_of(connection: Connection, conversation_id: str) -> Any | None:
    """The conversation's handoff that waits or is assigned, with its row held until the transaction's end."""
    return connection.execute(
        select(handoffs)
        .where(handoffs.c.conversation_id == conversation_id, handoffs.c.state.in_(_OPEN))
        .with_for_update()
    ).one_or_none()


def latest_of(connection: Connection, conversation_id: str) -> Any | None:
    return connection.execute(
        select(handoffs)
        .where(handoffs.c.conversation_id == conversation_id)
        .order_by(handoffs.c.requested_ms.desc(), handoffs.c.id)
        .limit(1)
    ).one_or_none()


def left_in(connection: Connection, conversation_id: str) -> Any | None:
    """The conversation's latest handoff, where that is a message left for the shop's people; its conversation is locked."""
    latest = latest_of(connection, conversation_id)
    return latest if latest is not None and latest.state == "offline" else None


def held_by(connection: Connection, conversation_id: str, agent: str) -> tuple[Any, Any]:
    """(conversation's row, handoff's row), both locked, of a conversation that this agent holds. Raises NotHolder."""
    try:
        row = message_records.lock(connection, conversation_id)
    except NotFound as error:
        raise NotHolder("you do not hold this conversation") from error
    handoff = open_of(connection, conversation_id)
    if handoff is None or handoff.state != "assigned" or handoff.agent != agent or row.holder != "agent":
        raise NotHolder("you do not hold this conversation")
    return row, handoff


def take_step(
    connection: Connection, row: Any, handoff: Any, step: Step, *, now_ms: int, by: str | None = None,
    detail: dict[str, Any] | None = None, **values: Any,
) -> None:  # fmt: skip
    """Store the step of the locked rows: state, holder, history. Raises Conflict when it cannot be taken from here."""
    state = lifecycle.after(handoff.state, step)
    if state not in lifecycle.OPEN:
        values["ended_ms"] = now_ms
    connection.execute(update(handoffs).where(handoffs.c.id == handoff.id).values(state=state, **values))
    connection.execute(
        handoff_steps.insert().values(
            handoff_id=handoff.id, step=step, agent=by, detail=dumps(detail) if detail else None, at_ms=now_ms
        )
    )
    if step != "requeue":
        _close_offers(connection, handoff.id, taker=by if step == "claim" else None)
    name = values.get("agent") if state == "assigned" else None
    if not change_holder(connection, row.id, epoch=row.epoch, holder=lifecycle.holder_in(state), agent_name=name):
        raise Conflict("somebody else changed who holds it: look again")


def _close_offers(connection: Connection, handoff_id: str, *, taker: str | None) -> None:
    here = offers.c
    still_open = (here.handoff_id == handoff_id) & (here.state == "open")
    if taker is not None:
        connection.execute(update(offers).where(still_open, here.agent == taker).values(state="taken"))
    connection.execute(update(offers).where(still_open).values(state="withdrawn"))


def requeue(
    connection: Connection, row: Any, handoff: Any, *, words: str, now_ms: int, by: str | None, detail: dict[str, Any],
    **values: Any,
) -> Stepped:  # fmt: skip
    """An assigned conversation waits again, in front. `values` may name another skill or a wanted agent."""
    values.setdefault("wanted_agent", None)
    take_step(
        connection, row, handoff, "requeue", now_ms=now_ms, by=by, detail=detail,
        agent=None, assigned_ms=None, waiting_ms=now_ms, rank_ms=front_rank_ms(handoff.rank_ms),
        message_offered_ms=None, **values,
    )  # fmt: skip
    said = lines.system(connection, row.id, words, now_ms=now_ms)
    return Stepped(conversation_id=row.id, handoff_id=handoff.id, messages=(said,))


def requeue_all(connection: Connection, agent: str, *, words: str, now_ms: int, why: str) -> list[Stepped]:
    """Everything that this agent holds waits again, in front."""
    held = connection.execute(
        select(handoffs.c.conversation_id).where(handoffs.c.agent == agent, handoffs.c.state == "assigned")
    ).all()
    stepped = []
    for found in held:
        row = message_records.lock(connection, found.conversation_id)
        handoff = open_of(connection, found.conversation_id)
        if handoff is None or handoff.state != "assigned" or handoff.agent != agent:
            continue
        detail = {"why": why, "agent": agent}
        stepped.append(requeue(connection, row, handoff, words=words, now_ms=now_ms, by=None, detail=detail))
    return stepped


def leave(connection: Connection, row: Any, *, now_ms: int) -> str | None:
    """She ends the conversation of the locked row herself. The handoff's id; None when none was open."""
    handoff = open_of(connection, row.id)
    if handoff is None:
        return None
    if handoff.state == "assigned":
        take_step(connection, row, handoff, "leave", now_ms=now_ms, rating="asked", outcome="left")
    elif _left_a_message(connection, handoff):
        take_step(connection, row, handoff, "leave_message", now_ms=now_ms)
        change_holder(connection, row.id, epoch=row.epoch + 1, holder="nobody")
    else:
        take_step(connection, row, handoff, "leave", now_ms=now_ms)
    return str(handoff.id)


def _left_a_message(connection: Connection, handoff: Any) -> bool:
    """Whether a ticket waits in her stead."""
    found = select(tickets.c.id).where(tickets.c.handoff_id == handoff.id, tickets.c.status != "settled")
    return connection.execute(found.limit(1)).one_or_none() is not None


def was_served_by(connection: Connection, conversation: Any, agent: str) -> bool:
    """Whether she holds it or has held it; `conversation` has `conversation_id`."""
    here = handoffs.c
    found = select(here.id).where(here.conversation_id == conversation.conversation_id, here.agent == agent)
    return connection.execute(found.limit(1)).one_or_none() is not None


def check_held(connection: Connection, conversation_id: str, agent: str) -> None:
    """Raises NotHolder."""
    held_by(connection, conversation_id, agent)
