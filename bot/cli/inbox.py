"""`inbox`: what shoppers left for the shop's people, until the agents' desk shows it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from bot.cli.output import print_json, print_rows
from bot.cli.records import open_records
from bot.settings import Settings

_COLUMNS = ("at", "reason", "contact", "order_id", "text", "conversation_id")
Limit = Annotated[int, typer.Option(min=1, max=10_000, help="How many, newest first.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]


def register(app: typer.Typer) -> None:
    app.command()(inbox)


def inbox(limit: Limit = 50, as_json: Json = False) -> None:
    """Messages that shoppers left for the shop (转人工), newest first."""
    from bot.records.shop_messages import newest

    with open_records(Settings.load()) as database:
        rows: list[dict[str, Any]] = [
            {name: getattr(message, name) for name in _COLUMNS} for message in database.read_now(newest, limit=limit)
        ]
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, _COLUMNS)
