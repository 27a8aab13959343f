"""Wishes whose flow is not built yet (data/rules/not_yet.yml lists them): named, what can be done now, the human button.

Where the shop's book holds an answer to the very words, that comes first.
"""

from __future__ import annotations

from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.base import ThreadAction
from actions.reminder import remind
from actions.speech import Speech
from actions.thread import Thread

# The same wish again: not told whole a second time. By what the bot was waiting for.
_SAID_ALREADY = {
    "details": "utter_not_yet_still",
    "more": "utter_not_yet_with_people",
    "contact": "utter_not_yet_with_people",
}


class SayNotYet(ThreadAction):
    action_name = "action_say_not_yet"
    keeps_matter = True

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        buttons = [wording.human(asking.intent)]
        if asking.thread.flow == asking.intent and asking.thread.asked in _SAID_ALREADY:
            speech.say(_SAID_ALREADY[asking.thread.asked], buttons=buttons)
            return asking.thread
        knowledge = await self.ports.shelf.knowledge()
        found = knowledge.answer(asking.words, asking.intent, asking.now)
        if found is not None and found.specific and not asking.upset:
            speech.say("utter_book_answer_not_yet", {"answer": found.entry.answer}, buttons=buttons)
        else:
            speech.say(f"utter_not_yet_{asking.intent}", buttons=buttons)
        thread = replace(asking.thread, matter=asking.words or None)
        if asking.intent.startswith("ask_"):
            return remind(speech, thread)
        return thread.settled().asking("details", flow=asking.intent)
