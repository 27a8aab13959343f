"""What a long command says while it works: a line with a spinner and the time for who looks, plain lines for a log."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.cli.output import note

Tell = Callable[[str], None]


@contextmanager
def steps(expected_s: float | None = None) -> Iterator[Tell]:
    """`tell("training Wishes")`: the step that begins. `expected_s`: how long all of it took the last time."""
    if not sys.stderr.isatty():
        began_s = time.monotonic()
        yield lambda line: note(f"[{time.monotonic() - began_s:5.1f} s] {line}")
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    more = (TimeRemainingColumn(),) if expected_s else ()
    with Progress(*columns, *more, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("…", total=expected_s)
        began_s, ended = time.monotonic(), threading.Event()

        def tell(line: str) -> None:
            bar.console.print(f"[dim][{time.monotonic() - began_s:5.1f} s][/dim] {line}", highlight=False)
            bar.update(task, description=line)

        def advance() -> None:
            while expected_s and not ended.wait(0.5):
                bar.update(task, completed=min(time.monotonic() - began_s, expected_s))

        advancing = threading.Thread(target=advance, daemon=True)
        advancing.start()
        try:
            yield tell
        finally:
            ended.set()
            advancing.join()
