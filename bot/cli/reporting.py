"""`report`: the figures that shops read, in the terminal, as JSON or CSV. The page /report shows the same."""

from __future__ import annotations

import csv
import sys
from typing import Annotated, Any

import typer

from bot.cli.output import note, paint, print_json, print_rows
from bot.cli.records import open_records
from bot.settings import Settings

_EXAMPLES = """\b
Examples:
  xiaonuan report                                     the last seven days
  xiaonuan report --from 2026-11-01 --by week
  xiaonuan report --by topic --csv > topics.csv
"""
_BY = ("day", "week", "topic", "agent")
First = Annotated[
    str, typer.Option("--from", metavar="DATE", help="the first day, such as 2026-11-22; six days before --to")
]
Last = Annotated[str, typer.Option("--to", metavar="DATE", help="the last day; today")]
By = Annotated[str, typer.Option("--by", help=", ".join(_BY), autocompletion=lambda: list(_BY))]
Json = Annotated[bool, typer.Option("--json", help="One JSON document: figures, rows and why.")]
Csv = Annotated[bool, typer.Option("--csv", help="The rows as CSV.")]


def register(app: typer.Typer) -> None:
    app.command(epilog=_EXAMPLES, short_help="What came of the last days, in figures.")(report)


def report(first: First = "", last: Last = "", by: By = "day", as_json: Json = False, as_csv: Csv = False) -> None:
    """Figures of the desk and the bot beside those of the days before: what changed, and where shoppers give up."""
    from bot.clock import steady_ms, utc_now
    from bot.errors import InvalidFrame
    from bot.records.report import report as reports

    if by not in _BY:
        raise typer.BadParameter(f"--by must be one of {', '.join(_BY)}")
    settings = Settings.load()
    try:
        days = reports.wanted_days(first or None, last or None, settings.timezone, utc_now())
    except InvalidFrame as error:
        raise typer.BadParameter(str(error)) from error
    with open_records(settings) as database:
        found = database.read_now(reports.read, days, by=by, now_ms=steady_ms())
    if as_json:
        print_json(found)
    elif as_csv:
        _print_csv(found["rows"])
    else:
        _print_report(found)


def _print_csv(rows: list[dict[str, Any]]) -> None:
    """As the page's download: into a file with a byte-order mark, without which spreadsheets misread Chinese."""
    writer = csv.writer(sys.stdout)
    if not rows:
        note("no rows: nothing happened in these days")
        return
    if not sys.stdout.isatty():
        sys.stdout.write("\ufeff")
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow(["" if value is None else _harmless(value) for value in row.values()])


def _harmless(value: Any) -> Any:
    """A spreadsheet takes a leading =, +, - or @ for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else value


def _print_report(found: dict[str, Any]) -> None:
    note(f"{found['from']} – {found['to']}, beside as many days before")
    print_rows(
        [
            {"figure": each["title"], "now": said(each, each["value"]), "before": said(each, each["before"]),
             "change": _change(each), "of": each["of"]}
            for each in found["figures"]
        ],
        ("figure", "now", "before", "change", "of"),
    )  # fmt: skip
    for name, heading in (("wishes", "问得最多"), ("unsolved", "没解决的"), ("given_up", "等不到人就离开的")):
        if found[name]:
            print()
            print_rows([{heading: each["title"], "now": each["count"], "before": each["before"]} for each in found[name]],
                       (heading, "now", "before"))  # fmt: skip
    print()
    _print_split(found)


def _print_split(found: dict[str, Any]) -> None:
    shown = ("received", "first_response_s", "three_minute_rate", "bot_solved", "to_person", "solved_once", "satisfied")
    kinds = {each["name"]: each for each in found["figures"]}
    rows = [
        {found["by"]: row["title"], "咨询": row["consultations"]}
        | {kinds[name]["title"]: said(kinds[name], row[name]) for name in shown}
        for row in found["rows"]
    ]
    print_rows(rows, (found["by"], "咨询", *(kinds[name]["title"] for name in shown)))


def said(kind: dict[str, Any], value: float | None) -> str:
    """A figure in the words of a terminal: people, seconds or a percentage."""
    if value is None:
        return "-"
    if kind["counts"] == "people":
        return str(int(value))
    if kind["counts"] == "mean":
        return (
            f"{value:.0f} s" if value < 600 else f"{value / 60:.0f} min" if value < 36_000 else f"{value / 3600:.0f} h"
        )
    return f"{value:.1%}"


def _change(each: dict[str, Any]) -> str:
    now, before = each["value"], each["before"]
    if now is None or before is None or now == before:
        return "-" if now is None or before is None else "="
    arrow = "↑" if now > before else "↓"
    better = each["better"]
    if better == "none":
        return arrow
    return paint(arrow, "green" if (now > before) == (better == "more") else "red")
