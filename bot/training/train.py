"""Trains a Rasa model archive of the whole project (NLU, rules, stories) with our lean engine.

What happens to the archive afterwards (register, compare, promote) is not known here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.nlu.engine_imports import import_rasa_without_tensorflow
from bot.training.examples import load_examples
from bot.training.workplace import inside

Progress = Callable[[str], None]


class TrainingFailed(Exception):
    """Rasa made no model; the message says why and what to look at."""


def run(root: Path, output: Path, *, force: bool = False, progress: Progress = lambda _step: None) -> Path:
    """Trains from `root` (config.yml, domain.yml, data/) and returns the new archive in `output`.

    Parts that did not change come from Rasa's cache unless `force`. Raises ExamplesFault with file and line for
    training data that cannot be read, TrainingFailed for everything that Rasa refuses.
    """
    progress("reading the training data")
    count = len(load_examples(root))
    progress(f"{count} examples; loading Rasa")
    import_rasa_without_tensorflow()
    from rasa.model_training import train
    from rasa.shared.exceptions import RasaException

    progress("training")
    with inside(root):
        try:
            result = train("domain.yml", "config.yml", ["data"], str(output.resolve()), force_training=force)
        except (RasaException, ValueError) as refusal:
            raise TrainingFailed(f"{refusal} (see docs/nlu.md, or run `xiaonuan data check`)") from refusal
    if not result.model:
        raise TrainingFailed(f"Rasa ended with code {result.code} and no model: run `xiaonuan data check`")
    progress("done")
    return Path(result.model)
