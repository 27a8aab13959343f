"""Where it is to be sent, over a talk: 能寄到拉萨吗, and two messages later 那什么时候能到. A place named anew takes its place."""

from __future__ import annotations

from dataclasses import replace

from actions.asking import Asking
from actions.thread import Thread
from bot.shop.delivery import Place, place_in
from bot.text.normalise import normalise


def place_of(asking: Asking) -> Place | None:
    """The place that this message names, else the one that the thread remembers."""
    named = place_in(normalise(asking.words).text)
    return named or (place_in(f"到{asking.thread.place}") if asking.thread.place else None)


def remembering_place(asking: Asking, thread: Thread) -> Thread:
    """The thread after a message about delivery."""
    named = place_in(normalise(asking.words).text)
    return replace(thread, place=named.name) if named else thread
