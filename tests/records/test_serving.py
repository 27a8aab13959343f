"""One agent holds a conversation, whoever else wants it; what the bot says too late reaches the agent only."""

from __future__ import annotations

import asyncio
from collections import Counter

import orjson
import pytest

from bot.care.effects import HandoffRequested, MessageForShop
from bot.errors import Conflict, Forbidden, NotFound, NotHolder, Taken
from bot.handoff.agent import Agent
from bot.records import (
    agents,
    chats,
    conversations,
    desk_presence,
    ending,
    handoffs,
    messages,
    notes,
    passing_on,
    replies,
    serving,
    tickets,
    trackers,
)
from bot.records.agent_sessions import Session
from bot.records.database import Database
from bot.records.handoff_requests import Asked, request
from bot.records.lines import Line
from bot.records.passing_on import Target
from bot.records.trackers import TrackerDelta
from tests.records.factories import a_conversation, an_outcome, answer, claimed, say

NOW = 1_000_000


def hire(database: Database, name: str, *, role: str = "agent", skills: tuple[str, ...] = ("all",)) -> Session:
    agent: Agent = database.write_now(agents.add, name=name, password_hash="x", role=role, skills=skills, now_ms=NOW)
    database.write_now(desk_presence.beat, "g1", {name: 1}, now_ms=NOW)
    database.write_now(agents.set_status, name, "online", now_ms=NOW)
    return Session(agent=agent, token_hash=name, address="192.0.2.2")


def queue(database: Database, conversation_id: str, *, now_ms: int = NOW) -> None:
    def ask(connection: object) -> None:
        row = messages.lock(connection, conversation_id)  # type: ignore[arg-type]
        assert request(connection, row, Asked(), epoch=row.epoch, now_ms=now_ms)  # type: ignore[arg-type]

    database.write_now(ask)


def a_waiting_one(database: Database, **given: object) -> str:
    conversation_id = a_conversation(database, **given)  # type: ignore[arg-type]
    queue(database, conversation_id)
    return conversation_id


def claim(database: Database, session: Session, conversation_id: str, *, now_ms: int = NOW + 1) -> handoffs.Stepped:
    return database.write_now(serving.claim, session, conversation_id, words="来了", now_ms=now_ms)


def holder(database: Database, conversation_id: str) -> tuple[str, str | None]:
    found = database.read_now(conversations.get, conversation_id)
    return found.holder, found.agent_name


async def test_fifty_agents_claim_the_same_two_hundred_and_each_has_one_holder(database: Database) -> None:
    sessions = [hire(database, f"agent-{number:02}") for number in range(50)]
    waiting = [a_waiting_one(database) for _ in range(200)]

    async def grab(session: Session, conversation_id: str) -> str:
        try:
            await database.write(serving.claim, session, conversation_id, words="来了", now_ms=NOW + 1)
        except Taken:
            return "taken"
        return conversation_id

    tried = [
        grab(session, each) for number, session in enumerate(sessions) for each in waiting[number:] + waiting[:number]
    ]
    outcomes = Counter(await asyncio.gather(*tried))
    assert outcomes.pop("taken") == 200 * 49 and outcomes == dict.fromkeys(waiting, 1)
    board = database.read_now(chats.open_ones)
    assert all(board[each].state == "assigned" and holder(database, each)[1] == board[each].agent for each in waiting)
    for each in waiting[:10]:
        said = database.read_now(messages.after, each, 0)
        assert [message.seq for message in said] == [1]


def test_claiming_what_one_holds_changes_nothing(database: Database) -> None:
    session, conversation_id = hire(database, "小林"), a_waiting_one(database)
    assert claim(database, session, conversation_id).changed
    again = claim(database, session, conversation_id)
    assert not again.changed and not again.messages


def test_without_the_skill_it_cannot_be_claimed(database: Database) -> None:
    session = hire(database, "小林", skills=("presale",))
    conversation_id = a_conversation(database)
    say(database, conversation_id, "x", now_ms=NOW)
    turn = claimed(database, conversation_id, now_ms=NOW + 5_000)
    effect = HandoffRequested(reason="complain_damaged")
    database.write_now(replies.commit, turn, an_outcome("好", effects=(effect,)), now_ms=NOW)
    assert holder(database, conversation_id) == ("queue", None)
    with pytest.raises(Forbidden):
        claim(database, session, conversation_id)
    with pytest.raises(NotFound):
        claim(database, session, a_conversation(database))


