"""`clock`: moves the business clock of a test instance."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.duration import parse_duration
from bot.cli.output import print_json
from bot.cli.records import open_records
from bot.clock import iso, utc_now
from bot.errors import ConfigurationError
from bot.settings import Settings
from bot.supervisor.state import running_instance


def register(app: typer.Typer) -> None:
    # "-1h" must not be read as an option.
    app.command(context_settings={"ignore_unknown_options": True}, short_help="Moves a test instance's clock.")(clock)


def clock(
    by: Annotated[str, typer.Argument(metavar="DURATION|reset", help="Such as +2d3h or -1h30m; reset undoes all.")],
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Moves the business clock (promises, hours, policies); only with BOT_TEST_CLOCK=1."""
    from bot.records import clock as business_clock

    try:
        delta = None if by == "reset" else parse_duration(by)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    settings = Settings.load()
    _check_allowed(settings)
    with open_records(settings) as database:
        offset = business_clock.reset(database) if delta is None else business_clock.move(database, delta)
    told = {"offset_s": offset.total_seconds(), "now": iso(utc_now() + offset)}
    if as_json:
        print_json(told)
    else:
        print(f"business time is now {told['now']}")


def _check_allowed(settings: Settings) -> None:
    """A running instance decides by how it was started, whatever this shell says."""
    running = running_instance(settings.run_dir)
    if not (running.test_clock if running else settings.test_clock):
        raise ConfigurationError("the clock can be moved only in a test instance: start it with BOT_TEST_CLOCK=1")
