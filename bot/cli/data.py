"""`data check`: what is wrong with the training data, and what to do."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output import note, paint, print_json
from bot.cli.project import Root
from bot.settings import PROJECT_ROOT

if TYPE_CHECKING:
    from bot.training.checks.finding import Finding

app = typer.Typer(help="The training data.", no_args_is_help=True, rich_markup_mode=None)

_EXAMPLES = """\b
Examples:
  xiaonuan data check           faults, and the first notices of each kind
  xiaonuan data check --fix     mends what needs no judgement, then checks
  xiaonuan data check --all     every notice too
  xiaonuan data check --json    one list, for another program
"""
_SHOWN_FAULTS = 25
_SHOWN_NOTICES = 2  # of each kind


@app.callback()
def _group() -> None:
    """The training data: what is wrong with it."""


@app.command(epilog=_EXAMPLES)
def check(
    fix: Annotated[
        bool,
        typer.Option("--fix", help="Mend byte-order marks, line ends, trailing blanks, exact doubles, the order."),
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="Every notice, not only the first of each kind.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
    root: Root = PROJECT_ROOT,
) -> int:
    """Everything that can be wrong in data/, domain.yml, rules and stories, in seconds: by file and line, with what to do.

    Exit 0: no faults (notices alone are fine). 1: faults, which `train` would die of or learn wrongly.
    """
    from bot.training import check as checking
    from bot.training.mend import mend

    if fix:
        for mended in mend(root):
            note(f"mended {_shown(mended.path, root)}: {', '.join(mended.what)}")
    findings = checking.run(root)
    if as_json:
        print_json(findings)
    else:
        _print(findings, root, everything)
    faults = sum(finding.severity == "fault" for finding in findings)
    fixable = sum(finding.fixable for finding in findings)
    hint = f" ({fixable} that --fix mends)" if fixable else ""
    note(f"{faults} faults, {len(findings) - faults} notices{hint}")
    return 1 if faults else 0


def _print(findings: list[Finding], root: Path, everything: bool) -> None:
    faults = [finding for finding in findings if finding.severity == "fault"]
    notices = [finding for finding in findings if finding.severity == "notice"]
    shown = faults if everything else faults[:_SHOWN_FAULTS]
    for finding in shown:
        print(_line(finding, root))
    if len(shown) < len(faults):
        print(f"… and {len(faults) - len(shown)} more faults: --all shows them")
    counts: Counter[str] = Counter()
    for finding in notices:
        counts[finding.kind] += 1
        if everything or counts[finding.kind] <= _SHOWN_NOTICES:
            print(_line(finding, root))
    for kind, count in counts.items():
        if not everything and count > _SHOWN_NOTICES:
            print(f"… and {count - _SHOWN_NOTICES} more of “{kind}”: --all shows them")


def _line(finding: Finding, root: Path) -> str:
    place = f"{_shown(finding.path, root)}:{finding.line}" if finding.line else _shown(finding.path, root)
    colour = "red" if finding.severity == "fault" else "yellow"
    return f"{place}: {paint(finding.severity, colour)}: {finding.problem} → {finding.advice}"


def _shown(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
