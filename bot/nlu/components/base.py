"""What our graph components share: each message is read once; the untrained ones are created from nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.linear import LinearModel
from bot.nlu.reading import NORMALISED, Reading, read_with_spans

if TYPE_CHECKING:
    from bot.nlu.going_on import Learned


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


def former_of(folder: Path, model: LinearModel) -> tuple[LinearModel, Learned] | None:
    """What a training may go on from; None for a model of a version that kept nothing for it."""
    from bot.nlu.going_on import Learned

    learned = Learned.load(folder, model)
    return None if learned is None else (model, learned)
