"""Training a Rasa model archive from the project's data, without TensorFlow."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from bot.errors import ConfigurationError
from bot.settings import PROJECT_ROOT

TRAINING_FILES = ("data/nlu", "data/rules", "data/stories")


def run(*, output_dir: Path, progress: Callable[[str], None], root: Path = PROJECT_ROOT) -> Path:
    """Train on everything in `root`; the new archive in `output_dir`. Raises ConfigurationError when nothing comes out."""
    from bot.nlu.engine_imports import import_rasa_without_tensorflow

    import_rasa_without_tensorflow()
    from rasa.model_training import train

    name = time.strftime("%Y%m%d-%H%M%S")
    progress("training the model: a minute or two")
    result = train(
        domain=str(root / "domain.yml"),
        config=str(root / "config.yml"),
        training_files=[str(root / path) for path in TRAINING_FILES],
        output=str(output_dir),
        fixed_model_name=name,
        force_training=True,
    )
    if result.model is None:
        raise ConfigurationError("training made no model: `xiaonuan data check` says what is wrong with the data")
    progress(f"trained {Path(result.model).name}")
    return Path(result.model)
