"""A shop's own messages without labels, given to one training: a configuration that names the file, made beside nothing else."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ruamel.yaml import YAML

from bot.errors import ConfigurationError
from bot.training.fingerprints import file_fingerprint

_COMPONENT = "bot.nlu.components.intents.Wishes"


@contextmanager
def with_unlabelled(config: Path, unlabelled: Path | None) -> Iterator[Path]:
    """The configuration to train on: `config`, or a copy of it that names the file. Raises ConfigurationError where no component
    could learn from it."""
    if unlabelled is None:
        yield config
        return
    document = YAML(typ="safe").load(config.read_text(encoding="utf-8"))
    steps = [step for step in document.get("pipeline") or () if step.get("name") == _COMPONENT]
    if not steps:
        raise ConfigurationError(
            f"{config} has no {_COMPONENT} in its pipeline, which alone learns from unlabelled lines"
        )
    steps[0] |= {"unlabelled": str(unlabelled.resolve()), "lines": file_fingerprint(unlabelled)}
    with tempfile.TemporaryDirectory() as folder:
        named = Path(folder) / config.name
        with named.open("w", encoding="utf-8") as file:
            YAML().dump(document, file)
        yield named