def test_only_the_holder_writes_and_the_same_line_is_stored_once(database: Database) -> None:
    mine, other = hire(database, "小林"), hire(database, "小王")
    conversation_id = a_waiting_one(database)
    claim(database, mine, conversation_id)
    line = Line(role="agent", text="您好", agent="小林", client_id="c1")
    seq, stepped = database.write_now(serving.send, mine, conversation_id, line, now_ms=NOW + 2)
    again, nothing = database.write_now(serving.send, mine, conversation_id, line, now_ms=NOW + 3)
    assert (seq, again) == (2, 2) and stepped.messages and not nothing.messages
    with pytest.raises(Conflict):
        changed = Line(role="agent", text="您好啊", agent="小林", client_id="c1")
        database.write_now(serving.send, mine, conversation_id, changed, now_ms=NOW + 3)
    with pytest.raises(NotHolder):
        theirs = Line(role="agent", text="我来", agent="小王", client_id="c2")
        database.write_now(serving.send, other, conversation_id, theirs, now_ms=NOW + 3)


def test_the_bots_late_answer_is_kept_from_her_and_noted(database: Database) -> None:
    session, conversation_id = hire(database, "小林"), a_conversation(database)
    say(database, conversation_id, "怎么还没到", now_ms=NOW)
    turn = claimed(database, conversation_id, now_ms=NOW + 5_000)
    queue(database, conversation_id)
    claim(database, session, conversation_id)
    ended = answer(database, turn, "在路上", now_ms=NOW + 6_000)
    assert not ended.messages and ended.unsaid == 1
    assert [each.role for each in database.read_now(messages.after, conversation_id, 0)] == ["shopper", "system"]
    [note] = database.read_now(notes.of, conversation_id)
    assert (note.kind, note.text, note.agent) == ("unsaid", "在路上", None)


def remember(database: Database, conversation_id: str, slots: dict[str, object], loop: str | None = None) -> None:
    delta = TrackerDelta(
        slots=slots,
        active_loop={"name": loop} if loop else None,
        events=({"event": "slot", "name": "asked", "value": "x"},),
    )
    database.write_now(trackers.append, conversation_id, "t0", delta)


def test_taking_over_ends_the_bots_own_questions(database: Database) -> None:
    session, conversation_id = hire(database, "小林"), a_conversation(database)
    remember(
        database, conversation_id, {"asked": "order_number", "flow": "track_order", "order_in_focus": "1"}, loop="form"
    )
    queue(database, conversation_id)
    claim(database, session, conversation_id)
    found = database.read_now(trackers.load, conversation_id)
    assert found is not None and found.active_loop is None
    assert found.slots == {"flow": "track_order", "order_in_focus": "1"}
    assert {"event": "active_loop", "name": None} in [
        {k: e[k] for k in ("event", "name")} for e in found.events if e["event"] == "active_loop"
    ]
    assert any(e["event"] == "slot" and e["name"] == "requested_slot" and e["value"] is None for e in found.events)


def test_handing_back_tells_the_tracker_the_outcome_and_the_last_five_lines(database: Database) -> None:
    session, conversation_id = hire(database, "小林"), a_conversation(database)
    remember(database, conversation_id, {"flow": "track_order"})
    queue(database, conversation_id)
    claim(database, session, conversation_id)
    for number in range(7):
        line = Line(role="agent", text=f"第{number}句", agent="小林", client_id=f"c{number}")
        database.write_now(serving.send, session, conversation_id, line, now_ms=NOW + 2)
    stepped = database.write_now(
        ending.hand_back,
        session,
        conversation_id,
        summary="已补发",
        words="回来了",
        now_ms=NOW + 9,
        deadline_ms=12_000,
    )
    assert stepped.turn_begin_ms == NOW + 9 and holder(database, conversation_id) == ("bot", None)
    found = database.read_now(trackers.load, conversation_id)
    assert found is not None
    assert [e["text"] for e in found.events if e["event"] == "agent"] == [f"第{n}句" for n in range(2, 7)]
    assert found.slots["handoff_outcome"] == "returned" and found.slots["handoff_summary"] == "已补发"
    assert "flow" not in found.slots
    turn = claimed(database, conversation_id, now_ms=NOW + 10)
    assert turn.cause == "system" and turn.instruction == {"kind": "handed_back", "agent": "小林", "summary": "已补发"}
    assert turn.served is not None
    lines = turn.served.pop("lines")
    assert [each["text"] for each in lines] == [f"第{n}句" for n in range(7)] and {each["agent"] for each in lines} == {
        "小林"
    }
    assert turn.served == {
        "agent": "小林", "outcome": "returned", "summary": "已补发", "wish": "track_order", "promises": [],
    }  # fmt: skip


def test_a_turn_from_before_the_takeover_does_not_undo_what_was_told_after_it(database: Database) -> None:
    session, conversation_id = hire(database, "小林"), a_conversation(database)
    say(database, conversation_id, "怎么还没到", now_ms=NOW)
    turn = claimed(database, conversation_id, now_ms=NOW + 5_000)
    queue(database, conversation_id)
    claim(database, session, conversation_id)
    database.write_now(
        ending.hand_back, session, conversation_id, summary=None, words="回来了", now_ms=NOW + 9, deadline_ms=12_000
    )
    late = an_outcome("订单号呢", slots={"asked": "order_number"})
    database.write_now(replies.commit, turn, late, now_ms=NOW + 6_000)
    found = database.read_now(trackers.load, conversation_id)
    assert found is not None and "asked" not in found.slots and found.slots["handoff_outcome"] == "returned"


