"""The shop's own book: what its entry for a message says, and which entry that was."""

from __future__ import annotations

from actions import wording
from actions.asking import Asking
from actions.composition import Ports
from actions.speech import Speech


async def answer_from_book(asking: Asking, speech: Speech, ports: Ports) -> bool:
    """Say the entry that fits; else say that the book holds nothing, with the way to a person. True when answered."""
    knowledge = await ports.shelf.knowledge()
    answer = knowledge.answer(asking.words, asking.intent, asking.now)
    if answer is None:
        speech.say("utter_unknown_answer", buttons=[wording.human(asking.intent)])
        return False
    if asking.thread.told == f"book {answer.entry.entry_id}":
        speech.say("utter_book_answer_same", buttons=[wording.human(asking.intent)])
    else:
        speech.say("utter_book_answer", {"answer": answer.entry.answer})
    return True


async def told_from_book(asking: Asking, ports: Ports) -> str | None:
    """Which entry answers it, as the thread remembers it."""
    answer = (await ports.shelf.knowledge()).answer(asking.words, asking.intent, asking.now)
    return None if answer is None else f"book {answer.entry.entry_id}"
