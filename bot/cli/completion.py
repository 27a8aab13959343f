"""`completion bash|zsh`: a script that a shell sources, so that Tab completes commands, options, names of models and topics.

The shell calls `xiaonuan` again for each Tab; `answer_shell` makes that work. Both rest on Typer's own completion, whose
module is not public: the version is locked and a test asks for a completion.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from bot.errors import XiaonuanError
from bot.settings import PROJECT_ROOT, Settings

VARIABLE = "_XIAONUAN_COMPLETE"


class Shell(str, Enum):
    bash = "bash"
    zsh = "zsh"


_EXAMPLES = """\b
Examples:
  source <(xiaonuan completion bash)            now, in this shell
  xiaonuan completion bash >> ~/.bashrc         always
  xiaonuan completion zsh > ~/.zfunc/_xiaonuan  with ~/.zfunc in fpath
"""


def model_names(incomplete: str) -> list[str]:
    """The models of the data dir that begin so, the newest first; none where they cannot be read: Tab never complains."""
    try:
        names = [path.name for path in Settings.load().models_dir.glob("*.tar.gz")]
    except (XiaonuanError, OSError):
        return []
    return [name for name in sorted(names, reverse=True) if name.startswith(incomplete)]


def conversation_topics(incomplete: str) -> list[str]:
    """The files of tests/e2e that begin so."""
    names = sorted(path.stem for path in (PROJECT_ROOT / "tests" / "e2e").glob("*.y*ml"))
    return [name for name in names if name.startswith(incomplete)]


def register(app: typer.Typer) -> None:
    app.command(epilog=_EXAMPLES, short_help="Tab completes commands and options.")(completion)


def completion(shell: Annotated[Shell, typer.Argument(help="bash or zsh.")]) -> None:
    """Prints the script that makes Tab complete commands, options and files."""
    from typer._completion_shared import get_completion_script

    print(get_completion_script(prog_name="xiaonuan", complete_var=VARIABLE, shell=shell.value))


def answer_shell() -> None:
    """Makes the command answer when a shell asks by the environment what could follow."""
    from typer._completion_classes import completion_init

    completion_init()
