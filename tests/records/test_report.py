"""The report's figures from what was said, and the conversations behind them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.message import Reply
from bot.errors import InvalidFrame
from bot.records import replies, tickets
from bot.records.database import Database
from bot.records.handoff_tables import handoffs
from bot.records.replies import Outcome
from bot.records.report import report
from bot.records.report.consultation import cut, mark_who_came_back
from bot.records.report.material import rounds
from bot.records.report.report import Behind, Days, title_of
from bot.records.rows import ms
from bot.records.tickets import NewTicket
from bot.records.trackers import TrackerDelta
from bot.text.codes import code_in
from tests.records.factories import a_conversation, claimed, say

ZONE = ZoneInfo("Asia/Shanghai")
MINUTE, HOUR = 60_000, 3_600_000
MONDAY = date(2026, 11, 16)
WEEK = Days(first=MONDAY, last=date(2026, 11, 22), zone=ZONE)
NOON = ms(datetime(2026, 11, 18, 12, tzinfo=ZONE))
LATER = ms(datetime(2026, 11, 30, tzinfo=ZONE))


def test_half_an_hour_of_silence_ends_a_consultation() -> None:
    first, soon, later = (
        ("c", 0, 1_000, 1, 1, 0),
        ("c", 30 * MINUTE, 31 * MINUTE, 1, 0, 2),
        ("c", 62 * MINUTE, 62 * MINUTE, 1, 0, 0),
    )
    found = cut([first, ("d", 2_000, 2_000, 0, 1, 0), soon, later])
    assert [(each.begin_ms, each.end_ms, each.bot, each.people) for each in found["c"]] == [
        (0, 31 * MINUTE, 1, 2), (62 * MINUTE, 62 * MINUTE, 0, 0),
    ]  # fmt: skip
    assert "d" not in found  # nobody asked anything there


def test_who_comes_back_in_another_conversation_has_come_back() -> None:
    found = cut([(name, at, at, 1, 0, 0) for name, at in (("c", 0), ("d", 23 * HOUR), ("e", 23 * HOUR))])
    mark_who_came_back(found, {"c": "张", "d": "张", "e": "李"})
    assert {name: each[0].back for name, each in found.items()} == {"c": True, "d": False, "e": False}


def test_a_round_lasts_until_a_person_answers_and_thanks_need_no_answer() -> None:
    lines = [
        ("shopper", 0), ("bot", 500), ("agent", 60_000), ("agent", 61_000), ("shopper", 70_000), ("shopper", 75_000),
        ("agent", 90_000), ("shopper", 95_000),
    ]  # fmt: skip
    assert list(rounds(lines, 0, 100_000)) == [(0, 60.0), (70_000, 20.0)]


def answered(database: Database, conversation_id: str, wish: str, *, at_ms: int, text: str = "问题") -> None:
    """A shopper's line of this wish, answered by the bot a second later."""
    say(database, conversation_id, text, now_ms=at_ms)
    turn = claimed(database, conversation_id, now_ms=at_ms + 900)
    heard = {"event": "user", "timestamp": at_ms / 1000, "parse_data": {"intent": {"name": wish, "confidence": 0.9}}}
    listen = {"event": "action", "name": "action_listen", "timestamp": at_ms / 1000}
    delta = TrackerDelta(slots={}, active_loop=None, events=(heard, listen))
    outcome = Outcome(replies=(Reply(text="答复"),), effects=(), tracker=delta)
    database.write_now(replies.commit, turn, outcome, now_ms=at_ms + 1_000)


def handed_over(database: Database, conversation_id: str, **given: Any) -> None:
    at_ms = given.pop("requested_ms")
    row = {
        "id": f"h-{conversation_id[:8]}", "conversation_id": conversation_id, "state": "resolved", "reason": "x",
        "emotion": "calm", "customer_class": "guest", "second_contact": False, "from_seq": 1, "requested_ms": at_ms,
        "waiting_ms": at_ms, "rank_ms": at_ms, **given,
    }  # fmt: skip
    database.write_now(lambda c: c.execute(handoffs.insert().values(**row)))


def read(database: Database, by: str = "day") -> dict[str, Any]:
    return database.read_now(report.read, WEEK, by=by, now_ms=LATER)


def values(found: dict[str, Any]) -> dict[str, Any]:
    return {each["name"]: each["value"] for each in found["figures"]}


@pytest.fixture
def a_week(database: Database) -> dict[str, str]:
    """Four who ask: content with the bot, served by 小林, gone from the queue, and back the next morning."""
    names = {
        name: a_conversation(database, now_ms=NOON - HOUR, customer_id=name)
        for name in ("content", "served", "gone", "back")
    }
    for place, (name, wish) in enumerate(
        zip(names, ("track_order", "request_return", "request_return", "track_order"), strict=True)
    ):
        answered(database, names[name], wish, at_ms=NOON + place * MINUTE)
    handed_over(
        database, names["served"], requested_ms=NOON + 2 * MINUTE, assigned_ms=NOON + 3 * MINUTE, agent="小林",
        first_reply_ms=NOON + 4 * MINUTE, ended_ms=NOON + 9 * MINUTE,
    )  # fmt: skip
    handed_over(database, names["gone"], requested_ms=NOON + 3 * MINUTE, state="abandoned", ended_ms=NOON + 9 * MINUTE)
    answered(database, names["back"], "track_order", at_ms=NOON + 20 * HOUR, text="还是没到")
    return names


