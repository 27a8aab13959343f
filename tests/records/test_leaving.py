"""A shopper ends her conversation: nobody holds it, and what the bot had asked is not asked any more."""

from __future__ import annotations

from bot.records import conversations, leaving, replies, trackers
from bot.records.database import Database
from tests.records.factories import a_conversation, an_outcome, claimed, say


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
