"""`review`: what the bot missed in the last days, labelled in the terminal or by a table; and stories from real chats."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.output import note, print_json, print_rows
from bot.cli.progress import steps
from bot.cli.project import Root
from bot.cli.records import open_records
from bot.cli.review_keeping import Keeping, keep, tell_so_far
from bot.settings import PROJECT_ROOT, Settings

if TYPE_CHECKING:
    from bot.records.database import Database
    from bot.training.review.advisor import Advisor
    from bot.training.review.desk import Pile

_EXAMPLES = """\b
Examples:
  xiaonuan review                           label in the terminal; q ends it and keeps what was done
  xiaonuan review --dry-run                 the same, and nothing is written
  xiaonuan review --export missed.csv       as a table; fill in the column intent (or skip)
  xiaonuan review --import missed.csv       take the table in
  xiaonuan review --stories                 whole conversations as test stories, to read and put into tests/stories
"""
_SHOWN, _STORIES = 20, 5


def register(app: typer.Typer) -> None:
    app.command(epilog=_EXAMPLES, short_help="What the bot missed, to be labelled.")(review)


def review(
    days: Annotated[int, typer.Option(min=1, max=365, help="How far back messages are looked at.")] = 7,
    most: Annotated[int, typer.Option(min=1, help="At most so many clusters, the most frequent.")] = 300,
    export: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", dir_okay=False, help="Write a table instead of asking.", show_default=False),
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(
            "--import", metavar="FILE.csv", exists=True, dir_okay=False, help="Take a table in.", show_default=False
        ),
    ] = None,
    stories: Annotated[bool, typer.Option("--stories", help="Propose test stories from conversations.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be written, write nothing.")] = False,
    root: Root = PROJECT_ROOT,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document; nothing is asked.")] = False,
) -> int:
    """Messages that the bot missed: alike ones together, the most frequent first, masked, never shown twice.

    Missed: not sure, low confidence, corrected by a button or an agent's tag, “did not help”, a person asked for at once,
    rated 1 or 2. Labels go into data/nlu; then `xiaonuan train`.
    """
    _need_one_way(export=export, table=table, stories=stories)
    with open_records(Settings.load()) as database:
        if stories:
            return _stories(database, days, root, as_json)
        pile, advisor = _read(database, root, days, most if table is None else 0)
        if table is not None:
            return _import(Keeping(database, root, advisor, dry_run, as_json), pile, table)
        if export is not None:
            return _export(pile, advisor, export, as_json)
        if as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
            return _listed(database, pile, advisor, as_json)
        return _ask(Keeping(database, root, advisor, dry_run), pile, days)


def _need_one_way(*, export: Path | None, table: Path | None, stories: bool) -> None:
    if (export is not None) + (table is not None) + stories > 1:
        raise typer.BadParameter("--export, --import and --stories are three ways: choose one")
    if export is not None and export.exists():
        raise typer.BadParameter(
            f"{export} is there already, and somebody may have labelled in it: `--import` it first, or choose another name"
        )
    if export is not None and not export.absolute().parent.is_dir():
        raise typer.BadParameter(f"there is no folder {export.absolute().parent}: make it first")


def _read(database: Database, root: Path, days: int, most: int) -> tuple[Pile, Advisor]:
    from bot.training.review import desk

    with steps() as tell:
        tell("reading what was heard")
        pile = desk.pile(database, root, days=days, most=most)
        tell(f"{len(pile.candidates)} missed texts; making suggestions from {len(pile.examples)} examples")
        return pile, desk.advisor(pile)


def _ask(keeping: Keeping, pile: Pile, days: int) -> int:
    from bot.cli.review_screen import sit
    from bot.training.review.session import Sitting

    if not pile.clusters:
        note(f"nothing waits: what was missed in the last {days} days was looked at. --days looks further back")
        return 0
    sitting = Sitting(list(pile.clusters), tell=keeping.advisor.learn)
    with _ending_is_no_loss():
        sit(sitting, keeping.advisor.suggest)
    return keep(keeping, sitting.labels, sitting.looks)


@contextmanager
def _ending_is_no_loss() -> Iterator[None]:
    """Ctrl-C, Ctrl-D, SIGTERM and a terminal that is gone end the questions; what follows still happens."""

    def end(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    except (KeyboardInterrupt, EOFError):
        with suppress(OSError):
            note("stopped: what was decided is kept")
    finally:
        for number in before:
            signal.signal(number, signal.SIG_IGN)  # nothing may stop the writing, which takes a moment


def _import(keeping: Keeping, pile: Pile, table: Path) -> int:
    from bot.training.review.session import looks_of
    from bot.training.review.sheet import read_csv

    rows, gone = read_csv(table, {each.key: each for each in pile.candidates})
    if gone:
        note(f"{gone} rows are no candidates any more (looked at meanwhile, erased, or older than --days): passed over")
    labels = [(row.text, row.intent) for row in rows if row.intent]
    looks = [look for row in rows for look in looks_of(row.candidate, row.intent)]
    return keep(keeping, labels, looks)


def _export(pile: Pile, advisor: Advisor, path: Path, as_json: bool) -> int:
    from bot.training.review.sheet import as_csv

    path.write_text(as_csv(pile.clusters, advisor.suggest), encoding="utf-8")
    texts = sum(len(cluster.candidates) for cluster in pile.clusters)
    if as_json:
        print_json({"file": path, "texts": texts, "of": len(pile.candidates), "clusters": len(pile.clusters)})
    note(
        f"{path}: {texts} of {len(pile.candidates)} texts, in {len(pile.clusters)} clusters; fill in the column intent"
    )
    return 0


def _listed(database: Database, pile: Pile, advisor: Advisor, as_json: bool) -> int:
    shown = pile.clusters if as_json else pile.clusters[:_SHOWN]
    rows: list[dict[str, Any]] = [
        {
            "times": cluster.times,
            "texts": [each.text for each in cluster.candidates],
            "text": cluster.candidates[0].text,
            "of": len(cluster.candidates),
            "suggestions": advisor.suggest(cluster),
            "reasons": sorted({reason for each in cluster.candidates for reason in each.reasons}),
        }
        for cluster in shown
    ]
    if as_json:
        print_json(rows)
        return 0
    for row in rows:
        row["suggestions"], row["reasons"] = " ".join(row["suggestions"][:2]), " ".join(row["reasons"])
    print_rows(rows, ("times", "of", "text", "suggestions", "reasons"))
    note(
        f"{len(pile.clusters)} clusters of {len(pile.candidates)} texts; in a terminal `xiaonuan review` asks about them"
    )
    tell_so_far(database)
    return 0


def _stories(database: Database, days: int, root: Path, as_json: bool) -> int:
    from bot.records import heard
    from bot.training.comparing import actions_of
    from bot.training.review import desk, stories

    talks = database.read_now(heard.talks_since, since_ms=desk.since_ms(days))
    answers = actions_of(root)
    found = [
        stories.propose(talks[each], database.read_now(heard.actions_of, each), answers)
        for each in stories.worth_telling(talks, _STORIES)
    ]
    if as_json:
        print_json(found)
        return 0
    print('version: "3.1"\nstories:')
    print("\n".join(each.yaml for each in found), end="")
    note(f"{len(found)} stories; read them, put the right wish and action, save under tests/stories, `xiaonuan test`")
    return 0
