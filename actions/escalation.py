"""Passing her on to a person unasked, when the bot has failed her again and again or she is past patience."""

from __future__ import annotations

from actions.asking import Asking
from actions.composition import Ports
from actions.handoff import is_on_duty, request
from actions.speech import Speech
from actions.thread import Thread
from bot.handoff.escalation import reason_to_escalate


async def pass_on(asking: Asking, thread: Thread, speech: Speech, ports: Ports) -> bool:
    """Whether a person was called: only while the bot alone answers her and people are on duty."""
    if asking.holder != "bot":
        return False
    why = reason_to_escalate(misses=thread.misses, emotion=asking.emotion, intent=asking.intent)
    if why is None or not await is_on_duty(asking, ports):
        return False
    await request(asking, speech, ports, why=why, words=thread.matter or asking.text or None)
    speech.say("utter_escalated")
    return True
