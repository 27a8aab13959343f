"""From data to a registered model: checked, trained, measured, carded, signed. Nothing half-made is ever seen by anybody.

All of it happens in a hidden folder of the models dir; the archive appears under its name in one rename, right before its
row is written. A training that was killed leaves the folder, which the next one takes away.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ConfigurationError, Conflict
from bot.records.database import Database
from bot.settings import PROJECT_ROOT, Settings
from bot.training import check, train
from bot.training.card import make_card, write_beside
from bot.training.examples import ExamplesFault
from bot.training.fingerprints import code_fingerprint, data_fingerprint, file_fingerprint
from bot.training.measure import figures
from bot.training.promotions import Decision, promote
from bot.training.registry import Model, listed, promoted, register, verified_archive
from bot.training.unlabelled import with_unlabelled

Progress = Callable[[str], None]

_HIDDEN = ".making-"
_NEEDED_BYTES = 64 * 1024 * 1024
_SHOWN = 8
# What Rasa's training ends with; other faults make a worse model, and are said.
FATAL = frozenset(
    "unreadable tab duplicate_key too_large no_domain listed_twice unknown_action unknown_slot contradiction long_rule "
    "incomplete_rule no_steps".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to make: from the project at `root`, with its config.yml or another; `force` trains every part anew.

    `unlabelled`: a file with the shop's own messages, one a line, to learn from besides. `waits` for another training on the
    same data dir instead of refusing.
    """

    root: Path = PROJECT_ROOT
    config: Path | None = None
    unlabelled: Path | None = None
    force: bool = False
    measured: bool = True
    waits: bool = False


def make(database: Database, settings: Settings, order: Order, progress: Progress) -> Model:
    """A new registered model; it is not promoted. Raises ConfigurationError that says what to do, Conflict when another
    training runs."""
    settings.models_dir.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(settings.models_dir, order.waits, progress):
        _sweep(settings.models_dir)
        _refuse_small_disk(settings.models_dir)
        _refuse_broken(order.root, progress)
        hidden = Path(tempfile.mkdtemp(prefix=_HIDDEN, dir=settings.models_dir))
        try:
            return _made(database, settings, order, hidden, progress)
        finally:
            shutil.rmtree(hidden, ignore_errors=True)


def _made(database: Database, settings: Settings, order: Order, hidden: Path, progress: Progress) -> Model:
    config = order.config or order.root / "config.yml"
    try:
        base = _base(database, settings, order)
        start = settings.models_dir / base.name if base else None
        with with_unlabelled(config, order.unlabelled) as used:
            trained = train.run(order.root, hidden, config=used, force=order.force, base=start, progress=progress)
        progress("measuring on the held-out sentences" if order.measured else "not measured")
        found = figures(order.root, trained.archive) if order.measured else {}
        card = make_card(order.root, config, trained, found)
        if base and any(way["way"] != "from nothing" for way in trained.ways.values()):
            card["base"] = base.name
        card |= {"unlabelled": order.unlabelled.name} if order.unlabelled else {}
        write_beside(trained.archive, card)
        with _uninterrupted():
            archive = _moved(hidden, settings.models_dir, trained.archive)
            try:
                return register(database, settings, archive, card, order.root)
            except BaseException:
                _removed(archive)
                raise
    except (train.TrainingFailed, ExamplesFault) as error:
        raise ConfigurationError(str(error)) from error
    except OSError as error:
        if train.is_disk_full(error):
            raise ConfigurationError(
                f"the disk that holds {settings.models_dir} is full: free some space and train again; nothing was kept "
                "of this model, and the one that answers was not touched"
            ) from error
        raise


def _base(database: Database, settings: Settings, order: Order) -> Model | None:
    """What a training may go on from: the model that answers, if it is of this domain, configuration and code."""
    present = database.read_now(promoted)
    if present is None or order.force or order.config or order.unlabelled or present.card.get("unlabelled"):
        return None
    if present.card.get("config", {}).get("sha256") != file_fingerprint(order.root / "config.yml"):
        return None
    return present if _usable(settings, present, lambda _line: None, root=order.root) else None


