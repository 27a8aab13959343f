"""`nlu parse` and `evaluate`: what the promoted model makes of texts."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.engine_noise import noise_aside
from bot.cli.model_file import model_file
from bot.cli.output import print_json, to_json
from bot.settings import Settings

app = typer.Typer(help="The promoted model, judged without context.", no_args_is_help=True, rich_markup_mode=None)


def register(root: typer.Typer) -> None:
    root.command()(evaluate)


@app.command()
def parse() -> None:
    """Reads texts from stdin, one a line, and writes one JSON line each."""
    settings = Settings.load()
    archive = model_file(settings)
    with noise_aside(settings):
        from bot.training.parse import Parser

        parser = Parser(archive)
    for text in texts_of(sys.stdin.buffer):
        sys.stdout.write(to_json(parser.parse(text)) + "\n")
        sys.stdout.flush()


def texts_of(lines: Iterator[bytes]) -> Iterator[str]:
    """Lines end at \\n only: \\r, U+2028 and form feeds belong to the text. Bytes that are no UTF-8 become U+FFFD."""
    for line in lines:
        yield line.removesuffix(b"\n").decode(errors="replace")


def evaluate(
    data: Annotated[Path, typer.Option(exists=True, dir_okay=False, help='JSON lines {"text","intent"}.')],
    model: Annotated[str | None, typer.Option(help="A registered model instead of the promoted one.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Accuracy, macro-F1, per intent, confusions, calibration and latency on a file."""
    settings = Settings.load()
    archive = model_file(settings, model)
    with noise_aside(settings):
        from bot.training import evaluate as evaluation

        report = evaluation.run(data, archive)
    if as_json:
        print_json(report)
    else:
        print(report)
