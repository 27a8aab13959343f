"""Finds the instance that runs on a data dir and asks it how it is. It starts and stops nothing."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import ConfigurationError, XiaonuanError
from bot.settings import Settings
from bot.supervisor import readiness
from bot.supervisor.state import InstanceState, ProcessState, running_instance


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """`model` is the promoted one's name, also when nothing runs."""

    running: bool
    ready: bool
    url: str | None
    model: str | None
    processes: tuple[ProcessState, ...]
    waiting_for: tuple[str, ...] = ()
    degraded: tuple[str, ...] = ()


async def read_status(settings: Settings) -> Status:
    """Asks the gateway too (3 s at most)."""
    model = _promoted_name(settings)
    instance = running_instance(settings.run_dir)
    if instance is None:
        return Status(running=False, ready=False, url=None, model=model, processes=())
    found = await readiness.ask(instance.url)
    return Status(
        running=True,
        ready=found.ready,
        url=instance.url,
        model=model,
        processes=instance.processes,
        waiting_for=found.waiting_for,
        degraded=found.degraded,
    )


def _promoted_name(settings: Settings) -> str | None:
    """None also while the record cannot be read: `status` must answer then too."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.records.database import Database
    from bot.training import registry

    if not settings.run_dir.exists():
        return None  # nothing ever ran here, and asking must not make a database
    database = Database.open(settings)
    try:
        model = database.read_now(registry.promoted)
    except (XiaonuanError, SQLAlchemyError):
        return None
    finally:
        database.close()
    return model.name if model else None


def the_running(settings: Settings) -> InstanceState:
    """Raises ConfigurationError when nothing runs on this data dir."""
    instance = running_instance(settings.run_dir)
    if instance is None:
        raise ConfigurationError(f"nothing runs on {settings.data_dir}: start it by `make run` or `xiaonuan serve`")
    return instance
