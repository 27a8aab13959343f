"""Graph component that reads each message once: normalised, slips corrected; the typed text stays untouched."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components.base import Stateless, reading_of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class Normaliser(Stateless):
    """Keeps the reading on the message for the components after it."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds a reading to each message; examples are read by the components that learn from them."""
        for message in messages:
            reading_of(message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The examples as they are: who learns from them reads them by the same function."""
        return training_data
