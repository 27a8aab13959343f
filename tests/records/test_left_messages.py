"""A message left for the shop's people: ticket, promise, contact, and the handoff that stands behind it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from bot.care.effects import MessageForShop
from bot.conversation.message import Reply
from bot.errors import Forbidden, NotFound, Taken
from bot.handoff.skills import skill_for
from bot.records import chats, desk_lists, ending, handoffs, leaving, promises_due, replies, serving, tickets
from bot.records.care_tables import tickets as ticket_table
from bot.records.database import Database
from bot.records.desk_lists import Wanted, Window
from bot.records.handoff_tables import handoff_steps
from bot.records.replies import Outcome
from bot.records.rows import ms
from bot.records.trackers import TrackerDelta
from tests.records.factories import LISTEN, a_conversation, an_outcome, claimed, say
from tests.records.test_serving import NOW, hire, holder, queue

DUE = datetime(2026, 11, 23, 3, tzinfo=timezone.utc)
LEFT = MessageForShop(
    text="杯子碎了", reason="complain_damaged", contact="13800138000", ticket_id="T1", promise="回复您的留言",
    due_at=DUE.isoformat(),
)  # fmt: skip
PAGE = Window(limit=50)


def leave_message(database: Database, conversation_id: str, effect: MessageForShop = LEFT, *, at_ms: int = NOW) -> None:
    say(database, conversation_id, f"留言 {at_ms}", now_ms=at_ms)
    turn = claimed(database, conversation_id, now_ms=at_ms + 5_000)
    database.write_now(replies.commit, turn, an_outcome("记下了", effects=(effect,)), now_ms=at_ms + 6_000)


def its_handoff(database: Database, ticket_id: str = "T1") -> str | None:
    query = ticket_table.select().where(ticket_table.c.id == ticket_id)
    return database.read_now(lambda c: c.execute(query).one().handoff_id)


def test_outside_the_hours_it_is_a_handoff_that_ended_offline(database: Database) -> None:
    conversation_id = a_conversation(database)
    leave_message(database, conversation_id)
    chat = database.read_now(chats.one, conversation_id)
    assert chat is not None and (chat.state, chat.intent, chat.reason) == ("offline", "complain_damaged", "杯子碎了")
    assert its_handoff(database) == chat.handoff_id and holder(database, conversation_id) == ("bot", None)
    steps = database.read_now(lambda c: [row.step for row in c.execute(handoff_steps.select())])
    assert steps == ["request", "leave_message"]
    more = MessageForShop(text="还有照片", reason="complain_damaged", ticket_id="T2")
    leave_message(database, conversation_id, more, at_ms=NOW + 20_000)
    assert len(database.read_now(lambda c: c.execute(handoff_steps.select()).all())) == 2
    [ticket] = database.read_now(tickets.of_conversation, conversation_id)
    assert ticket.text == "杯子碎了\n还有照片" and ticket.promises[0].due_ms == ms(DUE)


def test_who_has_the_skill_takes_it_up_in_the_chat_and_one_only(database: Database) -> None:
    conversation_id = a_conversation(database)
    leave_message(database, conversation_id)
    first, second, other = hire(database, "小王"), hire(database, "小李"), hire(database, "小赵", skills=("presale",))
    with pytest.raises(Forbidden):
        database.write_now(serving.claim, other, conversation_id, words="来了", now_ms=NOW + 20_000)
    taken = database.write_now(serving.claim, first, conversation_id, words="小王来了", now_ms=NOW + 20_000)
    assert taken.changed and holder(database, conversation_id) == ("agent", "小王")
    with pytest.raises(Taken):
        database.write_now(serving.claim, second, conversation_id, words="来了", now_ms=NOW + 21_000)
    ended = database.read_now(desk_lists.conversations_page, first.agent, Wanted(which="ended"), PAGE)
    assert not ended.rows
    database.write_now(
        ending.resolve, first, conversation_id, outcome="solved", note=None, words="好", now_ms=NOW + 30_000
    )
    with pytest.raises(NotFound):
        database.write_now(serving.claim, second, conversation_id, words="来了", now_ms=NOW + 31_000)


def test_while_she_waits_she_keeps_her_place_and_leaving_then_is_no_abandoning(database: Database) -> None:
    conversation_id = a_conversation(database)
    queue(database, conversation_id)
    before = database.read_now(handoffs.open_of, conversation_id)
    leave_message(database, conversation_id)
    waiting = database.read_now(handoffs.open_of, conversation_id)
    assert waiting is not None and before is not None
    assert (waiting.id, waiting.state, waiting.rank_ms) == (before.id, "waiting", before.rank_ms)
    assert its_handoff(database) == waiting.id
    assert database.write_now(leaving.leave, conversation_id, now_ms=NOW + 30_000)
    chat = database.read_now(chats.one, conversation_id)
    assert chat is not None and (chat.state, chat.holder) == ("offline", "nobody")


def test_without_a_message_leaving_is_abandoning(database: Database) -> None:
    conversation_id = a_conversation(database)
    queue(database, conversation_id)
    database.write_now(leaving.leave, conversation_id, now_ms=NOW + 30_000)
    chat = database.read_now(chats.one, conversation_id)
    assert chat is not None and (chat.state, chat.holder) == ("abandoned", "nobody")


def test_agents_of_the_skill_find_it_in_the_lists_and_others_do_not(database: Database) -> None:
    mine = hire(database, "小林", skills=("complaint",)).agent
    other = hire(database, "小王", skills=("presale",)).agent
    conversation_id = a_conversation(database)
    leave_message(database, conversation_id)
    for agent, expected in ((mine, [conversation_id]), (other, [])):
        page = database.read_now(desk_lists.conversations_page, agent, Wanted(), PAGE)
        assert [chat.conversation_id for chat in page.rows] == expected and page.total == len(expected)
    found = database.read_now(desk_lists.tickets_page, Wanted(status="open"), PAGE).rows
    assert [(ticket.id, ticket.as_json()["contact"]) for ticket in found] == [("T1", "138****8000")]


def test_a_promise_past_its_time_is_broken_once_and_stays_in_the_list_of_what_is_due(database: Database) -> None:
    conversation_id = a_conversation(database)
    leave_message(database, conversation_id)
    early, late = ms(DUE - timedelta(seconds=1)), ms(DUE + timedelta(seconds=1))
    assert database.write_now(promises_due.mark_broken, business_ms=early, now_ms=NOW) == []
    assert database.read_now(promises_due.any_due, business_ms=late)
    assert database.write_now(promises_due.mark_broken, business_ms=late, now_ms=NOW) == [conversation_id]
    assert not database.read_now(promises_due.any_due, business_ms=late)
    wanted = Wanted(status="open,broken", until=DUE + timedelta(hours=2))
    [promise] = database.read_now(desk_lists.promises_page, wanted, PAGE).rows
    assert (promise.state, promise.what) == ("broken", "回复您的留言")
    database.write_now(tickets.keep_promise, promise.id, now_ms=NOW)
    assert not database.read_now(desk_lists.promises_page, wanted, PAGE).rows


def heard_as(intent: str, ranking: dict[str, float]) -> TrackerDelta:
    """The tracker's events of a turn whose words were taken so."""
    found = [{"name": name, "confidence": confidence} for name, confidence in ranking.items()]
    parse = {"intent": {"name": intent}, "intent_ranking": found, "emotion": {"level": "calm"}}
    return TrackerDelta(
        slots={}, active_loop=None, events=({"event": "user", "text": "锅把手断了", "parse_data": parse}, LISTEN)
    )


