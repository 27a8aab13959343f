"""`train`, `models`, `compare`, `promote` and `rollback`: the maintainers' loop."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.engine_noise import noise_aside
from bot.cli.output import note, paint, print_json, print_rows
from bot.cli.progress import steps
from bot.cli.records import open_records
from bot.settings import PROJECT_ROOT, Settings

if TYPE_CHECKING:
    from bot.records.database import Database
    from bot.training.comparing import Comparison
    from bot.training.promoting import Verdict
    from bot.training.registry import Model

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Name = Annotated[
    str | None, typer.Argument(metavar="MODEL", help="Its name, or the beginning of it.", show_default=False)
]
Root = Annotated[
    Path, typer.Option("--root", help="Another project's folder.", exists=True, file_okay=False, show_default=False)
]
Force = Annotated[bool, typer.Option("--force", help="Although a floor is broken; needs --reason, and is logged.")]
Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why; kept with the promotion.", show_default=False)
]
_WAIT_S = 30.0
_SHOWN = 12


def register(app: typer.Typer) -> None:
    app.command(epilog=_TRAIN, short_help="Makes a new model; not yet answering.")(train)
    app.command(epilog=_MODELS, short_help="The models, and who promoted which.")(models)
    app.command(epilog=_COMPARE, short_help="What another model would change.")(compare)
    app.command(epilog=_PROMOTE, short_help="Lets a model answer, if good enough.")(promote)
    app.command(epilog=_ROLLBACK, short_help="Back to the model before.")(rollback)


_TRAIN = """\b
Examples:
  xiaonuan train                        what changed, on config.yml
  xiaonuan train --config try.yml       the same data on another pipeline
  xiaonuan train --force                every part anew
  xiaonuan compare && xiaonuan promote  what usually follows
"""
_MODELS = """\b
Examples:
  xiaonuan models                       the models, and who promoted which
  xiaonuan models 20261127              the card of one
"""
_COMPARE = """\b
Examples:
  xiaonuan compare                      the newest against the one that answers
  xiaonuan compare 20261126 20261127    any two, by the beginning of their names
  xiaonuan compare --days 30 --json
"""
_PROMOTE = """\b
Examples:
  xiaonuan promote                      the newest, if it stands on all floors
  xiaonuan promote 20261127
  xiaonuan promote --force --reason "the new wish matters more"
"""
_ROLLBACK = """\b
Examples:
  xiaonuan rollback                     the one that answered before
  xiaonuan rollback 20261120            a certain one
