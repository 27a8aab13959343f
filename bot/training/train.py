"""Trains a Rasa model archive of a whole project (NLU, rules, stories) with our lean engine.

What happens to the archive afterwards (card, registration, promotion) is not known here.
"""

from __future__ import annotations

import errno
import io
import json
import logging
import os
import resource
import tarfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.errors import ConfigurationError
from bot.nlu.engine_imports import import_rasa_without_tensorflow, needs_tensorflow
from bot.nlu.softmax import end_processes
from bot.nlu.way import FILE
from bot.training.examples import load_examples
from bot.training.workplace import inside

Progress = Callable[[str], None]

_HOOKS = "rasa.engine.training.hooks"
# Rasa's own words about finetuning: that it is experimental, and that a part of the base is not that of the cache.
_HUSHED = ("rasa.shared.utils.common", "rasa.engine.caching")
_KB_PER_MB = 1024
_ADVICE = "see docs/nlu.md, or run `xiaonuan data check`"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # the last: a limit on the size of files


class TrainingFailed(ConfigurationError):
    """Rasa made no model; the message says why and what to look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """`trained` and `reused` name Rasa's components; `peak_mb` is the most memory that this process ever held."""

    archive: Path
    examples: int
    trained: tuple[str, ...]
    reused: tuple[str, ...]
    wall_s: float
    cpu_s: float
    peak_mb: float
    ways: dict[str, dict[str, Any]]


def run(
    root: Path,
    output: Path,
    *,
    config: Path | None = None,
    force: bool = False,
    base: Path | None = None,
    progress: Progress = lambda _step: None,
) -> Trained:
    """Trains from `root` (domain.yml, data/, and config.yml unless `config` is another one) into the folder `output`.

    Parts that did not change come from Rasa's cache unless `force`: a training that was interrupted goes on after its last
    finished part. What did change goes on from `base`, an archive of the same domain and configuration, where it can
    (`bot.nlu.going_on`); Trained's `ways` says by component how it came about. Raises ExamplesFault with file and line for training data that cannot be read, TrainingFailed for
    everything that Rasa refuses and for a full disk.
    """
    began_s, cpu_began_s = time.monotonic(), _cpu_s()
    progress("reading the training data")
    count = len(load_examples(root))
    progress(f"{count} examples; loading Rasa")
    import_rasa_without_tensorflow()
    parts = _Parts(progress)
    try:
        archive = _train_on(
            base, root, output, str((config or root / "config.yml").resolve()), force=force, parts=parts
        )
    finally:
        end_processes()
    return Trained(
        archive=archive,
        examples=count,
        trained=tuple(parts.trained),
        reused=tuple(parts.reused),
        wall_s=time.monotonic() - began_s,
        cpu_s=_cpu_s() - cpu_began_s,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KB_PER_MB,
        ways=ways_in(archive),
    )


def _cpu_s() -> float:
    """Of this process and of those that it ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def ways_in(archive: Path) -> dict[str, dict[str, Any]]:
    """What each component of an archive says of how it learned: `{"Wishes": {"way", …}}` (bot.nlu.way)."""
    with tarfile.open(archive) as tar:
        found = {each.name.split("/")[-2]: tar.extractfile(each) for each in tar if each.name.endswith(f"/{FILE}")}
        return {_component(name): json.load(file) for name, file in found.items() if file is not None}


def _component(node: str) -> str:
    """Wishes of train_bot.nlu.components.intents.Wishes2."""
    return node.split(".")[-1].rstrip("0123456789")


def _train_on(base: Path | None, root: Path, output: Path, config: str, *, force: bool, parts: _Parts) -> Path:
    from rasa.shared.exceptions import InvalidConfigException

    if base is not None and not force:
        try:
            return _train(root, output, config, base=base, parts=parts)
        except TrainingFailed as refusal:
            if not isinstance(refusal.__cause__, InvalidConfigException):
                raise
            parts.progress("the model that answers is no base for this data: every changed part from nothing")
    return _train(root, output, config, force=force, parts=parts)


def _train(
    root: Path, output: Path, config: str, *, parts: _Parts, force: bool = False, base: Path | None = None
) -> Path:
    from rasa.engine.exceptions import GraphSchemaValidationException
    from rasa.model_training import train
    from rasa.shared.exceptions import RasaException

    said = io.StringIO()
    try:
        with inside(root), _quiet(parts), redirect_stdout(said):
            former = str(base.resolve()) if base else None
            result = train(
                "domain.yml", config, ["data"], str(output.resolve()), force_training=force, model_to_finetune=former
            )
    except (RasaException, GraphSchemaValidationException, ValueError) as refusal:
        raise TrainingFailed(needs_tensorflow(str(refusal)) or f"{refusal} ({_ADVICE})") from refusal
    except SystemExit as refusal:  # what Rasa's own command line would print and end with
        raise TrainingFailed(f"{said.getvalue().strip()[-600:]} (run `xiaonuan data check`)") from refusal
    except Exception as error:
        if is_disk_full(error):
            raise TrainingFailed(
                f"the disk that holds {output} or {root / '.rasa'} is full: free some space and train again; "
                "finished parts are kept, and the model that answers was not touched"
            ) from error
        if isinstance(error.__cause__, (OSError, ImportError)):  # a component misses weights or a package
            raise TrainingFailed(f"{error} {error.__cause__} ({_ADVICE})") from error
        raise
    if not result.model:
        raise TrainingFailed(f"Rasa ended with code {result.code} and no model: run `xiaonuan data check`")
    return Path(result.model)


def is_disk_full(error: BaseException) -> bool:
    """Whether a full disk is the error, or the cause of it: libraries wrap it in errors of their own."""
    seen: BaseException | None = error
    for _ in range(10):
        if seen is None:
            return False
        if isinstance(seen, OSError) and seen.errno in _FULL:
            return True
        if "disk is full" in str(seen) or "No space left" in str(seen) or "disk I/O error" in str(seen):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


@dataclass(slots=True)
class _Parts:
    """Hears from Rasa's log which component is being trained and which came from the cache."""

    progress: Progress
    trained: list[str] = field(default_factory=list)
    reused: list[str] = field(default_factory=list)

    def hear(self, line: str) -> None:
        begun, _, name = line.partition(" component ")
        name = name.split("'")[1] if "'" in name else name
        if begun.startswith("Starting"):
            self.progress(f"training {name}")
        elif begun.startswith("Finished"):
            self.trained.append(name)
        elif begun.startswith("Restored"):
            self.reused.append(name)
            self.progress(f"{name} did not change: reused")


class _Ear(logging.Handler):
    def __init__(self, parts: _Parts) -> None:
        super().__init__(logging.INFO)
        self._parts = parts

    def emit(self, record: logging.LogRecord) -> None:
        self._parts.hear(record.getMessage())


@contextmanager
def _quiet(parts: _Parts) -> Iterator[None]:
    """Rasa's progress bars and prints are kept back; what it logs of its components is heard."""
    logger, ear = logging.getLogger(_HOOKS), _Ear(parts)
    before = os.environ.get("LOG_LEVEL"), logger.level, logger.propagate
    os.environ["LOG_LEVEL"] = "ERROR"  # the only switch of Rasa's progress bars
    hushed = [logging.getLogger(name) for name in _HUSHED]
    for each in hushed:
        each.disabled = True
    logger.addHandler(ear)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.removeHandler(ear)
        logger.setLevel(before[1])
        logger.propagate = before[2]
        for each in hushed:
            each.disabled = False
        os.environ.pop("LOG_LEVEL") if before[0] is None else os.environ.update(LOG_LEVEL=before[0])
