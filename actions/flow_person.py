"""A person for what a flow cannot settle: with the draft in one line, so that nothing has to be said twice."""

from __future__ import annotations

from dataclasses import replace

from actions.flow import Situation
from actions.handoff import is_on_duty, request
from actions.leave_message import take_message
from actions.speech import Speech
from bot.handoff.brief import PENDING


async def call_person(situation: Situation, speech: Speech, *, why: str) -> None:
    """Into the queue while people are on duty; else a ticket with its promise. `why` is kept in the record."""
    asking, draft = situation.asking, situation.draft
    words = f"{PENDING}{draft.note}"
    thread = replace(asking.thread, flow=draft.flow, order_in_focus=situation.order.order_id, draft=None)
    about = replace(asking, thread=thread, intent=draft.flow)
    if asking.holder == "bot" and await is_on_duty(asking, situation.ports):
        words = "\n".join(part for part in (words, asking.text) if part)
        await request(about, speech, situation.ports, why=why, words=words)
        speech.say("utter_person_called")
    elif asking.holder == "bot":
        await take_message(about, speech, situation.ports, words)
