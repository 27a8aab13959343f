"""Asking for a person, as every action does it: what the shop knows goes along; the worker stores it with the turn."""

from __future__ import annotations

from datetime import datetime

from actions.asking import Asking
from actions.composition import Ports
from actions.draft import open_draft
from actions.speech import Speech
from actions.thread import Thread
from bot.care.effects import HandoffRequested
from bot.handoff.brief import PENDING


async def next_opening(asking: Asking, ports: Ports) -> datetime | None:
    """When somebody is on duty next (now: at once)."""
    hours = await ports.shop.working_hours()
    return hours.next_opening(asking.now, None, asking.zone)


async def request(asking: Asking, speech: Speech, ports: Ports, *, why: str, words: str | None) -> None:
    """Ask for a person, with what the shop knows of the shopper; the worker stores it with the turn."""
    customer = await ports.shop.customer(asking.customer_id) if asking.customer_id else None
    speech.effect(
        HandoffRequested(
            reason=reason_of(asking),
            why=why,
            words=with_draft(asking, words),
            order_id=asking.thread.order_in_focus,
            customer_class=customer.level if customer else None,
            customer_name=customer.name if customer else None,
        )
    )


def with_draft(asking: Asking, words: str | None) -> str | None:
    """Her words, and in a line of its own what was being changed for her and is not done yet: nobody asks for it again."""
    draft = open_draft(asking.thread, asking.now)
    if draft is None or not draft.note:
        return words
    return "\n".join(part for part in (f"{PENDING}{draft.note}", words) if part)


async def is_on_duty(asking: Asking, ports: Ports) -> bool:
    opening = await next_opening(asking, ports)
    return opening is not None and opening <= asking.now


def reason_of(asking: Asking) -> str:
    """The wish that is open, by the button's word for it, else by the thread's."""
    given = asking.values("reason")
    return given[0] if given else asking.thread.flow or "request_human"


async def bring_back(asking: Asking, speech: Speech, ports: Ports) -> Thread:
    """Into the queue again; the record offers her to the same agent first."""
    await request(asking, speech, ports, why="not_solved", words=asking.text or None)
    agent = asking.served.get("agent")
    speech.say("utter_brought_back" if agent else "utter_brought_back_somebody", {"agent": str(agent or "")})
    return asking.thread.settled()
