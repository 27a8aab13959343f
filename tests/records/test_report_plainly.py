"""The report against a plain reckoning: every line and every event read one after the other, without index or grouping."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import orjson
import pytest
from alembic import command
from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.records import migrate
from bot.records.database import Database
from bot.records.report import report
from bot.records.report.report import Behind
from bot.records.tables import conversations, messages, tracker_events
from bot.records.trackers import heard_in
from bot.text.titles import TITLES
from tests.records.factories import a_conversation
from tests.records.test_report import HOUR, LATER, MINUTE, WEEK, answered, read, values

_DAY = 24 * HOUR
_SILENCE, _BACK = 30 * MINUTE, _DAY
_WISHES = ("track_order", "request_return", "request_human", "greet", "ask_price/of_a_kind")


@pytest.fixture
def many(database: Database) -> Database:
    """Twelve people, each at several times about the week: the same half hour, its borders, the night of a border day."""
    chance = random.Random(8)
    span = WEEK.span(LATER)
    for number in range(12):
        at_ms = span.since_ms + chance.randrange(-_DAY, 7 * _DAY)
        own = a_conversation(database, now_ms=at_ms - MINUTE, customer_id=f"C{number % 9}")
        for _ in range(chance.randrange(1, 6)):
            answered(database, own, chance.choice(_WISHES), at_ms=at_ms)
            at_ms += chance.choice((MINUTE, 29 * MINUTE, _SILENCE, 31 * MINUTE, 5 * HOUR, 23 * HOUR, 3 * _DAY))
    own = a_conversation(database, now_ms=span.until_ms - HOUR, customer_id="at the border")
    answered(database, own, "track_order", at_ms=span.until_ms - 2)
    answered(database, own, "request_return", at_ms=span.until_ms + MINUTE)
    return database


def reckoned(database: Database) -> tuple[dict[str, Any], Counter[str], dict[str, int]]:
    """(figures, how often each wish was named, consultations by topic) of the week, the long way."""
    span = WEEK.span(LATER)
    lines, events, people = database.read_now(_everything)
    talks: list[dict[str, Any]] = []
    for own, said in lines.items():
        for role, at_ms in said:
            if not talks or talks[-1]["own"] != own or at_ms - talks[-1]["end"] > _SILENCE:
                talks.append({"own": own, "begin": at_ms, "end": at_ms, "roles": [], "topic": None})
            talks[-1]["end"] = at_ms
            talks[-1]["roles"].append(role)
    for talk in talks:
        hers = [(at, wish) for own, at, wish in events if own == talk["own"] and talk["begin"] <= at <= talk["end"]]
        named = [wish for _, wish in hers if wish in TITLES and wish != "request_human"]
        talk["topic"] = named[-1] if named else None
        later = [each["begin"] for each in talks if people[each["own"]] == people[talk["own"]]]
        talk["back"] = any(0 < begin - talk["end"] <= _BACK for begin in later)
    inside = [talk for talk in talks if span.since_ms <= talk["begin"] < span.until_ms]
    solved = round(sum(not talk["back"] for talk in inside) / len(inside), 4)
    asked = len({people[talk["own"]] for talk in inside})
    wishes = Counter(wish for _, at, wish in events if span.since_ms <= at < span.until_ms and wish in TITLES)
    topics = Counter(talk["topic"] for talk in inside if talk["topic"])
    return {"asked": asked, "received": asked, "bot_solved": solved, "solved_once": solved}, wishes, dict(topics)


def _everything(connection: Connection) -> tuple[dict[str, list[Any]], list[tuple[str, int, str]], dict[str, str]]:
    lines: dict[str, list[Any]] = {}
    for row in connection.execute(select(messages).order_by(messages.c.conversation_id, messages.c.seq)):
        lines.setdefault(row.conversation_id, []).append((row.role, row.at_ms))
    events = []
    for row in connection.execute(select(tracker_events).order_by(tracker_events.c.position)):
        event = orjson.loads(row.event)
        if event["event"] == "user":
            intent = event["parse_data"]["intent"]["name"].partition("/")[0]
            events.append((row.conversation_id, int(event["timestamp"] * 1000), intent))
    return lines, events, {row.id: row.customer_id for row in connection.execute(select(conversations))}


def test_the_report_and_the_plain_reckoning_are_one(many: Database) -> None:
    figures, wishes, topics = reckoned(many)
    found = read(many, "topic")
    assert {name: values(found)[name] for name in figures} == figures
    assert {each["key"]: each["count"] for each in found["wishes"]} == dict(wishes)
    assert {row["key"]: row["consultations"] for row in found["rows"]} == topics
    assert len(topics) >= 3 and figures["asked"] > 5  # there was something to reckon


def test_behind_the_wishes_stands_each_time_that_they_were_named(many: Database) -> None:
    _, wishes, _ = reckoned(many)
    for wish, times in wishes.items():
        rows = many.read_now(report.behind, WEEK, Behind(what="wishes", topic=wish), now_ms=LATER)
        assert len(rows) == times
        assert [row["at"] for row in rows] == sorted((row["at"] for row in rows), reverse=True)


def _heard(database: Database) -> list[tuple[Any, ...]]:
    here = tracker_events.c
    query = select(here.conversation_id, here.position, here.heard_ms, here.intent).order_by(
        here.conversation_id, here.position
    )
    return database.read_now(lambda connection: [tuple(row) for row in connection.execute(query)])


def test_a_record_of_the_version_before_gets_what_was_heard_as_the_writer_writes_it(many: Database) -> None:
    before = _heard(many)
    assert {each[3] for each in before} == {
        "track_order",
        "request_return",
        "request_human",
        "greet",
        "ask_price",
        None,
    }

    def back_and_forth(connection: Connection) -> None:
        made = migrate.config()
        made.attributes["connection"] = connection
        command.downgrade(made, "0009")
        command.upgrade(made, "head")

    many.write_now(back_and_forth)
    assert _heard(many) == before


@pytest.mark.parametrize(
    "event",
    [
        {"event": "bot", "timestamp": 1.5, "text": "x"},
        {"event": "user", "timestamp": 1.5},
        {"event": "user", "timestamp": 1.5, "parse_data": {"intent": {"name": None}}},
    ],
)
def test_what_was_not_said_or_taken_for_nothing_was_not_heard(event: dict[str, Any]) -> None:
    assert heard_in(event) == {"heard_ms": None, "intent": None}
