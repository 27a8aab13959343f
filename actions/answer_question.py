"""Questions that the shop's own book answers: hours, fees, areas, payment, membership, rules."""

from __future__ import annotations

from actions import wording
from actions.asking import Asking
from actions.base import ThreadAction
from actions.composition import Ports
from actions.reminder import remind
from actions.speech import Speech
from actions.thread import Thread


async def answer_from_book(asking: Asking, speech: Speech, ports: Ports) -> bool:
    """Say the entry that fits; else say that the book holds nothing, with the way to a person. True when answered."""
    knowledge = await ports.shelf.knowledge()
    answer = knowledge.answer(asking.words, asking.intent, asking.now)
    if answer is None:
        speech.say("utter_unknown_answer", buttons=[wording.human(asking.intent)])
        return False
    speech.say("utter_book_answer", {"answer": answer.entry.answer})
    return True


class AnswerQuestion(ThreadAction):
    action_name = "action_answer_question"

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        await answer_from_book(asking, speech, self.ports)
        return remind(speech, asking.thread)
