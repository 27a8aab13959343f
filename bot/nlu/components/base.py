"""What our untrained graph components share: created from nothing, read each message once."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.reading import NORMALISED, Reading, read_with_spans


class Stateless(GraphComponent):
    """A component without configuration and without anything learned."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Stateless:
        """Nothing is configured."""
        return cls()

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_kwargs: Any,
    ) -> Stateless:
        """As `create`, and ready for the first message: word lists are read now, not under a shopper's eyes."""
        component = cls()
        component.process([Message(data={TEXT: "你好 我的订单到哪了"})])
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """What a message gains here."""
        raise NotImplementedError


def reading_of(message: Message) -> Reading:
    """The message's reading, made once and kept on it."""
    reading = message.get(NORMALISED)
    if not isinstance(reading, Reading):
        reading = read_with_spans(message.get(TEXT) or "")
        message.set(NORMALISED, reading)
    return reading
