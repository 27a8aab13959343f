"""`compare`: two models side by side, as a table, examples and a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import completion
from bot.cli.engine_noise import noise_aside
from bot.cli.output import note, paint, print_json, print_rows
from bot.cli.progress import steps
from bot.cli.records import open_records
from bot.settings import PROJECT_ROOT, Settings

if TYPE_CHECKING:
    from bot.records.database import Database
    from bot.training.comparing import Comparison
    from bot.training.registry import Model

_COMPARE = """\b
Examples:
  xiaonuan compare                      the newest against the one that answers
  xiaonuan compare 20261126 20261127    any two, by the beginning of their names
  xiaonuan compare --days 30 --json
"""
_NAMED: dict[str, Any] = {"show_default": False, "autocompletion": completion.model_names}


def register(app: typer.Typer) -> None:
    app.command(epilog=_COMPARE, short_help="What another model would change.")(compare)


def compare(
    a: Annotated[str | None, typer.Argument(metavar="A", help="Default: what answers.", **_NAMED)] = None,
    b: Annotated[str | None, typer.Argument(metavar="B", help="Default: the newest.", **_NAMED)] = None,
    days: Annotated[int, typer.Option(min=1, max=365, help="How far back real messages are looked at.")] = 7,
    picture: Annotated[Path | None, typer.Option(help="Where to put the picture (PNG).", show_default=False)] = None,
    root: Annotated[
        Path, typer.Option("--root", help="Another project's folder.", exists=True, file_okay=False, show_default=False)
    ] = PROJECT_ROOT,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> int:
    """Two models on the held-out sentences and on the last days' real messages: which answers would change. With a picture.

    With one name: what answers now against that one. Exit 1 when B breaks a floor that `promote` would refuse.
    """
    from bot.training import comparing, floors, registry
    from bot.training.comparison_picture import draw

    settings = Settings.load()
    with open_records(settings) as database:
        one, two = _pair(database, settings, a, b)
        archives = registry.verified_archive(settings, one), registry.verified_archive(settings, two)
        texts = database.read_now(comparing.recent_texts, days=days)
    with steps() as tell, noise_aside(settings):
        from bot.cli.live_catalogue import read_catalogue

        tell(f"judging with {one.name} and {two.name}: the held-out sentences and {len(texts)} real messages")
        read_catalogue(settings)
        found = comparing.compare(root, archives, texts, days)
        path = picture or settings.models_dir / f"compare-{_stem(one)}-{_stem(two)}.png"
        draw(found, path)
    broken = floors.broken(found.figures_b, floors.read_floors(root), found.figures_a)
    if as_json:
        drawn = str(path) if path.is_file() else None
        print_json({"comparison": found, "broken": [str(each) for each in broken], "picture": drawn})
    else:
        _print_comparison(found, [str(each) for each in broken], path)
    return 1 if broken else 0


def _pair(database: Database, settings: Settings, a: str | None, b: str | None) -> tuple[Model, Model]:
    from bot.errors import NotFound
    from bot.training import registry
    from bot.training.promoting import wanted

    if a is not None and b is None:
        a, b = None, a
    one = database.read_now(registry.promoted) if a is None else wanted(database, settings, a)
    if one is None:
        raise NotFound("nothing is promoted to compare with: name two models, see `xiaonuan models`")
    two = wanted(database, settings, b)
    if one.name == two.name:
        raise NotFound(f"{one.name} is both: train another one, or name two (`xiaonuan models`)")
    return one, two


def _stem(model: Model) -> str:
    return model.name.removesuffix(".tar.gz")


def _print_comparison(found: Comparison, broken: list[str], picture: Path) -> None:
    if found.figures_b:
        names = (
            "accuracy",
            "top3",
            "macro_f1",
            "scope_recall",
            "scope_found",
            "emotion_recall",
            "emotion_precision",
            "cpu_ms",
        )
        rows = [
            {"figure": name, "A": _shown(found.figures_a.get(name)), "B": _shown(found.figures_b.get(name))}
            for name in names
        ]
        print(f"A  {found.a}\nB  {found.b}\n")
        print_rows(rows, ("figure", "A", "B"))
        print(f"\nheld-out sentences that only B gets right: {found.better}, only A: {found.worse}")
        for text, true, said in found.worse_examples[:3]:
            print(f"  {paint('worse', 'red')}  “{text}” is {true}, B says {said}")
    real = found.real
    if not real.messages:
        print(f"\nnobody wrote in the last {real.days} days: nothing real to compare on")
    else:
        print(
            f"\nof {real.messages} real messages of {real.days} days {real.changed} are understood otherwise, "
            f"{real.answered_otherwise} get another answer:"
        )
        for change in real.changes[:6]:
            mark = "" if change.answers else " (same answer)"
            print(f"  {change.times:>4} × {change.before} → {change.after}{mark}: " + " / ".join(change.examples))
    for line in broken:
        print(f"{paint('broken', 'red')}  {line}")
    if picture.is_file():
        note(f"picture: {picture}")


def _shown(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else "-" if value is None else str(value)