@pytest.mark.parametrize(
    ("reason", "intent", "ranking", "wish"),
    [
        ("request_human", "inform", {"inform": 0.9, "complain_damaged": 0.5}, "complain_damaged"),
        ("request_human", "inform", {"inform": 0.9, "greet": 0.5, "track_order": 0.1}, None),
        ("request_human", "leave_message", {}, None),
        ("urge_delivery", "inform", {"inform": 0.9, "complain_damaged": 0.5}, "urge_delivery"),
    ],
)
def test_what_she_writes_down_says_which_people_it_is_for(
    database: Database, reason: str, intent: str, ranking: dict[str, float], wish: str | None
) -> None:
    conversation_id = a_conversation(database)
    say(database, conversation_id, "锅把手断了", now_ms=NOW)
    turn = claimed(database, conversation_id, now_ms=NOW + 5_000)
    effect = MessageForShop(text="锅把手断了", reason=reason, ticket_id="T1")
    outcome = Outcome(replies=(Reply(text="记下了"),), effects=(effect,), tracker=heard_as(intent, ranking))
    database.write_now(replies.commit, turn, outcome, now_ms=NOW + 6_000)
    chat = database.read_now(chats.one, conversation_id)
    assert chat is not None and (chat.state, chat.intent, chat.skill) == ("offline", wish, skill_for(wish))


def test_what_joins_an_open_ticket_brings_its_own_promise_once(database: Database) -> None:
    conversation_id = a_conversation(database)
    leave_message(database, conversation_id)
    call = MessageForShop(
        text="打给我", reason="complain_damaged", contact="13900139000", ticket_id="T2", promise="给您回电话",
        due_at=DUE.isoformat(),
    )  # fmt: skip
    for later in (20_000, 40_000):
        leave_message(database, conversation_id, call, at_ms=NOW + later)
    [ticket] = database.read_now(tickets.of_conversation, conversation_id)
    assert sorted(each.what for each in ticket.promises) == ["回复您的留言", "给您回电话"]
    assert ticket.contact == "13900139000"
