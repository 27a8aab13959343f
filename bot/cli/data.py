"""`data check`: what is wrong with the training data, and what to do."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.output import note, print_json
from bot.settings import PROJECT_ROOT

app = typer.Typer(help="The training data.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """Keeps `check` a sub-command while it is the only one."""


@app.command()
def check(as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False) -> int:
    """Near-duplicates, leaks, conflicting labels, missing counts. Exit 1 when there are faults; notices alone are fine."""
    from bot.training import check as checking

    findings = checking.run(PROJECT_ROOT)
    if as_json:
        print_json(findings)
    else:
        for finding in findings:
            print(finding)
    faults = sum(finding.severity == "fault" for finding in findings)
    note(f"{faults} faults, {len(findings) - faults} notices")
    return 1 if faults else 0
