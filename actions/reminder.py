"""Taking up the thread again after something else was answered: one short reminder of what is still open."""

from __future__ import annotations

from actions.speech import Speech
from actions.thread import Thread

REMINDED = frozenset({"order_number", "phone_tail", "order_choice", "message", "contact"})


def remind(speech: Speech, thread: Thread) -> Thread:
    """Say what the bot still waits for, if it waits for anything; the thread stays as it is."""
    if thread.asked in REMINDED:
        speech.say(f"utter_back_to_{thread.asked}")
    return thread
