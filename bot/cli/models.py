"""`train`, `models`, `promote` and `rollback`: the maintainers' loop; `compare` is beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import comparing, completion
from bot.cli.engine_noise import noise_aside
from bot.cli.output import note, paint, print_json, print_rows
from bot.cli.progress import steps
from bot.cli.project import Root
from bot.cli.records import open_records
from bot.cli.swapping import wait_for_workers
from bot.settings import PROJECT_ROOT, Settings

if TYPE_CHECKING:
    from bot.records.database import Database
    from bot.training.promoting import Verdict
    from bot.training.promotions import Promotion
    from bot.training.registry import Model

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Name = Annotated[
    str | None,
    typer.Argument(
        metavar="MODEL",
        help="Its name, or the beginning of it.",
        show_default=False,
        autocompletion=completion.model_names,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Although a floor is broken; needs --reason, and is logged.")]
Unfit = Annotated[
    bool,
    typer.Option("--force", help="Although it was trained with another domain or code; needs --reason, and is logged."),
]
Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why; kept with the promotion.", show_default=False)
]
_SHOWN = 12


def register(app: typer.Typer) -> None:
    app.command(epilog=_TRAIN, short_help="Makes a new model; not yet answering.")(train)
    app.command(epilog=_MODELS, short_help="The models, and who promoted which.")(models)
    comparing.register(app)
    app.command(epilog=_PROMOTE, short_help="Lets a model answer, if good enough.")(promote)
    app.command(epilog=_ROLLBACK, short_help="Back to the model before.")(rollback)


_TRAIN = """\b
Examples:
  xiaonuan train                        what changed, on config.yml
  xiaonuan train --config try.yml       the same data on another pipeline
  xiaonuan train --force                every part anew, from nothing
  xiaonuan train --unlabelled chats.txt learn from the shop's own lines too, one a line
  xiaonuan compare && xiaonuan promote  what usually follows
"""
_MODELS = """\b
Examples:
  xiaonuan models                       the models, and who promoted which
  xiaonuan models 20261127              the card of one
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
    unlabelled: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Messages without labels, one a line.", exists=True, dir_okay=False, show_default=False
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Train every part anew, whatever the cache holds.")] = False,
    root: Root = PROJECT_ROOT,
    as_json: Json = False,
) -> None:
    """Trains and registers a new model; it is not promoted. Parts that did not change are reused; where few examples
    changed (a twentieth), the rest goes on from the model that answers. The card says which.

    Ctrl-C leaves nothing half: finished parts are kept for the next training, the model that answers is not touched.
    """
    from bot.training.making import Order, make

    settings = Settings.load()
    with open_records(settings) as database:
        order = Order(
            root=root.resolve(), config=config.resolve() if config else None, unlabelled=unlabelled, force=force
        )
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
                {"at": each.at, "did": each.kind, "model": each.model, "who": each.who, "reason": _reason(each)}
                for each in log[:8]
            ],
            ("at", "did", "model", "who", "reason"),
        )
    for model in found:
        if not (settings.models_dir / model.name).is_file():
            note(f"{model.name}: its file is gone, so it cannot answer any more")
    for path in strangers:
        note(f"{path.name} was not trained by this instance and is never loaded")


def _reason(promotion: Promotion) -> str:
    """With what it was forced over."""
    over = f" (over: {'; '.join(promotion.broken)})" if promotion.broken else ""
    return promotion.reason + over


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
        answered = wait_for_workers(database, settings, model) if changed else True
    print_json({"model": model.name, "changed": changed, "broken": verdict.broken}) if as_json else print(model.name)
    if not changed:
        kept = ", but the reason is kept" if reason.strip() else ""
        note(f"it is the promoted one already: nothing changed{kept}")
    return 0 if answered else 1


def _need_reason(force: bool, reason: str) -> None:
    if force and not reason.strip():
        raise typer.BadParameter('say why: --force --reason "…"; it is kept with the promotion')


def _refused(verdict: Verdict, as_json: bool) -> int:
    if as_json:
        print_json({"model": verdict.model.name, "changed": False, "broken": verdict.broken})
    note(f'{verdict.model.name} is not promoted. If it must be all the same: --force --reason "…"')
    return 1


def rollback(name: Name = None, force: Unfit = False, reason: Reason = "", as_json: Json = False) -> int:
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
        answered = wait_for_workers(database, settings, model)
    print_json({"model": model.name}) if as_json else print(model.name)
    return 0 if answered else 1
