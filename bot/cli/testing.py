"""`test`: stories, whole conversations and the language model's floors, in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import completion
from bot.cli.engine_noise import noise_aside
from bot.cli.output import note, paint, print_json, print_rows
from bot.cli.progress import steps
from bot.cli.project import Root
from bot.cli.records import open_records
from bot.settings import PROJECT_ROOT, Settings

if TYPE_CHECKING:
    from bot.training.testing import Tested

_EXAMPLES = """\b
Examples:
  xiaonuan test                    the model that answers (or the newest)
  xiaonuan test 20261127           another one, before it is promoted
  xiaonuan test --only delivery    conversations of one file or name
  xiaonuan test --skip-e2e         stories and floors only, in seconds
"""
_SHOWN = 15
Named = Annotated[
    str | None,
    typer.Argument(
        metavar="MODEL",
        help="Its name, or the beginning of it.",
        show_default=False,
        autocompletion=completion.model_names,
    ),
]
Only = Annotated[
    str,
    typer.Option(
        metavar="WORDS",
        help="Files or names that hold this.",
        show_default=False,
        autocompletion=completion.conversation_topics,
    ),
]


def register(app: typer.Typer) -> None:
    app.command(epilog=_EXAMPLES, short_help="Stories, whole conversations, floors.")(test)


def test(
    model: Named = None,
    only: Only = "",
    skip_e2e: Annotated[bool, typer.Option("--skip-e2e", help="No conversations: nothing is started.")] = False,
    root: Root = PROJECT_ROOT,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> int:
    """Stories (tests/stories), conversations with a real instance (tests/e2e) and the language model's floors (tests/nlu).

    The conversations talk to an instance of their own, with real processes and a fresh demo shop; the one that runs is not
    touched. What is found goes into the model's card, where `promote` looks. Exit 1 when anything failed.
    """
    from bot.training.testing import Wanted, run_tests

    settings = Settings.load()
    with open_records(settings) as database, steps() as tell, noise_aside(settings):
        found = run_tests(
            database, settings, Wanted(model=model, only=only, e2e=not skip_e2e, root=root.resolve()), tell
        )
    if as_json:
        print_json(_document(found))
    else:
        _print(found)
    return 0 if found.passed else 1


def _document(found: Tested) -> dict[str, Any]:
    return {"model": found.model, "passed": found.passed, "kinds": list(found.kinds)}


def _print(found: Tested) -> None:
    rows = [
        {
            "kind": kind.name,
            "passed": kind.passed,
            "of": kind.of,
            "lacking": kind.lacking or "",
            "": paint("ok", "green") if kind.ok else paint("failed", "red"),
        }
        for kind in found.kinds
    ]
    print_rows(rows, ("kind", "passed", "of", "lacking", ""))
    failures = [failure for kind in found.kinds for failure in kind.failures]
    for failure in failures[:_SHOWN]:
        print(f"{paint('failed', 'red')}  {failure}")
    if len(failures) > _SHOWN:
        print(f"… and {len(failures) - _SHOWN} more: --json has all of them")
    note(f"model {found.model}")
