"""Graph component that says what the shopper wants: an intent, its confidence, a ranking, and whether it is in scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components.base import former_of, reading_of
from bot.nlu.fingerprint import code_fingerprint
from bot.nlu.linear import LinearModel
from bot.nlu.priors import with_priors
from bot.nlu.reading import read
from bot.nlu.scope import is_in_scope
from bot.nlu.two_wishes import two_wishes

if TYPE_CHECKING:
    from bot.nlu.going_on import Learned, Marks
    from bot.nlu.way import Way

    Fitted = tuple[LinearModel, Learned, Way]

_FILE = "intents.npz"
_RANKING = "intent_ranking"
_RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Wishes(IntentClassifier, GraphComponent):
    """Our linear model in Rasa's pipeline.

    Settings: `priors` (intent: how much more frequent than others); `unlabelled`, a file with a shop's own messages, one a
    line, to learn from besides, and `lines`, by which Rasa's cache knows whether it has grown (`xiaonuan train --unlabelled`
    sets both). In Rasa's finetuning it goes on from the former model where little has changed.
    """

    def __init__(
        self, storage: ModelStorage, resource: Resource, model: LinearModel | None = None, unlabelled: str = ""
    ) -> None:
        """`model` is absent until it is trained."""
        self._storage = storage
        self._resource = resource
        self._model = model
        self._unlabelled = unlabelled
        self._former: tuple[LinearModel, Learned] | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`code` changes with our sources, so that Rasa's cache never keeps a model of older code."""
        return {"priors": {}, "unlabelled": "", "lines": "", "code": code_fingerprint()}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Wishes:
        """An untrained component."""
        return cls(model_storage, resource, unlabelled=config["unlabelled"])

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the examples that have an intent."""
        from bot.nlu.going_on import marks_of
        from bot.nlu.rows import readings_of

        examples = [example for example in training_data.training_examples if example.get(INTENT) and example.get(TEXT)]
        texts = readings_of(tuple(example.get(TEXT) for example in examples))
        labels = [example.get(INTENT) for example in examples]
        marks = marks_of((example.get(INTENT), example.get(TEXT)) for example in examples)
        self._model, learned, way = self._gone_on(texts, labels, marks) or self._from_nothing(texts, labels, marks)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder / _FILE)
            learned.save(folder)
            way.save(folder)
        return self._resource

    def _gone_on(self, texts: Sequence[str], labels: list[str], marks: Marks) -> Fitted | None:
        from bot.nlu.going_on import Learned, change, go_on
        from bot.nlu.way import Way

        if self._former is None or self._unlabelled or (found := change(self._former[1], marks)) is None:
            return None
        gone_on = go_on(*self._former, texts, labels, found.new)
        if gone_on is None:
            return None
        model, state = gone_on
        learned = Learned(marks=marks, changed=self._former[1].changed + found.size, state=state)
        return model, learned, Way(way="gone on", new=int(found.new.sum()), gone=found.gone)

    def _from_nothing(self, texts: Sequence[str], labels: list[str], marks: Marks) -> Fitted:
        from bot.nlu.fitting import fit_calibrated
        from bot.nlu.going_on import Learned
        from bot.nlu.unlabelled import read_unlabelled, with_sure_guesses
        from bot.nlu.way import Way

        known = len(texts)
        if self._unlabelled:
            texts, labels = with_sure_guesses(texts, labels, read_unlabelled(Path(self._unlabelled)))
        model, state = fit_calibrated(texts, labels)
        return model, Learned(marks=marks, state=state), Way(way="from nothing", guessed=len(texts) - known)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_kwargs: Any,
    ) -> Wishes:
        """Reads the arrays that `train` wrote and leans them towards the shop's frequencies."""
        with model_storage.read_from(resource) as folder:
            model = LinearModel.load(folder / _FILE)
            former = former_of(folder, model) if execution_context.is_finetuning else None
        component = cls(
            model_storage, resource, with_priors(model, config.get("priors") or {}), config.get("unlabelled") or ""
        )
        component._former = former
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `intent`, `intent_ranking`, `in_scope` and, where a message holds two, `wishes`."""
        for message in messages:
            text = reading_of(message).text
            if self._model is None or not text:
                message.set("in_scope", False, add_to_output=True)
                continue
            chances = self._model.probabilities(text)
            order = chances.argsort()[::-1][:_RANKED]
            ranking = [{"name": self._model.names[place], "confidence": float(chances[place])} for place in order]
            message.set(INTENT, dict(ranking[0]), add_to_output=True)
            message.set(_RANKING, ranking, add_to_output=True)
            message.set("in_scope", is_in_scope(self._model, text, chances), add_to_output=True)
            if pair := two_wishes(message.get(TEXT) or "", self._wish_of):
                message.set("wishes", [asdict(wish) for wish in pair], add_to_output=True)
        return messages

    def _wish_of(self, text: str) -> tuple[str, float]:
        assert self._model is not None
        chances = self._model.probabilities(read(text))
        return self._model.names[int(chances.argmax())], float(chances.max())
