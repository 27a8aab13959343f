"""The abstract base of all actions: reads the message, answers within the time, returns what changed in the thread.

An action that fails raises: the worker then says so honestly (design decision 11). Nothing is swallowed here.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import composition, escalation, read_once
from actions.asking import Asking
from actions.composition import Ports
from actions.reminder import take_up_draft, take_up_proof
from actions.speech import Speech
from actions.thread import Thread
from bot.errors import ShopUnavailable

ANSWER_WITHIN_S = 2.5


class ThreadAction(Action, ABC):
    """One action; subclasses give `action_name` and `answer`. It is a miss only when it says so."""

    action_name: ClassVar[str]
    is_miss: ClassVar[bool] = False
    keeps_matter: ClassVar[bool] = False
    passes_on: ClassVar[bool] = True  # whether a person may be called after it, unasked
    takes_up: ClassVar[bool] = True  # whether what it interrupted is taken up again after it (reminder.py)

    def __init__(self, ports: Callable[[], Ports] = composition.ports) -> None:
        self._ports = ports

    def name(self) -> str:
        return self.action_name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        read_once.begin()
        asking = Asking.of(tracker)
        speech = Speech(dispatcher, person_called=asking.holder != "bot")
        try:
            thread = await asyncio.wait_for(self.answer(asking, speech), ANSWER_WITHIN_S)
        except asyncio.TimeoutError as error:
            raise ShopUnavailable(f"{self.action_name}: no answer in {ANSWER_WITHIN_S} s") from error
        if not self.is_miss:
            thread = replace(thread, misses=0)
        called = self.passes_on and await escalation.pass_on(asking, thread, speech, self.ports)
        if not self.keeps_matter and thread.matter == asking.thread.matter:
            thread = replace(thread, matter=None)
        if self.takes_up and not called:
            thread = take_up_draft(asking, speech, take_up_proof(asking, speech, thread))
        return thread.changes_since(asking.thread)

    @property
    def ports(self) -> Ports:
        return self._ports()

    @abstractmethod
    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        """Say what is to be said; give the thread as it stands afterwards."""
