"""Serves an instance of stand-ins: `python -m tests.supervisor.serve_stand_ins role=stand_in …`, settings from BOT_…"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.errors import XiaonuanError
from bot.settings import Settings
from bot.supervisor.instance import serve
from bot.supervisor.plan import Commands


def stand_in(name: str) -> tuple[str, ...]:
    return (sys.executable, str(Path(__file__).with_name("stand_ins.py")), name)


def main() -> int:
    commands = {"preparation": ("true",), "worker": stand_in("worker"), "gateway": stand_in("gateway")}
    commands.update((role, stand_in(name)) for role, name in (word.split("=") for word in sys.argv[1:]))
    try:
        return serve(Settings.load(), Commands(**{"actions": stand_in("worker"), **commands}))
    except XiaonuanError as error:
        print(f"xiaonuan: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
