"""Rasa's importer of training data, reading the examples once where Rasa asks for all of them three times (config.yml names it)."""

from __future__ import annotations

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method


class OnceImporter(RasaFileImporter):
    """What it answers is shared by those who ask: Rasa's importers around it merge it into copies and change nothing in it."""

    @cached_method
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The examples of all files."""
        return super().get_nlu_data(language)
