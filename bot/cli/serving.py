"""`serve`, `status` and `config`."""

from __future__ import annotations

import asyncio
import dataclasses
from contextlib import suppress
from typing import Annotated, Any

import typer

from bot.cli.output import note, print_json, print_rows
from bot.clock import utc_now
from bot.errors import XiaonuanError
from bot.settings import Settings, describe

Json = Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")]


def register(app: typer.Typer) -> None:
    app.command(short_help="Starts everything, until Ctrl-C.")(serve)
    app.command()(status)
    app.command(short_help="Every setting: value, default, source.")(config)


def serve(
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Instead of BOT_PORT.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="Instead of BOT_WORKERS.")] = None,
) -> int:
    """Starts and supervises everything that an instance needs, until Ctrl-C or SIGTERM."""
    from bot.supervisor.instance import serve as run

    settings = Settings.load()
    return run(dataclasses.replace(settings, port=port or settings.port, workers=workers or settings.workers))


def status(as_json: Json = False) -> int:
    """What runs on this data dir. Exit 1 when nothing does."""
    from bot.cli.running import Status, read_status

    found: Status = asyncio.run(read_status(Settings.load()))
    if as_json:
        print_json(found)
    elif found.running:
        print_rows([dataclasses.asdict(process) for process in found.processes], ("role", "index", "pid", "since"))
        note(f"url: {found.url}   model: {found.model or 'none'}   ready: {'yes' if found.ready else 'no'}")
        for missing in found.waiting_for:
            note(f"waiting for: {missing}")
    else:
        note("nothing runs on this data dir: `make run` or `xiaonuan serve` starts it")
    return 0 if found.running else 1


def config(as_json: Json = False) -> None:
    """Every setting with its value, its default and where it came from; secrets are masked."""
    settings = Settings.load()
    rows: list[dict[str, Any]] = [dataclasses.asdict(row) for row in describe(settings)]
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, ("name", "value", "default", "source", "help"))
    _note_calendar(settings)


def _note_calendar(settings: Settings) -> None:
    """A shop that does not answer is said by other commands: the settings are shown all the same."""
    from bot.shop.calendar_end import calendar_end

    with suppress(XiaonuanError):
        if end := asyncio.run(calendar_end(settings, utc_now())):
            note(str(end))
