"""The maintainers' waits that need no servers: `data check` on the whole data, and the clusters of 100,000 missed messages.

Both in processor time, so that a busy machine makes them no worse. The messages are real examples, each under several endings
that no example has.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import orjson
from sqlalchemy.engine import Connection

from bench.figure import Figure, at_most
from bench.stage import Stage
from bot.clock import steady_ms
from bot.records import conversations
from bot.records.database import Database
from bot.records.migrate import upgrade_database
from bot.records.tables import tracker_events, turns
from bot.records.trackers import heard_in
from bot.settings import PROJECT_ROOT
from bot.training import check
from bot.training.examples import load_examples
from bot.training.review import desk

_MESSAGES = 100_000
_PER_CONVERSATION = 10
_PER_INSERT = 5_000
_CLUSTERS = 300
_ENDINGS = ("，在线等", "，亲帮看看呗", "，急急急")


async def measure(stage: Stage) -> list[Figure]:
    check_s = _cost_s(lambda: check.run(PROJECT_ROOT))
    for each in stage.cache.glob("missed.db*"):
        each.unlink()
    database = Database(f"sqlite:///{stage.cache / 'missed.db'}")
    upgrade_database(database)
    count = stage.scale(_MESSAGES, 5_000)
    texts = [each.text + ending for ending in _ENDINGS for each in load_examples(PROJECT_ROOT)][:count]
    for first in range(0, count, _PER_INSERT):
        database.write_now(_missed, texts[first : first + _PER_INSERT], first)
    piles: list[desk.Pile] = []
    review_s = _cost_s(lambda: piles.append(desk.pile(database, PROJECT_ROOT, days=7, most=_CLUSTERS)))
    database.close()
    said = sum(each.times for each in piles[0].candidates)
    return [
        Figure(name="data check", unit="s", value=check_s, target=at_most(5)),
        Figure(name=f"review, clusters of {said:,} missed messages", unit="s", value=review_s, target=at_most(60)),
    ]


def _missed(connection: Connection, texts: list[str], first: int) -> None:
    """Each of them heard and not understood, in a turn of its own."""
    now_ms = steady_ms() - 3_600_000
    heard: list[dict[str, Any]] = []
    ended: list[dict[str, Any]] = []
    for place, text in enumerate(texts):
        if place % _PER_CONVERSATION == 0:
            own = conversations.open_web(connection, now_ms=now_ms, address="192.0.2.1").conversation.id
        turn = {"id": f"{first + place:036d}", "conversation_id": own}
        seq = place % _PER_CONVERSATION + 1
        times = dict.fromkeys(("first_ms", "begin_ms", "deadline_ms", "ended_ms"), now_ms)
        ended.append(
            turn | times | {"cause": "message", "state": "done", "merges": False, "first_seq": seq, "last_seq": seq}
        )
        parsed = {"text": text, "intent": {"name": "unsure", "confidence": 0.31}, "entities": []}
        event = {"event": "user", "timestamp": now_ms / 1000, "text": text, "parse_data": parsed}
        written = {"turn_id": turn["id"], "event": orjson.dumps(event).decode(), **heard_in(event)}
        heard.append({"conversation_id": own, "position": seq, **written})
    connection.execute(turns.insert(), ended)
    connection.execute(tracker_events.insert(), heard)


def _cost_s(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
