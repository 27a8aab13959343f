"""100,000 open promises: what one look of the watcher costs, and what telling or owning a hundred of them costs.

The share of a core is the processor time of one look, which comes once a second, over that second. Counted on the thread's
own clock, so that a busy machine makes it no worse.
"""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy.engine import Connection

from bench.figure import Figure, at_most
from bench.samples import median
from bench.stage import Stage
from bot.care.remedy import Case, offers
from bot.care.remedy_file import read_policy
from bot.records import conversations, promises_due
from bot.records.care_tables import promises, tickets
from bot.records.database import Database
from bot.records.migrate import upgrade_database

_OPEN = 100_000
_CONVERSATIONS = 500
_NOW_MS = 1_800_000_000_000
_HOUR_MS = 3_600_000


async def measure(stage: Stage) -> list[Figure]:
    for each in stage.cache.glob("promises.db*"):
        each.unlink()
    database = Database(f"sqlite:///{stage.cache / 'promises.db'}")
    upgrade_database(database)
    database.write_now(_fill, stage.scale(_OPEN, 5_000))
    looks = [_cost_s(database.read_now, promises_due.any_due, business_ms=_NOW_MS) for _ in range(stage.scale(200, 20))]
    told = [_cost_s(database.write_now, promises_due.warn, business_ms=_near(n), now_ms=_NOW_MS) for n in range(1, 6)]
    policy, case = read_policy(), Case(cause="damaged", responsibility="carrier", value_fen=20_000)
    remedies = [_cost_s(offers, case, policy) for _ in range(500)]
    database.close()
    return [
        Figure(name="promises, watcher's share", unit="% of a core", value=median(looks) * 100, target=at_most(1)),
        Figure(name="promises, telling 100", unit="ms", value=median(told) * 1000),
        Figure(name="complaint, choosing remedies", unit="ms", value=median(remedies) * 1000, target=at_most(1)),
    ]


def _near(number: int) -> int:
    """Each time a few more of them are near."""
    return _NOW_MS + number * _HOUR_MS


def _fill(connection: Connection, count: int) -> None:
    """Promises of a few conversations, due from two hours on, one after another."""
    ids = [
        conversations.open_web(connection, now_ms=1, address="192.0.2.1").conversation.id for _ in range(_CONVERSATIONS)
    ]
    connection.execute(
        tickets.insert(),
        [
            {
                "id": f"T{number}", "conversation_id": conversation_id, "topic": "complain_late_delivery", "text": "x",
                "status": "open", "opened_ms": 1, "cause": "late",
            }
            for number, conversation_id in enumerate(ids)
        ],
    )  # fmt: skip
    rows = [_promise(number, ids) for number in range(count)]
    for start in range(0, count, 5_000):
        connection.execute(promises.insert(), rows[start : start + 5_000])


def _promise(number: int, ids: list[str]) -> dict[str, Any]:
    place = number % len(ids)
    due_ms = _NOW_MS + 2 * _HOUR_MS + number * 1_000
    return {
        "ticket_id": f"T{place}", "conversation_id": ids[place], "what": f"w{number}", "due_ms": due_ms, "state": "open",
        "made_ms": 1, "keeper": "bot", "warn_ms": due_ms - _HOUR_MS // 2,
    }  # fmt: skip


def _cost_s(work: Any, *args: Any, **kwargs: Any) -> float:
    began = time.process_time()
    work(*args, **kwargs)
    return time.process_time() - began
