"""A person takes over a complaint: into the queue while people are on duty, else the ticket with a time is theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from actions import wording
from actions.asking import Asking
from actions.complaint_words import Answer
from actions.composition import Ports
from actions.handoff import is_on_duty, next_opening, request
from actions.leave_message import reply_due
from actions.speech import Speech
from actions.thread import Thread
from bot.care.effects import PromiseMade
from bot.care.lines import Lines
from bot.care.promise_times import after_night, rounded_up
from bot.care.remedy import Offer
from bot.clock import iso


async def due_in(asking: Asking, ports: Ports, hours: float) -> datetime | None:
    """By when people of the shop do something: so many hours after they are there again; None when they never are."""
    opening = await next_opening(asking, ports)
    return None if opening is None else rounded_up(opening + timedelta(hours=hours))


async def offered_by(asking: Asking, ports: Ports, offer: Offer) -> datetime | None:
    """By when an offer is carried out; nobody is called up at night."""
    due_at = await due_in(asking, ports, offer.within_hours)
    return after_night(due_at) if due_at is not None and offer.name == "apology_call" else due_at


async def call_person(
    asking: Asking, speech: Speech, ports: Ports, answer: Answer, *, why: str, ticket_id: str | None, thread: Thread,
    lines: Lines, nth: int | None = None,
) -> None:  # fmt: skip
    """Ask for a person and say so; or promise, on the ticket, by when one answers. Nothing is promised without a ticket."""
    if asking.holder in ("queue", "agent"):
        answer.add(lines.say("with_queue", nth=nth))
        return
    asking = replace(asking, thread=thread)  # whose flow and order go along
    if await is_on_duty(asking, ports):
        await request(asking, speech, ports, why=why, words=asking.words or thread.matter or None)
        answer.add(lines.say("with_person"))
        return
    due_at = await reply_due(asking, ports)
    if due_at is None or ticket_id is None:
        answer.add(lines.say("with_nobody"))
        answer.buttons.append(wording.human(thread.flow or asking.intent))
        return
    due_at = rounded_up(due_at)
    owe(speech, answer, ticket_id=ticket_id, what=lines.say("what_reply"), due_at=due_at, keeper="agent")
    answer.add(lines.say("with_ticket", {"due": wording.by(due_at, asking.now)}))


def owe(
    speech: Speech, answer: Answer, *, ticket_id: str, what: str, due_at: datetime, keeper: str,
    order_id: str | None = None,
) -> None:  # fmt: skip
    """A promise, kept in the record and shown on the card."""
    speech.effect(PromiseMade(ticket_id=ticket_id, what=what, due_at=iso(due_at), keeper=keeper, order_id=order_id))
    answer.promise(what, due_at)
