"""Which model answers: archives registered with a signature, promotions in order. Imports neither rasa nor TensorFlow.

A model archive names classes to import, so a model is code: only archives that this instance signed are loaded.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from bot.clock import steady_ms
from bot.errors import ConfigurationError, NotFound
from bot.records.database import Database
from bot.records.rows import at, dumps
from bot.records.tables import models, promotions
from bot.settings import PROJECT_ROOT, Settings

_CODE = ("domain.yml", "config.yml", "bot/nlu/**/*", "bot/text/**/*", "bot/shop/lexicon/**/*")
_DATA = ("data/nlu/**/*.yml", "data/rules/**/*.yml", "data/stories/**/*.yml", "data/emotion/**/*")
_IGNORED = {".pyc"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """`fits` is the hash of the domain and code that it was trained with, `data_hash` that of the training data."""

    name: str
    sha256: str
    signature: str
    fits: str
    data_hash: str
    card: dict[str, Any]
    created_at: datetime


def fingerprint(patterns: Iterable[str], root: Path = PROJECT_ROOT) -> str:
    """One hash over the names and bytes of the files that match."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in root.glob(pattern)}):
        if path.is_file() and path.suffix not in _IGNORED:
            digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def code_fingerprint() -> str:
    return fingerprint(_CODE)


def data_fingerprint() -> str:
    return fingerprint(_DATA)


def register(database: Database, settings: Settings, archive: Path, card: dict[str, Any] | None = None) -> Model:
    """Sign the archive (which lies in the models dir) and write it down."""
    sha256 = _sha256(archive)
    row = {
        "name": archive.name,
        "sha256": sha256,
        "signature": _sign(settings, archive.name, sha256),
        "fits": code_fingerprint(),
        "data_hash": data_fingerprint(),
        "card": dumps(card or {}),
        "created_ms": steady_ms(),
    }
    database.write_now(lambda connection: connection.execute(models.insert().values(row)))
    return _model(database.read_now(_row, archive.name))


def listed(connection: Connection) -> list[Model]:
    """All models, newest first."""
    return [_model(row) for row in connection.execute(select(models).order_by(models.c.created_ms.desc()))]


def promoted(connection: Connection) -> Model | None:
    """The model that answers now: the one promoted last."""
    row = connection.execute(
        select(models).join(promotions, promotions.c.model == models.c.name).order_by(promotions.c.id.desc()).limit(1)
    ).one_or_none()
    return None if row is None else _model(row)


def promote(database: Database, name: str | None = None, *, reason: str = "") -> tuple[Model, bool]:
    """Promote the named model (default: the newest); (model, whether anything changed). Raises NotFound."""
    return database.write_now(_promote, name, reason)


def _promote(connection: Connection, name: str | None, reason: str) -> tuple[Model, bool]:
    if name is None:
        newest = listed(connection)
        if not newest:
            raise NotFound("there is no model yet: `xiaonuan train` makes one")
        name = newest[0].name
    model = _model(_row(connection, name))
    now = promoted(connection)
    if now is not None and now.name == model.name:
        return model, False
    connection.execute(promotions.insert().values(model=model.name, reason=reason, at_ms=steady_ms()))
    return model, True


def rollback(database: Database, name: str | None = None) -> Model:
    """Promote again the one that was promoted before (or the named one). Raises NotFound when there is none."""
    return database.write_now(_rollback, name)


def _rollback(connection: Connection, name: str | None) -> Model:
    if name is None:
        rows = connection.execute(select(promotions.c.model).order_by(promotions.c.id.desc())).scalars().all()
        before = next((model for model in rows if model != rows[0]), None)
        if before is None:
            raise NotFound("there is no model to go back to: only one was ever promoted")
        name = str(before)
    return _promote(connection, name, "rollback")[0]


def verified_archive(settings: Settings, model: Model) -> Path:
    """The model's file, if it is what this instance signed. Raises ConfigurationError that says what to do."""
    path = settings.models_dir / model.name
    if not path.is_file():
        raise ConfigurationError(f"model {model.name} is registered but its file is gone: run `xiaonuan train`")
    sha256 = _sha256(path)
    signed = _sign(settings, model.name, sha256)
    if not hmac.compare_digest(signed, model.signature):
        raise ConfigurationError(
            f"model {model.name} is not signed by this instance or was changed: run `xiaonuan train`"
        )
    return path


def ensure_promoted(settings: Settings, progress: Callable[[str], None]) -> Model:
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
            fitting = [train(database, settings, progress)]
        return promote(database, fitting[0].name, reason="first start with this domain and code")[0]
    finally:
        database.close()


def train(database: Database, settings: Settings, progress: Callable[[str], None]) -> Model:
    """Train on the project's data, sign, register. Raises ConfigurationError with file and line for bad data."""
    from bot.training import train as training
    from bot.training.examples import ExamplesFault

    settings.models_dir.mkdir(parents=True, exist_ok=True)
    try:
        archive = training.run(PROJECT_ROOT, settings.models_dir, progress=progress)
    except (training.TrainingFailed, ExamplesFault) as error:
        raise ConfigurationError(str(error)) from error
    return register(database, settings, archive)


def _usable(settings: Settings, model: Model, progress: Callable[[str], None]) -> bool:
    if model.fits != code_fingerprint():
        progress(f"model {model.name} was trained with another domain or code")
        return False
    try:
        verified_archive(settings, model)
    except ConfigurationError as error:
        progress(error.message)
        return False
    return True


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.sha256()
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def _sign(settings: Settings, name: str, sha256: str) -> str:
    key = settings.secret("models").encode()
    return hmac.new(key, f"{name}\0{sha256}".encode(), hashlib.sha256).hexdigest()


def _row(connection: Connection, name: str) -> Row:
    row = connection.execute(select(models).where(models.c.name == name)).one_or_none()
    if row is None:
        raise NotFound(f"there is no model {name}: see `xiaonuan models`")
    return row


def _model(row: Row) -> Model:
    return Model(
        name=row.name,
        sha256=row.sha256,
        signature=row.signature,
        fits=row.fits,
        data_hash=row.data_hash,
        card=orjson.loads(row.card),
        created_at=at(row.created_ms),
    )
