"""Greeting, thanks, small talk and the like: one sentence named after the intent, then back to what is open."""

from __future__ import annotations

from actions import wording
from actions.asking import Asking
from actions.base import ThreadAction
from actions.reminder import remind
from actions.speech import Speech
from actions.thread import Thread

_ENDS = frozenset({"goodbye", "problem_solved"})
_WITH_PERSON = frozenset({"out_of_scope"})


class SmallTalk(ThreadAction):
    action_name = "action_small_talk"

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        intent = asking.intent
        buttons = [wording.human(intent)] if intent in _WITH_PERSON else []
        waiting = asking.thread.asked is not None
        if intent == "greet" and waiting:
            speech.say("utter_still_here")
        else:
            speech.say(f"utter_{intent}", buttons=buttons)
        if intent in _ENDS:
            return asking.thread.ended()
        return remind(speech, asking.thread)
