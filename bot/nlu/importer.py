"""Rasa's importer of training data, made to read and to hash each example once (config.yml names it).

Rasa asks three times for all examples, and each of its merges strips every intent anew, which throws the example's hash away
even where nothing was to strip: of a training's time that was a quarter.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method


class OnceImporter(RasaFileImporter):
    """What it answers is shared by those who ask: Rasa's importers around it merge it into copies and change nothing in it."""

    @cached_method
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The examples of all files."""
        found = super().get_nlu_data(language)
        for example in found.training_examples:
            example.__class__ = Example
        found.training_examples = Shared(found.training_examples)
        return found


class Shared(list[Message]):
    """The first of Rasa's merges, which is made at each call, copies the list and not what is in it; the later ones copy all."""

    def __deepcopy__(self, memo: dict[int, Any]) -> list[Message]:
        return list(self)


class Example(Message):
    """A message that keeps its hash when it is told what it holds already."""

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        """As Rasa's."""
        if add_to_output or not isinstance(info, str) or self.data.get(prop) != info:
            super().set(prop, info, add_to_output)
