"""Which models there are: archives registered with a signature, and which of them answers. Imports neither rasa nor TensorFlow.

A model archive names classes to import, so a model is code: only archives that this instance signed are loaded. How one
is made is in `bot.training.making`, how another one comes to answer in `bot.training.promotions`.
"""

from __future__ import annotations

import difflib
import hashlib
import hmac
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
from bot.training.fingerprints import code_fingerprint, data_fingerprint, file_fingerprint

__all__ = ["Model", "code_fingerprint", "data_fingerprint"]


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


def register(
    database: Database, settings: Settings, archive: Path, card: dict[str, Any] | None = None, root: Path = PROJECT_ROOT
) -> Model:
    """Sign the archive (which lies in the models dir) and write it down."""
    sha256 = file_fingerprint(archive)
    row = {
        "name": archive.name,
        "sha256": sha256,
        "signature": _sign(settings, archive.name, sha256),
        "fits": code_fingerprint(root),
        "data_hash": data_fingerprint(root),
        "card": dumps(card or {}),
        "created_ms": steady_ms(),
    }
    database.write_now(lambda connection: connection.execute(models.insert().values(row)))
    return database.read_now(find, archive.name)


def amend_card(connection: Connection, name: str, fields: dict[str, Any]) -> None:
    """Adds what was found out about a model later. Raises NotFound."""
    card = {**find(connection, name).card, **fields}
    connection.execute(models.update().where(models.c.name == name).values(card=dumps(card)))


def listed(connection: Connection) -> list[Model]:
    """All models, newest first."""
    return [_model(row) for row in connection.execute(select(models).order_by(models.c.created_ms.desc()))]


def find(connection: Connection, name: str) -> Model:
    """The model of that name; its beginning is enough where it is the only one. Raises NotFound with the nearest names."""
    found = listed(connection)
    exact = [model for model in found if model.name == name or model.name == f"{name}.tar.gz"]
    begun = exact or [model for model in found if name and model.name.startswith(name)]
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise NotFound(f"{name} is the beginning of several models: {', '.join(model.name for model in begun[:4])}")
    near = difflib.get_close_matches(name, [model.name for model in found], n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise NotFound(f"there is no model {name}{hint or ';'} `xiaonuan models` lists them")


def promoted(connection: Connection) -> Model | None:
    """The model that answers now: the one promoted last."""
    row = connection.execute(
        select(models).join(promotions, promotions.c.model == models.c.name).order_by(promotions.c.id.desc()).limit(1)
    ).one_or_none()
    return None if row is None else _model(row)


def verified_archive(settings: Settings, model: Model) -> Path:
    """The model's file, if it is what this instance signed. Raises ConfigurationError that says what to do."""
    path = settings.models_dir / model.name
    if not path.is_file():
        raise ConfigurationError(f"model {model.name} is registered but its file is gone: run `xiaonuan train`")
    signed = _sign(settings, model.name, file_fingerprint(path))
    if not hmac.compare_digest(signed, model.signature):
        raise ConfigurationError(
            f"model {model.name} is not signed by this instance or was changed: run `xiaonuan train`"
        )
    return path


def strangers(settings: Settings, known: list[Model]) -> list[Path]:
    """Archives in the models dir that nobody registered: trained elsewhere, or put there. They are never loaded."""
    names = {model.name for model in known}
    return [path for path in sorted(settings.models_dir.glob("*.tar.gz")) if path.name not in names]


def refuse_stranger(settings: Settings, name: str) -> None:
    """Raises ConfigurationError when the name, or its beginning, is a file that this instance did not train."""
    begun = [path for path in sorted(settings.models_dir.glob("*.tar.gz")) if name and path.name.startswith(name)]
    path = next((path for path in (settings.models_dir / Path(name).name, Path(name), *begun) if path.is_file()), None)
    if path is not None:
        raise ConfigurationError(
            f"{path} was not trained by this instance: a model is code that runs in the workers, so it is not loaded. "
            "Copy its training data here and run `xiaonuan train`, or move the whole data dir"
        )


def _sign(settings: Settings, name: str, sha256: str) -> str:
    key = settings.secret("models").encode()
    return hmac.new(key, f"{name}\0{sha256}".encode(), hashlib.sha256).hexdigest()


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
