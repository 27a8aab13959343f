"""Rasa's importer of training data, made to read, copy and hash each example once (config.yml names it).

Rasa asks several times for all examples, copies each of them deeply in every one of its merges, and strips every intent anew,
which throws the example's hash away even where nothing was to strip: of a training's time that was more than a third.
"""

from __future__ import annotations

import os
from typing import Any, TypeAlias

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data import loading
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

Versions: TypeAlias = tuple[tuple[str, int, int], ...]

_last: tuple[Versions, TrainingData] | None = None


class OnceImporter(RasaFileImporter):
    """What it answers is shared by those who ask: Rasa's importers around it merge it into copies and change nothing in it."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The examples of all files, read again only where a file changed."""
        global _last
        versions = tuple(_version(path) for path in self._nlu_files)
        if _last is None or _last[0] != versions:
            _last = versions, _read(self._nlu_files, language)
        return _last[1]


def _version(path: str) -> tuple[str, int, int]:
    now = os.stat(path)
    return os.path.abspath(path), now.st_mtime_ns, now.st_size


def _read(paths: list[str], language: str | None) -> TrainingData:
    files = [loading.load_data(path, language) for path in paths]
    for file in files:
        for example in file.training_examples:
            example.__class__ = Example
    found = TrainingData().merge(*files)
    found.training_examples = Shared(found.training_examples)
    return found


class Shared(list[Message]):
    """The first of Rasa's merges, which is made at each call, copies the list and not what is in it; the later ones copy all."""

    def __deepcopy__(self, memo: dict[int, Any]) -> list[Message]:
        return list(self)


class Example(Message):
    """A message that keeps its hash when it is told what it holds already; its copy shares values, which nobody changes in place."""

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        """As Rasa's."""
        if add_to_output or not isinstance(info, str) or self.data.get(prop) != info:
            super().set(prop, info, add_to_output)

    def __deepcopy__(self, memo: dict[int, Any]) -> Example:
        copied = Example(self.data, set(self.output_properties), self.time, list(self.features))
        copied._cached_fingerprint = self._cached_fingerprint
        return copied