def test_the_figures_of_a_week(database: Database, a_week: dict[str, str]) -> None:
    found = values(read(database))
    assert (found["asked"], found["received"]) == (4, 4)
    assert found["to_person"] == 0.4  # two of five consultations
    assert found["bot_solved"] == 0.4  # the content one, and the second try of the one who came back
    assert found["solved_once"] == 0.6
    assert found["first_response_s"] == 120.0 and found["queue_s"] == 60.0
    assert found["three_minute_rate"] == 0.0  # gone; no agent's line is stored for the served one
    assert found["satisfied"] is None and found["conversion"] is None


def test_what_has_had_no_24_hours_yet_is_not_judged(database: Database, a_week: dict[str, str]) -> None:
    soon = database.read_now(report.read, WEEK, by="day", now_ms=NOON + 21 * HOUR)
    by_name = {each["name"]: each for each in soon["figures"]}
    assert by_name["bot_solved"]["of"] == 1 and by_name["bot_solved"]["value"] == 0.0  # only the one who came back


def test_by_day_each_day_has_its_row_and_by_topic_each_wish(database: Database, a_week: dict[str, str]) -> None:
    days = {row["key"]: row["consultations"] for row in read(database)["rows"]}
    assert len(days) == 7 and days["2026-11-18"] == 4 and days["2026-11-19"] == 1
    topics = {row["key"]: row["asked"] for row in read(database, "topic")["rows"]}
    assert topics == {"track_order": 2, "request_return": 2}
    [agent] = read(database, "agent")["rows"]
    assert (agent["key"], agent["first_response_s"]) == ("小林", 120.0)
    assert [row["key"] for row in read(database, "week")["rows"]] == ["2026-11-16"]


def test_it_says_what_was_asked_most_and_where_they_gave_up(database: Database, a_week: dict[str, str]) -> None:
    found = read(database)
    assert [(each["key"], each["count"]) for each in found["wishes"]] == [("track_order", 3), ("request_return", 2)]
    assert {each["key"]: each["count"] for each in found["unsolved"]} == {"request_return": 1, "track_order": 1}
    assert [(each["key"], each["count"]) for each in found["given_up"]] == [("request_return", 1)]


def test_behind_a_figure_stand_the_conversations_that_spoil_it(database: Database, a_week: dict[str, str]) -> None:
    asked = Behind(what="bot_solved", topic="request_return")
    found = database.read_now(report.behind, WEEK, asked, now_ms=LATER)
    assert {each["conversation_id"] for each in found} == {a_week["served"], a_week["gone"]}
    [gone] = database.read_now(report.behind, WEEK, Behind(what="given_up"), now_ms=LATER)
    assert gone["conversation_id"] == a_week["gone"]
    with pytest.raises(InvalidFrame):
        database.read_now(report.behind, WEEK, Behind(what="no_such"), now_ms=LATER)


def test_the_week_before_stands_beside(database: Database, a_week: dict[str, str]) -> None:
    after = Days(first=date(2026, 11, 23), last=date(2026, 11, 29), zone=ZONE)
    found = database.read_now(report.read, after, by="day", now_ms=LATER)
    by_name = {each["name"]: each for each in found["figures"]}
    assert (by_name["asked"]["value"], by_name["asked"]["before"]) == (0, 4)


def test_a_promise_counts_on_the_day_that_it_was_due(database: Database, a_week: dict[str, str]) -> None:
    new = NewTicket(id="T1", topic="track_order", text="x", what="回复您的留言", due_ms=NOON + 2 * HOUR)
    row = type("Row", (), {"id": a_week["gone"], "customer_id": None})
    database.write_now(lambda c: tickets.open_or_extend(c, row, new, now_ms=NOON))
    assert values(read(database))["promises_kept"] is None  # it is open: nobody can tell yet
    from sqlalchemy import update

    from bot.records.care_tables import promises

    database.write_now(lambda c: c.execute(update(promises).values(state="broken")))
    assert values(read(database))["promises_kept"] == 0.0


@pytest.mark.parametrize("first, last", [("2026-11-22", "2026-11-21"), ("x", None), ("2020-01-01", "2026-11-21")])
def test_days_that_cannot_be_meant_are_refused(first: str, last: str | None) -> None:
    with pytest.raises(InvalidFrame):
        report.wanted_days(first, last, ZONE, datetime(2026, 11, 22, tzinfo=ZONE))


@pytest.mark.parametrize("topic", ["complain_late_delivery", "greet", "unsure", "some_new_code", ""])
def test_no_topic_is_called_by_its_code(topic: str) -> None:
    assert code_in(title_of(topic)) is None and title_of(topic) not in ("", topic)
