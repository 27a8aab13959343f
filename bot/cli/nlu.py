"""`nlu parse` and `evaluate`: what the promoted model makes of texts."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.completion import model_names
from bot.cli.engine_noise import noise_aside
from bot.cli.live_catalogue import read_catalogue
from bot.cli.model_file import model_file
from bot.cli.output import note, print_json, print_rows, to_json
from bot.errors import ConfigurationError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.training.evaluate import Report

app = typer.Typer(help="The promoted model, judged without context.", no_args_is_help=True, rich_markup_mode=None)


def register(root: typer.Typer) -> None:
    root.command(epilog=_EVALUATE, short_help="How good a model is on a labelled file.")(evaluate)


_EVALUATE = """\b
Examples:
  xiaonuan evaluate --data tests/nlu/heldout.jsonl
  xiaonuan evaluate --data mine.jsonl --model 20261127 --json
"""
_PARSE = """\b
Example:
  echo 我的快递到哪了 | xiaonuan nlu parse
"""


@app.command(epilog=_PARSE)
def parse() -> None:
    """Reads texts from stdin, one a line, and writes one JSON line each."""
    settings = Settings.load()
    archive = model_file(settings)
    with noise_aside(settings):
        from bot.training.parse import Parser

        read_catalogue(settings)
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
    model: Annotated[
        str | None,
        typer.Option(help="A registered model instead of the promoted one.", autocompletion=model_names),
    ] = None,
    picture: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Where the confusion matrix goes; else beside the data.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Accuracy, macro-F1, per intent, confusions, calibration and latency on a file, and a picture of the confusions."""
    from bot.training import evaluate as evaluation
    from bot.training.confusion_picture import draw

    try:
        labelled = evaluation.read_cases(data)
    except evaluation.CasesFault as fault:
        raise typer.BadParameter(str(fault), param_hint="--data") from fault
    settings = Settings.load()
    archive = model_file(settings, model)
    drawn = picture or data.with_suffix(".confusions.png")
    with noise_aside(settings):
        read_catalogue(settings)
        cases = evaluation.judge_all(labelled, archive)
        try:
            draw(cases, drawn)
        except OSError as refusal:
            raise ConfigurationError(
                f"{drawn} cannot be written ({refusal.strerror}): give --picture a place"
            ) from refusal
    report = evaluation.report(cases)
    if as_json:
        print_json({**dataclasses.asdict(report), "picture": str(drawn)})
    else:
        _print_report(report)
        note(f"the confusion matrix is in {drawn}")


def _print_report(report: Report) -> None:
    figures = dataclasses.asdict(report)
    intents = figures.pop("per_intent")
    single = {name: value for name, value in figures.items() if not isinstance(value, (dict, list))}
    print_rows([{"figure": name, "value": _rounded(value)} for name, value in single.items()], ("figure", "value"))
    for name in ("per_topic", "per_length"):
        print()
        print_rows([{name: key, "accuracy": _rounded(value)} for key, value in figures[name].items()],
                   (name, "accuracy"))  # fmt: skip
    print()
    rows = [{"intent": name, **{key: _rounded(value) for key, value in row.items()}} for name, row in intents.items()]
    print_rows(rows, tuple(rows[0]) if rows else ("intent",))
    print()
    print_rows([dict(zip(("true", "said", "times"), each, strict=True)) for each in report.confusions],
               ("true", "said", "times"))  # fmt: skip


def _rounded(value: object) -> object:
    return round(value, 3) if isinstance(value, float) else value
