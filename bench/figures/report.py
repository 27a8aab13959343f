"""1,000,000 messages in two weeks: what a week's report costs beside the week before, and a report over all of it.

The time is the processor's, of the reading thread, so that a busy machine makes it no worse.
"""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy.engine import Connection

from bench.figure import Figure, at_most
from bench.stage import Stage
from bot.records import conversations
from bot.records.database import Database
from bot.records.migrate import upgrade_database
from bot.records.report import report
from bot.records.report.report import Days
from bot.records.rows import ms
from bot.records.tables import messages, tracker_events
from bot.records.trackers import heard_in

_MESSAGES = 1_000_000
_LINES = 10  # of a conversation
_LAST = date(2026, 11, 22)
_DAYS = 14
_ZONE = ZoneInfo("Asia/Shanghai")
_WISHES = ("track_order", "ask_price", "request_return", "ask_stock", "complain_late_delivery")
_PER_INSERT = 2_000


async def measure(stage: Stage) -> list[Figure]:
    for each in stage.cache.glob("report.db*"):
        each.unlink()
    database = Database(f"sqlite:///{stage.cache / 'report.db'}")
    upgrade_database(database)
    count = stage.scale(_MESSAGES, 50_000) // _LINES
    for first in range(0, count, _PER_INSERT):
        database.write_now(_fill, first, min(_PER_INSERT, count - first), count)
    now_ms = ms(datetime(2026, 11, 25, tzinfo=_ZONE))
    everything = Days(first=_LAST - timedelta(days=_DAYS - 1), last=_LAST, zone=_ZONE)
    week = Days(first=_LAST - timedelta(days=6), last=_LAST, zone=_ZONE)
    all_s = _cost_s(database.read_now, report.read, everything, by="topic", now_ms=now_ms)
    week_s = _cost_s(database.read_now, report.read, week, by="day", now_ms=now_ms)
    database.close()
    return [
        Figure(name=f"report over {count * _LINES:,} messages", unit="s", value=all_s, target=at_most(5)),
        Figure(name="report of a week beside the one before", unit="s", value=week_s, target=at_most(5)),
    ]


def _fill(connection: Connection, first: int, many: int, of: int) -> None:
    begin_ms = ms(datetime(_LAST.year, _LAST.month, _LAST.day, tzinfo=_ZONE)) - (_DAYS - 1) * 86_400_000
    said: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    for number in range(first, first + many):
        at_ms = begin_ms + number * _DAYS * 86_400_000 // of
        own = conversations.open_web(connection, now_ms=at_ms, address="192.0.2.1").conversation.id
        for place in range(_LINES):
            line_ms = at_ms + place * 4_000
            shopper = place % 2 == 0
            said.append(
                {"conversation_id": own, "seq": place + 1, "id": f"{number}-{place}", "at_ms": line_ms,
                 "role": "shopper" if shopper else "bot", "text": "我的快递到哪里了" if shopper else "您的包裹今天下午送到。"}
            )  # fmt: skip
            if shopper:
                events += _of_turn(own, place, line_ms, _WISHES[(number + place) % len(_WISHES)])
    connection.execute(messages.insert(), said)
    connection.execute(tracker_events.insert(), events)


def _of_turn(own: str, place: int, at_ms: int, wish: str) -> list[dict[str, Any]]:
    parsed = {"text": "我的快递到哪里了", "intent": {"name": wish, "confidence": 0.93}, "entities": []}
    happened = (
        {"event": "user", "timestamp": at_ms / 1000, "text": "我的快递到哪里了", "parse_data": parsed},
        {"event": "user_featurization", "timestamp": at_ms / 1000, "use_text_for_featurization": False},
        {"event": "action", "timestamp": at_ms / 1000, "name": "action_track_order", "policy": "RulePolicy"},
        {"event": "bot", "timestamp": at_ms / 1000, "text": "您的包裹今天下午送到。"},
        {"event": "action", "timestamp": at_ms / 1000, "name": "action_listen"},
    )
    return [
        {"conversation_id": own, "position": place * 5 + offset, "turn_id": None, "event": orjson.dumps(event).decode()}
        | heard_in(event)
        for offset, event in enumerate(happened)
    ]


def _cost_s(work: Any, *args: Any, **kwargs: Any) -> float:
    began = time.process_time()
    work(*args, **kwargs)
    return time.process_time() - began
