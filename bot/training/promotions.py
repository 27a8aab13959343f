"""Who made which model answer, when and why: rows in order, so that going back is one more row.

Two maintainers at once: whoever decides says on which promotion she looked, and the second is told what happened since.
Whether a model may be promoted is judged in `bot.training.floors`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.clock import steady_ms
from bot.errors import Conflict, NotFound
from bot.records.database import Database
from bot.records.rows import at, dumps
from bot.records.tables import promotions
from bot.training.registry import Model, find, listed, promoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """One row of the log; `broken`: the floors that it was forced through, in words."""

    id: int
    model: str
    kind: str
    who: str
    reason: str
    broken: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`looked_at`: the id of the promotion that answered when this was decided (0: none); None does not compare.

    `kind` is promote, rollback or start.
    """

    kind: str = "promote"
    who: str = ""
    reason: str = ""
    broken: tuple[str, ...] = ()
    looked_at: int | None = None


def history(connection: Connection, most: int = 20) -> list[Promotion]:
    """The newest first."""
    rows = connection.execute(select(promotions).order_by(promotions.c.id.desc()).limit(most))
    return [
        Promotion(
            id=row.id,
            model=row.model,
            kind=row.kind,
            who=row.who,
            reason=row.reason,
            broken=tuple(orjson.loads(row.broken)),
            at=at(row.at_ms),
        )
        for row in rows
    ]


def newest(connection: Connection) -> Model:
    """Raises NotFound when nothing was ever trained."""
    found = listed(connection)
    if not found:
        raise NotFound("there is no model yet: `xiaonuan train` makes one")
    return found[0]


def promote(database: Database, name: str | None = None, decision: Decision | None = None) -> tuple[Model, bool]:
    """Promote the named model (default: the newest); (model, whether anything changed). Raises NotFound, Conflict.

    Where it answers already nothing changes, but the reason that somebody gave for it gets its row.
    """
    return _written(database, name, decision or Decision())


def before(connection: Connection) -> Model:
    """The model that answered before the one that answers now. Raises NotFound when there is none."""
    rows = connection.execute(select(promotions.c.model).order_by(promotions.c.id.desc())).scalars().all()
    found = next((model for model in rows if model != rows[0]), None)
    if found is None:
        raise NotFound("there is no model to go back to: only one was ever promoted")
    return find(connection, str(found))


def rollback(database: Database, name: str | None = None, decision: Decision | None = None) -> Model:
    """Promote again the one that was promoted before (or the named one). Raises NotFound when there is none, Conflict."""
    wanted = name or database.read_now(before).name
    return _written(database, wanted, decision or Decision(kind="rollback", reason="rollback"))[0]


def _written(database: Database, name: str | None, decision: Decision) -> tuple[Model, bool]:
    try:
        return database.write_now(_promote, name, decision)
    except IntegrityError as error:  # somebody took the same number at the same time
        raise Conflict(_beaten(database.read_now(history, 1))) from error


def _promote(connection: Connection, name: str | None, decision: Decision) -> tuple[Model, bool]:
    model = newest(connection) if name is None else find(connection, name)
    last = history(connection, 1)
    last_id = last[0].id if last else 0
    now = promoted(connection)
    if now is not None and now.name == model.name:
        if decision.reason not in ("", decision.kind) or decision.broken:
            _keep(connection, last_id + 1, model, decision)
        return model, False
    if decision.looked_at is not None and _answers_another(connection, decision.looked_at):
        raise Conflict(_beaten(last))
    _keep(connection, last_id + 1, model, decision)
    return model, True


def _answers_another(connection: Connection, looked_at: int) -> bool:
    """A reason that was added since to the promotion of the same model changes nothing."""
    rows = connection.execute(select(promotions.c.id, promotions.c.model).where(promotions.c.id >= looked_at)).all()
    known = next((row.model for row in rows if row.id == looked_at), None)
    return any(row.model != known for row in rows if row.id > looked_at)


def _keep(connection: Connection, number: int, model: Model, decision: Decision) -> None:
    connection.execute(
        promotions.insert().values(
            id=number,  # the primary key lets only one of two at the same time in
            model=model.name,
            kind=decision.kind,
            who=decision.who,
            reason=decision.reason,
            broken=dumps(list(decision.broken)),
            at_ms=steady_ms(),
        )
    )


def _beaten(last: list[Promotion]) -> str:
    if not last:
        return "the promotions changed meanwhile: look at `xiaonuan models` and decide again"
    return (
        f"{last[0].who or 'somebody'} promoted {last[0].model} meanwhile (at {last[0].at:%H:%M:%S} UTC): nothing was "
        "changed; look at `xiaonuan models` and decide again"
    )