def _moved(hidden: Path, models_dir: Path, archive: Path) -> Path:
    stem = archive.name.removesuffix(".tar.gz")
    for name in (f"{stem}.json", f"{stem}.md", archive.name):
        (hidden / name).replace(models_dir / name)
    return models_dir / archive.name


def _removed(archive: Path) -> None:
    stem = archive.name.removesuffix(".tar.gz")
    for name in (f"{stem}.json", f"{stem}.md", archive.name):
        archive.with_name(name).unlink(missing_ok=True)


@contextmanager
def _one_at_a_time(models_dir: Path, waits: bool, progress: Progress) -> Iterator[None]:
    with (models_dir / ".training.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            whose = lock.read().strip() or "unknown"
            if not waits:
                raise Conflict(
                    f"another training runs on this data dir (process {whose}): wait for it, or stop it"
                ) from None
            progress(f"waiting for another training on this data dir (process {whose})")
            fcntl.flock(lock, fcntl.LOCK_EX)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _sweep(models_dir: Path) -> None:
    """Takes away what a killed training left; only the holder of the lock comes here."""
    for left in models_dir.glob(f"{_HIDDEN}*"):
        shutil.rmtree(left, ignore_errors=True)


def _refuse_small_disk(models_dir: Path) -> None:
    largest = max((path.stat().st_size for path in models_dir.glob("*.tar.gz")), default=0)
    needed, free = _NEEDED_BYTES + 2 * largest, shutil.disk_usage(models_dir).free
    if free < needed:
        raise ConfigurationError(
            f"the disk that holds {models_dir} is nearly full: {free >> 20} MB are free, a model needs {needed >> 20} MB; "
            "free some space, or set BOT_DATA_DIR to another disk"
        )


def _refuse_broken(root: Path, progress: Progress) -> None:
    progress("checking the data")
    faults = [finding for finding in check.run(root) if finding.severity == "fault"]
    fatal = [finding for finding in faults if finding.kind in FATAL]
    if fatal:
        lines = "\n".join(f"  {finding}" for finding in fatal[:_SHOWN])
        more = f"\n  … and {len(fatal) - _SHOWN} more" if len(fatal) > _SHOWN else ""
        raise ConfigurationError(
            f"the data cannot be trained on:\n{lines}{more}\n`xiaonuan data check` shows all that is wrong"
        )
    if faults:
        progress(f"{len(faults)} faults in the data make the model worse: `xiaonuan data check` shows them")


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C and SIGTERM wait until the archive and its row are both there."""
    caught: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)
    try:
        before = {number: signal.signal(number, lambda got, _frame: caught.append(got)) for number in numbers}
    except ValueError:  # not the main thread: nobody's Ctrl-C arrives here
        yield
        return
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if caught:
            os.kill(os.getpid(), caught[0])


def ensure_promoted(settings: Settings, progress: Progress) -> Model:
    """The promoted model; trains and promotes one only if none loads with this domain and code."""
    database = Database.open(settings)
    try:
        model = database.read_now(promoted)
        if model is not None and _usable(settings, model, progress):
            if model.data_hash != data_fingerprint():
                progress("the training data is newer than the model: `xiaonuan train` and `xiaonuan promote` use it")
            return model
        fitting = [each for each in database.read_now(listed) if _usable(settings, each, lambda _line: None)]
        if not fitting:
            fitting = [make(database, settings, Order(measured=False, waits=True), progress)]
        decision = Decision(kind="start", reason="first start with this domain and code")
        return promote(database, fitting[0].name, decision)[0]
    finally:
        database.close()


def _usable(settings: Settings, model: Model, progress: Progress, root: Path = PROJECT_ROOT) -> bool:
    if model.fits != code_fingerprint(root):
        progress(f"model {model.name} was trained with another domain or code")
        return False
    try:
        verified_archive(settings, model)
    except ConfigurationError as error:
        progress(error.message)
        return False
    return True
