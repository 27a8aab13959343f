"""The command `xiaonuan`: gathers the groups and turns every error into one line and an exit code.

Exit 0: done. 1: found a problem. 2: wrong usage. It imports nothing heavy: each command brings what it needs itself.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.main import get_command

from bot.cli import (
    agents,
    backups,
    channels,
    chat,
    clock,
    completion,
    data,
    inbox,
    models,
    nlu,
    personal,
    reporting,
    reviewing,
    reviews,
    serving,
    shop,
    testing,
)
from bot.cli.nearest import nearest_file
from bot.cli.output import note
from bot.errors import XiaonuanError

_INTERRUPTED = 130
_EXAMPLES = """\b
Every day:
  xiaonuan serve                  start everything; Ctrl-C ends it
  xiaonuan status                 what runs, and which model answers
  xiaonuan chat --customer C10001 talk to it as a customer of the demo shop
  xiaonuan report                 what came of the last seven days

\b
A better model, without a restart:
  xiaonuan review                 label what it missed
  xiaonuan data check             is the data in order?
  xiaonuan train                  make a model of it
  xiaonuan compare                what would change?
  xiaonuan promote                let it answer
  xiaonuan rollback               back to the one before
Exit codes: 0 done, 1 found a problem, 2 wrong usage.
"""

app = typer.Typer(
    name="xiaonuan",
    epilog=_EXAMPLES,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        import bot

        print(bot.__version__)
        raise typer.Exit


@app.callback()
def _all(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show which version this is and exit.")
    ] = False,
) -> None:
    """小暖: an online customer-service bot for Chinese web shops."""


serving.register(app)
clock.register(app)
chat.register(app)
inbox.register(app)
models.register(app)
app.add_typer(shop.app, name="shop")
app.add_typer(channels.app, name="channels")
app.add_typer(agents.app, name="agents")
app.add_typer(nlu.app, name="nlu")
nlu.register(app)
app.add_typer(data.app, name="data")
app.add_typer(reviews.app, name="reviews")
testing.register(app)
reviewing.register(app)
reporting.register(app)
backups.register(app)
personal.register(app)
completion.register(app)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code. Never shows a traceback for what a user can cause."""
    os.umask(0o077)  # what an instance keeps is its owner's business
    if completion.VARIABLE in os.environ:
        completion.answer_shell()
    try:
        code = get_command(app).main(
            args=list(sys.argv[1:] if argv is None else argv), prog_name="xiaonuan", standalone_mode=False
        )
    except typer.Exit as wanted:
        return wanted.exit_code
    except XiaonuanError as error:
        note(f"xiaonuan: {error}")
        return 1
    except (KeyboardInterrupt, typer.Abort):
        code = _INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return 1
    except OSError as error:
        note(f"xiaonuan: {_in_words(error)}")
        return 1
    except Exception as error:
        return _shown_if_usage(error)
    if code == _INTERRUPTED:  # the library makes it of a KeyboardInterrupt
        note("xiaonuan: stopped")
    return code if isinstance(code, int) else 0


def _shown_if_usage(error: Exception) -> int:
    """Wrong usage is shown by the library that found it; anything else is a bug of ours and keeps its traceback."""
    show = getattr(error, "show", None)
    if show is None:
        raise error
    show(sys.stderr)
    if near := nearest_file(str(getattr(error, "message", ""))):
        note(f"Did you mean {near}?")
    return int(getattr(error, "exit_code", 2))


def _in_words(error: OSError) -> str:
    reason = (error.strerror or str(error)).lower()
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        reason += ": free some space, or write to another disk"
    return f"{error.filename}: {reason}" if error.filename else reason


def _forget_stdout() -> None:
    """Whoever read our output has gone (`xiaonuan … | head`): the interpreter must not complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
