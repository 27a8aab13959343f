"""Waits until the workers of a running instance answer with another model; they take it over by themselves."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bot.cli.output import note
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.records.database import Database
    from bot.training.registry import Model

_WAIT_S = 30.0


def wait_for_workers(database: Database, settings: Settings, model: Model) -> bool:
    """Whether every worker of a running instance answers with it; True at once where nothing runs."""
    try:
        return _workers_follow(database, settings, model)
    except KeyboardInterrupt:
        note(f"it is written down that {model.name} answers, and workers follow; `xiaonuan rollback` goes back")
        raise


def _workers_follow(database: Database, settings: Settings, model: Model) -> bool:
    from bot.clock import steady_ms
    from bot.records import presence

    began_s = time.monotonic()
    while True:
        workers = database.read_now(presence.alive, "worker", now_ms=steady_ms())
        if not workers:
            return True
        if all(worker.model == model.name for worker in workers):
            note(
                f"{'1 worker answers' if len(workers) == 1 else f'{len(workers)} workers answer'} with it "
                f"({time.monotonic() - began_s:.1f} s)"
            )
            return True
        if time.monotonic() - began_s > _WAIT_S:
            behind = ", ".join(
                f"{worker.process_id}: {worker.model}" for worker in workers if worker.model != model.name
            )
            note(
                f"some workers do not answer with it yet ({behind}): look for model.refused in {settings.data_dir / 'log'}"
            )
            return False
        time.sleep(0.1)
