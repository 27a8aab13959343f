"""`completion bash|zsh`: a script that a shell sources, so that Tab completes commands, options and names of models.

The shell calls `xiaonuan` again for each Tab; `answer_shell` makes that work. Both rest on Typer's own completion, whose
module is not public: the version is locked and a test asks for a completion.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

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
