"""Greeting, thanks, small talk and the like: one sentence named after the intent, then back to what is open."""

from __future__ import annotations

import re

from actions import wording
from actions.asking import Asking
from actions.base import ThreadAction
from actions.reminder import REMINDED, remind
from actions.speech import Speech
from actions.thread import Thread

_WHO_ARE_YOU = re.compile(r"机器|真人|活人|人工|智能|[aA][iI]|谁|叫什么|叫啥|名字|是人|电脑|程序|自动")
_ENDS = frozenset({"goodbye", "problem_solved"})
_UNDISTURBED = frozenset({"thank", "praise"})  # thanks are not answered by a demand
_WITH_PERSON = frozenset({"out_of_scope"})


def _response(asking: Asking) -> str:
    """Named after the intent; small talk that does not ask who is speaking needs no introduction."""
    if asking.intent == "chitchat" and asking.text and not _WHO_ARE_YOU.search(asking.text):
        return "utter_chitchat_lightly"
    return f"utter_{asking.intent}"


class SmallTalk(ThreadAction):
    action_name = "action_small_talk"

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        intent = asking.intent
        buttons = [wording.human(intent)] if intent in _WITH_PERSON else []
        waiting = asking.thread.asked in REMINDED
        if intent == "greet" and waiting:
            speech.say("utter_still_here")
        else:
            speech.say(_response(asking), buttons=buttons)
        if intent in _ENDS:
            return asking.thread.ended()
        return asking.thread if intent in _UNDISTURBED else remind(speech, asking.thread, again=intent == "greet")