def test_passing_on_goes_to_the_front_and_only_to_who_is_online(database: Database) -> None:
    mine, other = hire(database, "小林"), hire(database, "小王")
    first, second = a_waiting_one(database), a_waiting_one(database)
    claim(database, mine, second)
    database.write_now(agents.set_status, "小王", "offline", now_ms=NOW)
    with pytest.raises(Conflict):
        database.write_now(
            passing_on.transfer, mine, second, Target(agent="小王"), reason="投诉", words="转", now_ms=NOW + 2
        )
    assert holder(database, second) == ("agent", "小林")
    database.write_now(agents.set_status, "小王", "online", now_ms=NOW)
    database.write_now(
        passing_on.transfer, mine, second, Target(agent="小王"), reason="投诉", words="转", now_ms=NOW + 2
    )
    board = database.read_now(chats.open_ones)
    assert board[second].rank < board[first].rank and board[second].wanted_agent == "小王"  # type: ignore[operator]
    with pytest.raises(NotHolder):
        line = Line(role="agent", text="x", agent="小林", client_id="c")
        database.write_now(serving.send, mine, second, line, now_ms=NOW + 3)
    claim(database, other, second, now_ms=NOW + 3)
    assert holder(database, second) == ("agent", "小王")


def test_what_a_shopper_leaves_is_a_ticket_with_a_promise_and_later_words_join_it(database: Database) -> None:
    conversation_id = a_conversation(database)
    for number, effect in enumerate(
        (
            MessageForShop(
                text="杯子碎了",
                reason="complain_damaged",
                ticket_id="T1",
                promise="回复",
                due_at="2026-11-23T03:00:00.000Z",
            ),
            MessageForShop(text="138 0013 8000", reason="complain_damaged", contact="13800138000", ticket_id="T2"),
        )
    ):
        say(database, conversation_id, str(number), now_ms=NOW + number * 1_000)
        turn = claimed(database, conversation_id, now_ms=NOW + number * 1_000 + 500)
        database.write_now(replies.commit, turn, an_outcome("好", effects=(effect,)), now_ms=NOW + number * 1_000 + 600)
    [ticket] = database.read_now(tickets.of_conversation, conversation_id)
    assert (ticket.id, ticket.contact, ticket.text) == ("T1", "13800138000", "杯子碎了\n138 0013 8000")
    [promise] = ticket.promises
    assert promise.state == "open" and ticket.as_json()["contact"] == "138****8000"
    assert orjson.dumps(ticket.as_json())


@pytest.mark.parametrize(
    ("asked", "wish"),
    [
        (Asked(why="not_solved"), "complain_late_delivery"),
        (Asked(why="not_solved", reason="request_refund"), "request_refund"),
        (Asked(), None),
    ],
    ids=["not solved", "not solved, and a new wish", "asked"],
)
def test_what_was_not_solved_is_the_matter_of_before(database: Database, asked: Asked, wish: str | None) -> None:
    session, conversation_id = hire(database, "小林"), a_conversation(database)

    def ask(connection: object, how: Asked) -> None:
        row = messages.lock(connection, conversation_id)  # type: ignore[arg-type]
        assert request(connection, row, how, epoch=row.epoch, now_ms=NOW)  # type: ignore[arg-type]

    database.write_now(ask, Asked(reason="complain_late_delivery", order_id="2026112100012345"))
    claim(database, session, conversation_id)
    database.write_now(
        ending.resolve, session, conversation_id, outcome="solved", note=None, words="完", now_ms=NOW + 5
    )
    database.write_now(ask, asked)
    found = database.read_now(chats.open_ones)[conversation_id]
    assert (found.intent, found.wanted_agent) == (wish, "小林")
    assert found.order_id == ("2026112100012345" if asked.why == "not_solved" else None)


def test_of_two_matters_it_is_the_one_of_this_conversation_that_was_not_solved(database: Database) -> None:
    session = hire(database, "小林")
    here, there = (a_conversation(database, customer_id="C1") for _ in range(2))

    def ask(connection: object, conversation_id: str, how: Asked) -> None:
        row = messages.lock(connection, conversation_id)  # type: ignore[arg-type]
        assert request(connection, row, how, epoch=row.epoch, now_ms=NOW)  # type: ignore[arg-type]

    for number, (where, wish) in enumerate(((here, "complain_late_delivery"), (there, "request_invoice"))):
        database.write_now(ask, where, Asked(reason=wish))
        claim(database, session, where)
        database.write_now(
            ending.resolve, session, where, outcome="solved", note=None, words="完", now_ms=NOW + 5 + number
        )
    database.write_now(ask, here, Asked(why="not_solved"))
    assert database.read_now(chats.open_ones)[here].intent == "complain_late_delivery"