"""


def train(
    config: Annotated[
        Path | None,
        typer.Option(help="Another config.yml.", exists=True, dir_okay=False, show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Train every part anew, whatever the cache holds.")] = False,
    root: Root = PROJECT_ROOT,
    as_json: Json = False,
) -> None:
    """Trains and registers a new model; parts that did not change are reused. It is not promoted.

    Ctrl-C leaves nothing half: finished parts are kept for the next training, the model that answers is not touched.
    """
    from bot.training.making import Order, make

    settings = Settings.load()
    with open_records(settings) as database:
        order = Order(root=root.resolve(), config=config.resolve() if config else None, force=force)
        with steps(_last_wall_s(database)) as tell, noise_aside(settings):
            model = make(database, settings, order, tell)
    card = model.card
    if as_json:
        print_json({"model": model.name, "card": card})
    else:
        print(model.name)
        note(f"{card['wall_s']:.0f} s, {card['peak_mb']} MB at most, {card['examples']} examples; {_headline(card)}")
        note(f"card: {settings.models_dir / model.name.replace('.tar.gz', '.md')}")
        note("`xiaonuan compare` shows what changes, `xiaonuan promote` lets it answer")


def _last_wall_s(database: Database) -> float | None:
    from bot.training import registry

    known = [model.card.get("wall_s") for model in database.read_now(registry.listed)]
    return next((float(wall_s) for wall_s in known if wall_s), None)


def _headline(card: dict[str, Any]) -> str:
    figures = card.get("figures") or {}
    return f"{figures['accuracy']:.3f} right on {figures['cases']} held-out sentences" if figures else "not measured"


def models(name: Name = None, as_json: Json = False) -> None:
    """The registered models, newest first, and the last promotions; with a name, that model's card.

    `fits`: trained with this domain and code.
    """
    from bot.training import promotions, registry

    settings = Settings.load()
    with open_records(settings) as database:
        if name is not None:
            _print_card(database.read_now(registry.find, name), as_json)
            return
        found, answering = database.read_now(registry.listed), database.read_now(registry.promoted)
        log = database.read_now(promotions.history)
        strangers = registry.strangers(settings, found)
    rows = [_row(model, answering, registry.code_fingerprint()) for model in found]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        row["right"] = row["card"].get("figures", {}).get("accuracy")
        row["right"] = None if row["right"] is None else f"{row['right']:.3f}"
        row["promoted"] = paint("answers", "green") if row["promoted"] else ""
    print_rows(rows[:_SHOWN], ("name", "promoted", "fits", "right", "created_at"))
    if log:
        print()
        print_rows(
            [
                {"at": each.at, "did": each.kind, "model": each.model, "who": each.who, "reason": each.reason}
                for each in log[:8]
            ],
            ("at", "did", "model", "who", "reason"),
        )
    for path in strangers:
        note(f"{path.name} was not trained by this instance and is never loaded")


def _row(model: Model, answering: Model | None, code: str) -> dict[str, Any]:
    return {
        "name": model.name,
        "promoted": answering is not None and model.name == answering.name,
        "fits": model.fits == code,
        "created_at": model.created_at,
        "card": model.card,
    }


def _print_card(model: Model, as_json: bool) -> None:
    from bot.training.card import as_page

    if as_json:
        print_json({"name": model.name, **model.card})
    elif "made_at" in model.card:
        print(as_page(model.name, model.card), end="")
    else:
        note(f"{model.name} has no card: it was made by an older version")


def compare(
    a: Annotated[str | None, typer.Argument(metavar="A", help="Default: what answers.", show_default=False)] = None,
    b: Annotated[str | None, typer.Argument(metavar="B", help="Default: the newest.", show_default=False)] = None,
    days: Annotated[int, typer.Option(min=1, max=365, help="How far back real messages are looked at.")] = 7,
    picture: Annotated[Path | None, typer.Option(help="Where to put the picture (PNG).", show_default=False)] = None,
    root: Root = PROJECT_ROOT,
    as_json: Json = False,
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


def promote(
    name: Name = None,
    force: Force = False,
    reason: Reason = "",
    root: Root = PROJECT_ROOT,
    as_json: Json = False,
) -> int:
    """Makes a model (the newest by default) the one that answers, if it stands on every floor; chats go on meanwhile.

    Floors: overall figures and each wish against tests/nlu/floor.json and against what answers now, mood, scope,
    processor time, stories, and what `xiaonuan test` found. Exit 1 when one is broken.
    """
    from bot.training import promoting, promotions
    from bot.training.card import who

    _need_reason(force, reason)
    settings = Settings.load()
    with open_records(settings) as database:
        with steps() as tell, noise_aside(settings):
            verdict = promoting.judge(database, settings, name, tell, root.resolve())
        for line in (*verdict.broken, *(() if as_json else verdict.unknown)):
            note(line)
        if verdict.broken and not force:
            return _refused(verdict, as_json)
        decision = promotions.Decision(
            who=who(), reason=reason, broken=verdict.broken if force else (), looked_at=verdict.looked_at
        )
        model, changed = promotions.promote(database, verdict.model.name, decision)
        answered = _wait_for_workers(database, settings, model) if changed else True
    print_json({"model": model.name, "changed": changed, "broken": verdict.broken}) if as_json else print(model.name)
    if not changed:
        note("it is the promoted one already: nothing changed")
    return 0 if answered else 1


def _need_reason(force: bool, reason: str) -> None:
    if force and not reason.strip():
        raise typer.BadParameter('say why: --force --reason "…"; it is kept with the promotion')


def _refused(verdict: Verdict, as_json: bool) -> int:
    if as_json:
        print_json({"model": verdict.model.name, "changed": False, "broken": verdict.broken})
    note(f'{verdict.model.name} is not promoted. If it must be all the same: --force --reason "…"')
    return 1


def rollback(name: Name = None, force: Force = False, reason: Reason = "", as_json: Json = False) -> int:
    """Goes back to the model that answered before, or to the named one, within seconds. Exit 1 when there is none."""
    from bot.errors import ConfigurationError
    from bot.training import promoting, promotions, registry
    from bot.training.card import who

    _need_reason(force, reason)
    settings = Settings.load()
    with open_records(settings) as database:
        last = database.read_now(promotions.history, 1)
        model = promoting.wanted(database, settings, name) if name else database.read_now(promotions.before)
        registry.verified_archive(settings, model)
        if model.fits != registry.code_fingerprint() and not force:
            raise ConfigurationError(
                f"{model.name} was trained with another domain, configuration or code; go back to that version of the "
                'files, or `xiaonuan rollback --force --reason "…"`'
            )
        decision = promotions.Decision(
            kind="rollback", who=who(), reason=reason or "rollback", looked_at=last[0].id if last else 0
        )
        model = promotions.rollback(database, model.name, decision)
        answered = _wait_for_workers(database, settings, model)
    print_json({"model": model.name}) if as_json else print(model.name)
    return 0 if answered else 1


def _wait_for_workers(database: Database, settings: Settings, model: Model) -> bool:
    """Whether every worker of a running instance answers with it; True at once where nothing runs."""
    from bot.clock import steady_ms
    from bot.records import presence

    began_s = time.monotonic()
    while True:
        workers = database.read_now(presence.alive, "worker", now_ms=steady_ms())
        if not workers:
            return True
        if all(worker.model == model.name for worker in workers):
            note(
                f"{len(workers)} worker{'s' if len(workers) > 1 else ''} answer with it ({time.monotonic() - began_s:.1f} s)"
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
