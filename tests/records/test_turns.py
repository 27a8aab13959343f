"""Lease, fence and deadline: a turn is answered once, by one worker, or fails aloud."""

import threading

import pytest

from bot.care.effects import MessageForShop, ProofGranted
from bot.conversation.message import Reply
from bot.errors import FenceLost
from bot.records import conversations, messages, privacy, replies, trackers, turns
from bot.records.database import Database
from bot.records.turns import LEASE_MS
from tests.records.factories import DEADLINE_MS, LISTEN, a_conversation, an_outcome, answer, claim, claimed, say

FAILURE = Reply(text="没查成功", failure=True)


def test_only_one_worker_gets_a_turn(database: Database) -> None:
    thread = a_conversation(database)
    say(database, thread, "到哪了?", now_ms=1_000)
    got: list[object] = []

    def try_it(worker: str) -> None:
        got.append(claim(database, thread, now_ms=1_000, worker=worker))

    threads = [threading.Thread(target=try_it, args=(f"worker-{number}",)) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(turn is not None for turn in got) == 1


def test_a_dead_workers_turn_is_taken_over_after_its_lease(database: Database) -> None:
    thread = a_conversation(database)
    say(database, thread, "到哪了?", now_ms=1_000)
    dead = claimed(database, thread, now_ms=1_000)
    assert database.read_now(turns.due, now_ms=1_000 + LEASE_MS - 1) == []
    assert database.read_now(turns.due, now_ms=1_000 + LEASE_MS) == [thread]
    heir = claimed(database, thread, now_ms=1_000 + LEASE_MS, worker="worker-1")
    assert (heir.id, heir.attempt) == (dead.id, 2)
    answer(database, heir, "到杭州了", now_ms=6_000)
    with pytest.raises(FenceLost):
        answer(database, dead, "到杭州了", now_ms=6_100)
    assert [message.text for message in database.read_now(messages.after, thread, 1)] == ["到杭州了"]


def test_a_worker_that_renews_keeps_its_turn(database: Database) -> None:
    thread = a_conversation(database)
    say(database, thread, "到哪了?", now_ms=1_000)
    turn = claimed(database, thread, now_ms=1_000)
    assert database.write_now(turns.renew, turn.id, fence=turn.fence, now_ms=4_000)
    assert claim(database, thread, now_ms=4_000 + LEASE_MS - 1) is None


def test_a_lost_fence_undoes_everything_that_the_turn_did(database: Database) -> None:
    thread = a_conversation(database)
    say(database, thread, "到哪了?", now_ms=1_000)
    dead = claimed(database, thread, now_ms=1_000)
    claimed(database, thread, now_ms=1_000 + LEASE_MS)
    effects = (ProofGranted(order_id="1"), MessageForShop(text="回电", reason="asked"))
    with pytest.raises(FenceLost):
        database.write_now(replies.commit, dead, an_outcome("好", effects=effects, slots={"flow": "x"}), now_ms=7_000)
    exported = database.read_now(privacy.export, database.read_now(conversations.get, thread))
    [conversation] = exported["conversations"]
    assert [len(conversation["messages"]), conversation["proven_orders"], conversation["messages_for_the_shop"]] == [
        1,
        [],
        [],
    ]
    assert database.read_now(trackers.load, thread) is None


def test_after_two_attempts_a_turn_fails_aloud_and_once(database: Database) -> None:
    thread = a_conversation(database)
    say(database, thread, "到哪了?", now_ms=1_000)
    claimed(database, thread, now_ms=1_000)
    claimed(database, thread, now_ms=1_000 + LEASE_MS)
    now_ms = 1_000 + 2 * LEASE_MS
    assert claim(database, thread, now_ms=now_ms) is None
    [overdue] = database.read_now(turns.overdue, now_ms=now_ms)
    assert database.write_now(replies.fail, overdue, FAILURE, now_ms=now_ms) is not None
    assert database.write_now(replies.fail, overdue, FAILURE, now_ms=now_ms) is None
    [failure] = database.read_now(messages.after, thread, 1)
    assert (failure.text, failure.failure, failure.reply_to) == ("没查成功", True, 1)


def test_a_turn_without_an_end_fails_at_its_deadline_and_its_late_answer_is_dropped(database: Database) -> None:
    thread = a_conversation(database)
    say(database, thread, "到哪了?", now_ms=1_000)
    turn = claimed(database, thread, now_ms=1_000)
    late_ms = 1_000 + DEADLINE_MS
    assert database.read_now(turns.overdue, now_ms=late_ms - 1) == []
    [overdue] = database.read_now(turns.overdue, now_ms=late_ms)
    database.write_now(replies.fail, overdue, FAILURE, now_ms=late_ms)
    with pytest.raises(FenceLost):
        answer(database, turn, "到了", now_ms=late_ms + 1)


def test_the_deadline_counts_from_the_first_message(database: Database) -> None:
    thread = a_conversation(database)
    say(database, thread, "在吗", now_ms=1_000)
    say(database, thread, "到哪了?", now_ms=3_000)
    assert database.read_now(turns.overdue, now_ms=1_000 + DEADLINE_MS)


def test_a_turn_that_was_taken_over_is_not_failed_by_a_gateway_that_looked_before(database: Database) -> None:
    thread = a_conversation(database)
    say(database, thread, "到哪了?", now_ms=1_000)
    [overdue] = database.read_now(turns.overdue, now_ms=1_000 + DEADLINE_MS)
    turn = claimed(database, thread, now_ms=1_001)
    assert database.write_now(replies.fail, overdue, FAILURE, now_ms=1_000 + DEADLINE_MS) is None
    answer(database, turn, "到了", now_ms=2_000)


def test_a_released_turn_begins_again_later_with_its_messages(database: Database) -> None:
    thread = a_conversation(database)
    say(database, thread, "到哪了?", now_ms=1_000)
    turn = claimed(database, thread, now_ms=1_000)
    assert database.write_now(turns.release, turn.id, fence=turn.fence, begin_ms=2_000)
    assert claim(database, thread, now_ms=1_999) is None
    again = claimed(database, thread, now_ms=2_000)
    assert (again.id, again.text, again.attempt) == (turn.id, "到哪了?", 2)


def test_a_reply_after_a_takeover_is_kept_from_the_shopper_but_the_tracker_learns(database: Database) -> None:
    thread = a_conversation(database)
    say(database, thread, "到哪了?", now_ms=1_000)
    turn = claimed(database, thread, now_ms=1_000)
    database.write_now(conversations.change_holder, thread, epoch=0, holder="agent", agent_name="小李")
    ended = answer(database, turn, "到杭州了", now_ms=2_000)
    assert ended.messages == ()
    assert len(database.read_now(messages.after, thread, 0)) == 1
    assert database.read_now(trackers.load, thread) is not None


def test_while_queued_the_bot_still_answers(database: Database) -> None:
    thread = a_conversation(database)
    database.write_now(conversations.change_holder, thread, epoch=0, holder="queue")
    say(database, thread, "到哪了?", now_ms=1_000)
    ended = answer(database, claimed(database, thread, now_ms=1_000), "到杭州了", now_ms=2_000)
    assert [message.text for message in ended.messages] == ["到杭州了"]


def test_the_holder_changes_only_for_who_saw_the_last_change(database: Database) -> None:
    thread = a_conversation(database)
    assert database.write_now(conversations.change_holder, thread, epoch=0, holder="queue")
    assert not database.write_now(conversations.change_holder, thread, epoch=0, holder="agent", agent_name="小李")
    assert database.read_now(conversations.get, thread).holder == "queue"


def test_a_long_conversations_tracker_loads_a_bounded_piece_that_begins_at_a_turns_end(database: Database) -> None:
    thread = a_conversation(database)
    for number in range(100):
        say(database, thread, f"第{number}句?", now_ms=1_000 + number)
        turn = claimed(database, thread, now_ms=1_000 + number)
        delta = trackers.TrackerDelta(
            slots={"count": number}, active_loop=None, events=({"event": "user", "text": str(number)}, LISTEN)
        )
        outcome = replies.Outcome(replies=(Reply(text="好"),), effects=(), tracker=delta)
        database.write_now(replies.commit, turn, outcome, now_ms=1_000 + number)
    snapshot = database.read_now(trackers.load, thread)
    assert snapshot is not None
    assert snapshot.slots == {"count": 99}
    assert len(snapshot.events) <= trackers.EVENTS_KEPT
    assert snapshot.events[0]["event"] == "action"
    assert snapshot.events[-2]["text"] == "99"


def test_a_worker_whose_clock_is_a_little_behind_the_signal_may_claim_with_slack(database: Database) -> None:
    thread = a_conversation(database)
    say(database, thread, "我想问下", now_ms=1_000)
    assert claim(database, thread, now_ms=1_300) is None
    assert database.write_now(turns.claim, thread, worker="w", now_ms=1_300, slack_ms=250) is not None
