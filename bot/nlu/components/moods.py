"""Graph component that says how the shopper feels: `emotion` {"level", "score"} on every message."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, METADATA, METADATA_INTENT, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components.base import former_of, reading_of
from bot.nlu.fingerprint import code_fingerprint, files_fingerprint
from bot.nlu.linear import LinearModel
from bot.nlu.mood import mood_of
from bot.nlu.mood_examples import read_mood_lines
from bot.nlu.wish_hints import Hints, hints_of

if TYPE_CHECKING:
    from bot.nlu.going_on import Learned

_FILE = "moods.npz"
_RANKING = "intent_ranking"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Moods(GraphComponent):
    """Our mood model in Rasa's pipeline. Settings: `folder`, where the labelled lines are (from the project's root)."""

    def __init__(
        self, storage: ModelStorage, resource: Resource, folder: Path, model: LinearModel | None = None
    ) -> None:
        """`model` is absent until it is trained."""
        self._storage = storage
        self._resource = resource
        self._folder = folder
        self._model = model
        self._former: tuple[LinearModel, Learned] | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`code` and `lines` change with our sources and the labelled lines, so that Rasa's cache keeps nothing old."""
        return {"folder": "data/emotion", "code": code_fingerprint(), "lines": files_fingerprint("data/emotion")}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Moods:
        """An untrained component."""
        return cls(model_storage, resource, Path(config["folder"]))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the labelled lines and from the intents' examples; in Rasa's finetuning it is kept where the lines are the
        same and few of the examples changed, which it only knows through another model's opinion."""
        from bot.nlu.going_on import Learned, change, marks_of
        from bot.nlu.mood_fitting import WishExample, fit_moods
        from bot.nlu.way import Way

        examples = [
            WishExample(intent=each.get(INTENT), text=each.get(TEXT), writer=_writer(each))
            for each in training_data.training_examples
            if each.get(INTENT) and each.get(TEXT)
        ]
        lines = read_mood_lines(self._folder)
        if not lines:
            return self._resource
        marks = marks_of([*lines, *((each.intent, each.text, each.writer) for each in examples)])
        found = change(self._former[1], marks) if self._former else None
        if self._former and found and not found.new[: len(lines)].any():
            (self._model, learned), way = self._former, Way(way="kept", new=int(found.new.sum()), gone=found.gone)
        else:
            self._model, learned, way = fit_moods(lines, examples), Learned(marks=marks), Way(way="from nothing")
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder / _FILE)
            learned.save(folder)
            way.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_kwargs: Any,
    ) -> Moods:
        """Reads the arrays that `train` wrote; without any, every message is calm."""
        former = None
        try:
            with model_storage.read_from(resource) as folder:
                model = LinearModel.load(folder / _FILE)
                former = former_of(folder, model) if execution_context.is_finetuning else None
        except ValueError:
            return cls(model_storage, resource, Path(config["folder"]))
        component = cls(model_storage, resource, Path(config["folder"]), model)
        component._former = former
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `emotion`."""
        for message in messages:
            emotion: dict[str, Any] = {"level": "calm", "score": 0.0}
            if self._model is not None:
                mood = mood_of(self._model, message.get(TEXT) or "", reading_of(message), _hints(message))
                emotion = {"level": mood.level, "score": mood.score}
            message.set("emotion", emotion, add_to_output=True)
        return messages


def _hints(message: Message) -> Hints:
    ranking = message.get(_RANKING) or []
    return hints_of((each[INTENT_NAME_KEY], each[PREDICTED_CONFIDENCE_KEY]) for each in ranking)


def _writer(example: Message) -> str:
    """The batch that `data/nlu` notes for the block that the example stands in."""
    noted = (example.get(METADATA) or {}).get(METADATA_INTENT)
    return str(noted.get("batch", "")) if isinstance(noted, dict) else ""
