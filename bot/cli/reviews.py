"""`reviews`: bad reviews of the shop's feed become tickets, each with a draft of a first reply that a person approves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.output import note
from bot.cli.records import open_records
from bot.settings import Settings

app = typer.Typer(help="What shoppers wrote about their orders in the shop.", no_args_is_help=True)
File = Annotated[
    Path,
    typer.Argument(exists=True, dir_okay=False, help="JSON lines: review_id, score, text, customer_id?, order_id?"),
]


@app.command("import")
def import_reviews(file: File) -> None:
    """Take in a feed; good reviews and known ones are passed over, a line at fault ends it with its number."""
    from bot.clock import steady_ms
    from bot.records.bad_ratings import BAD, BadRating, take_review

    bad: list[BadRating] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        found = _read(line, number)
        if found is not None and found["score"] <= BAD:
            bad.append(_bad(found, BadRating))
    with open_records(Settings.load()) as database:
        opened = sum(database.write_now(take_review, each, now_ms=steady_ms()) for each in bad)
    note(f"{opened} tickets opened, {len(bad) - opened} known")


def _bad(found: dict[str, Any], kind: Any) -> Any:
    return kind(
        key=f"review/{found['review_id']}",
        score=found["score"],
        words=str(found.get("text") or "")[:2_000],
        customer_id=found.get("customer_id"),
        order_id=found.get("order_id"),
    )


def _read(line: str, number: int) -> dict[str, Any] | None:
    """None for an empty line."""
    if not line.strip():
        return None
    try:
        found = json.loads(line)
        good = isinstance(found["review_id"], str) and type(found["score"]) is int and 1 <= found["score"] <= 5
        texts = all(
            found.get(name) is None or isinstance(found[name], str) for name in ("text", "customer_id", "order_id")
        )
    except (ValueError, KeyError, TypeError):
        good = texts = False
    if not (good and texts):
        note(
            f"line {number}: wanted review_id (text), score (1 to 5), text, customer_id, order_id; nothing was taken in"
        )
        raise typer.Exit(1)
    return dict(found)
