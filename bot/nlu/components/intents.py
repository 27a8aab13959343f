"""Graph component that says what the shopper wants: an intent, its confidence and a ranking of all names."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.linear import LinearModel, fit
from bot.nlu.reading import read

_RANKING = "intent_ranking"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Wishes(IntentClassifier, GraphComponent):
    """Our linear model in Rasa's pipeline."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, model: LinearModel | None = None) -> None:
        """`model` is absent until it is trained."""
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Wishes:
        """An untrained component."""
        return cls(model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the examples that have an intent."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        self._model = fit([read(e.get(TEXT)) for e in examples], [e.get(INTENT) for e in examples])
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Wishes:
        """Reads the arrays that `train` wrote."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, LinearModel.load(folder))

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `intent` and `intent_ranking`."""
        for message in messages:
            text = read(message.get(TEXT) or "")
            if self._model is None or not text:
                continue
            chances = self._model.probabilities(text)
            order = chances.argsort()[::-1]
            ranking = [{"name": self._model.names[i], "confidence": float(chances[i])} for i in order[:10]]
            message.set(INTENT, dict(ranking[0]), add_to_output=True)
            message.set(_RANKING, ranking, add_to_output=True)
        return messages
