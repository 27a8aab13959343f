"""One report as a process of its own, so that counting a million lines delays nobody's turn: a question as JSON on stdin,
its answer as JSON on stdout. `{"database_url", "timezone", "from", "to", "by"}` is the report; with `what` (and `topic`,
`agent`) the conversations behind a figure. `{"refused"}` says what was wrong with the question.
"""

from __future__ import annotations

import os
import sys
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from bot.clock import steady_ms, utc_now
from bot.errors import InvalidFrame
from bot.records.database import Database
from bot.records.report import report
from bot.records.report.report import Behind

_LESS_URGENT = 10


def main() -> None:
    os.nice(_LESS_URGENT)
    sys.stdout.buffer.write(orjson.dumps(_answer(orjson.loads(sys.stdin.buffer.read()))))


def _answer(asked: dict[str, Any]) -> Any:
    database = Database(asked["database_url"], readers=1)
    try:
        days = report.wanted_days(asked["from"], asked["to"], ZoneInfo(asked["timezone"]), utc_now())
        if not asked["what"]:
            return database.read_now(report.read, days, by=asked["by"], now_ms=steady_ms())
        behind = Behind(what=asked["what"], topic=asked["topic"], agent=asked["agent"])
        return {"rows": database.read_now(report.behind, days, behind, now_ms=steady_ms())}
    except InvalidFrame as error:
        return {"refused": str(error)}
    finally:
        database.close()


if __name__ == "__main__":
    main()
