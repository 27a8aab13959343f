"""Another project's folder, given by --root: one that is none is said so at once, before a command reads it file by file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def a_project(root: Path) -> Path:
    """The folder as given. Raises BadParameter where nothing of a project is in it."""
    if not (root / "domain.yml").is_file() and not (root / "data" / "nlu").is_dir():
        raise typer.BadParameter(f"{root} is no project: it holds neither domain.yml nor data/nlu")
    return root


Root = Annotated[
    Path,
    typer.Option(
        "--root", help="Another project's folder.", exists=True, file_okay=False, show_default=False, callback=a_project
    ),
]
