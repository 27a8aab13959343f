"""What an action says: names of responses with facts, buttons and cards, and effects for the worker to store.

The words themselves are in domain.yml; the titles of buttons come from wording.py. One `say` is one message.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.care.effects import Effect

CALLS_A_PERSON = "request_human"


class DispatcherLike(Protocol):
    def utter_message(self, **message: Any) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button's title and what a click on it means; the payload stays on the server."""

    title: str
    intent: str
    entities: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, str]:
        payload = json.dumps(self.entities, ensure_ascii=False) if self.entities else ""
        return {"title": self.title, "payload": f"/{self.intent}{payload}"}


class Speech:
    """Speaks through Rasa's dispatcher."""

    def __init__(self, dispatcher: DispatcherLike, *, person_called: bool = False) -> None:
        """`person_called`: she waits for a person or has one, so that no button calls for one again."""
        self._dispatcher = dispatcher
        self._person_called = person_called

    def say(
        self,
        response: str,
        facts: dict[str, str] | None = None,
        *,
        buttons: Sequence[Button] = (),
        cards: Sequence[dict[str, Any]] = (),
    ) -> None:
        """One message: the response's words with the facts put in, buttons and cards beside them."""
        self._dispatcher.utter_message(
            response=response,
            buttons=[each.as_json() for each in buttons if not (self._person_called and each.intent == CALLS_A_PERSON)],
            json_message={"cards": list(cards)} if cards else None,
            **(facts or {}),
        )

    def effect(self, effect: Effect) -> None:
        """Something for the worker to store with the turn; the shopper sees nothing of it."""
        self._dispatcher.utter_message(json_message={"effect": effect.as_json()})


class HeldBack(Speech):
    """Speech that waits: what has to come before it is not known yet."""

    def __init__(self) -> None:
        self._waiting: list[dict[str, Any]] = []
        super().__init__(self)

    def utter_message(self, **message: Any) -> None:
        self._waiting.append(message)

    def release(self, speech: Speech) -> None:
        """Say it all now, in its order."""
        for message in self._waiting:
            speech._dispatcher.utter_message(**message)
        self._waiting.clear()
