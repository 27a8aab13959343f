"""`python -m bench [--quick] [--only NAME] [--no-stock] [--json FILE]`: measures, shows a table, ends every process."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import signal
import sys
import time
from pathlib import Path

import uvloop
from rich.console import Console

from bench import machine, table
from bench.figure import Figure
from bench.stage import Stage
from bot.settings import PROJECT_ROOT

# In this order: the starts first, the load before the memory, the sockets' storm when nothing else is measured after it,
# and last what needs no servers. With each its longest time in seconds.
FIGURES = {
    "disk": 30,
    "start": 300,
    "faq_turn": 120,
    "order_turn": 120,
    "change_turn": 120,
    "presale": 400,
    "long_talk": 240,
    "throughput": 180,
    "memory": 60,
    "rollback": 180,
    "desk": 240,
    "idle_memory": 240,
    "idle_sockets": 300,
    "search": 180,
    "order_lookup": 300,
    "promises": 120,
    "report": 300,
    "maintaining": 300,
    "nlu_parse": 180,
    "training": 600,
}
_WITHOUT_SERVERS = ("search", "order_lookup", "promises", "report", "maintaining", "nlu_parse", "training")
_WITH_SERVERS = (
    "faq_turn", "order_turn", "change_turn", "presale", "long_talk", "throughput", "memory", "rollback", "desk",
    "idle_memory", "idle_sockets",
)  # fmt: skip
_STARTS_S = 360
_PREPARATION_S = 3600  # the first run trains stock Rasa and our own model


def main() -> int:
    """0 when everything was measured, whether targets hold or not; 1 when something could not be; 2 for wrong usage."""
    arguments = _arguments()
    console = Console(width=None if sys.stdout.isatty() else 140)
    cache = PROJECT_ROOT / ".cache" / "bench"
    cache.mkdir(parents=True, exist_ok=True)
    (cache.parent / ".gitignore").write_text("*\n")
    here = machine.describe(PROJECT_ROOT)
    if here.load_1m > 0.3 * here.cores:
        console.print(f"[yellow]the machine is busy (load {here.load_1m:g}): figures will be worse than it is[/]")
    stage = Stage(cache=cache, quick=arguments.quick, with_stock=not arguments.no_stock)
    uvloop.install()
    try:
        figures, failed = asyncio.run(_measure_all(stage, arguments.only or list(FIGURES), console))
    except (asyncio.CancelledError, KeyboardInterrupt):
        console.print("stopped; every process that was started has been ended")
        return 1
    table.show(figures, here, console)
    if arguments.json:
        table.write_json(figures, here, arguments.json)
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few repetitions, no training: 4 minutes at most")
    parser.add_argument("--only", action="append", choices=list(FIGURES), metavar="NAME", help=", ".join(FIGURES))
    parser.add_argument("--no-stock", action="store_true", help="leave stock Rasa out")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures there")
    return parser.parse_args()


async def _measure_all(stage: Stage, names: list[str], console: Console) -> tuple[list[Figure], bool]:
    """The figures of these names in the order of FIGURES, and whether one could not be measured."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    figures: list[Figure] = []
    failed = False
    try:
        await _prepare(stage, [name for name in FIGURES if name in names], console)
        for name in FIGURES:
            if name not in names:
                continue
            if name in _WITHOUT_SERVERS:
                await stage.end_servers()
            began_s = time.monotonic()
            try:
                if name in _WITH_SERVERS:
                    await asyncio.wait_for(stage.start_servers(), _STARTS_S)
                figures += await asyncio.wait_for(_figure(name, stage), FIGURES[name])
            except Exception as error:
                failed = True
                figures.append(Figure(name=name, unit="", value=None, note=f"{type(error).__name__}: {error}"))
            console.print(f"[dim]{name}: {time.monotonic() - began_s:.0f} s[/]")
    finally:
        await stage.end_servers()
    return figures, failed


async def _figure(name: str, stage: Stage) -> list[Figure]:
    found: list[Figure] = await importlib.import_module(f"bench.figures.{name}").measure(stage)
    return found


async def _prepare(stage: Stage, names: list[str], console: Console) -> None:
    """Model, demo shop and stock project before the first measurement, so that no limit of a figure cuts them off."""
    if set(names) <= {"disk", "training", "search", "order_lookup", "promises", "report", "maintaining"}:
        return
    console.print("[dim]preparing[/]")
    await asyncio.wait_for(stage.prepare(), _PREPARATION_S)


if __name__ == "__main__":
    sys.exit(main())
