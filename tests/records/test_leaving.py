"""A shopper ends her conversation: nobody holds it, and what the bot had asked is not asked any more."""

from __future__ import annotations

from bot.records import conversations, leaving, replies, standings, trackers
from bot.records.database import Database
from tests.records.factories import a_conversation, an_outcome, claimed, say
from tests.records.test_left_messages import leave_message
from tests.records.test_serving import NOW, queue


def test_no_question_outlives_the_end_and_what_was_learnt_does(database: Database) -> None:
    conversation_id = a_conversation(database)
    say(database, conversation_id, "查快递", now_ms=2_000, at_once=True)
    turn = claimed(database, conversation_id, now_ms=2_000)
    slots = {"asked": "order_number", "asked_times": 1, "order_in_focus": "A1"}
    database.write_now(replies.commit, turn, an_outcome("订单号是多少", slots=slots), now_ms=2_100)

    assert database.write_now(leaving.leave, conversation_id, now_ms=3_000)

    snapshot = database.read_now(trackers.load, conversation_id)
    standing = database.read_now(conversations.get, conversation_id)
    assert snapshot is not None and snapshot.slots == {"order_in_focus": "A1"}
    assert standing.holder == "nobody"
    assert not database.write_now(leaving.leave, conversation_id, now_ms=4_000)


def wants_rating(database: Database, conversation_id: str) -> bool:
    return database.read_now(standings.read, [conversation_id])[conversation_id].rate


def answer(database: Database, conversation_id: str, *, now_ms: int) -> None:
    say(database, conversation_id, f"查快递 {now_ms}", now_ms=now_ms, at_once=True)
    turn = claimed(database, conversation_id, now_ms=now_ms)
    database.write_now(replies.commit, turn, an_outcome("在路上"), now_ms=now_ms + 100)


def test_who_gives_up_waiting_is_not_asked_how_it_was(database: Database) -> None:
    conversation_id = a_conversation(database)
    answer(database, conversation_id, now_ms=NOW)
    queue(database, conversation_id, now_ms=NOW + 1_000)
    database.write_now(leaving.leave, conversation_id, now_ms=NOW + 2_000)
    assert not wants_rating(database, conversation_id)
    answer(database, conversation_id, now_ms=NOW + 10_000)
    database.write_now(leaving.leave, conversation_id, now_ms=NOW + 20_000)
    assert wants_rating(database, conversation_id)


def test_who_talked_with_the_bot_alone_is_asked(database: Database) -> None:
    conversation_id = a_conversation(database)
    answer(database, conversation_id, now_ms=NOW)
    database.write_now(leaving.leave, conversation_id, now_ms=NOW + 2_000)
    assert wants_rating(database, conversation_id)


def test_a_message_left_in_stead_of_waiting_is_no_service_yet(database: Database) -> None:
    conversation_id = a_conversation(database)
    queue(database, conversation_id, now_ms=NOW)
    leave_message(database, conversation_id, at_ms=NOW + 100)
    database.write_now(leaving.leave, conversation_id, now_ms=NOW + 20_000)
    assert not wants_rating(database, conversation_id)


def test_a_message_that_the_bot_took_outside_the_hours_is_one(database: Database) -> None:
    conversation_id = a_conversation(database)
    leave_message(database, conversation_id, at_ms=NOW + 100)
    database.write_now(leaving.leave, conversation_id, now_ms=NOW + 20_000)
    assert wants_rating(database, conversation_id)
