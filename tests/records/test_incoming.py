"""What happens to a message between the shopper's frame and its turn."""

import pytest

from bot.conversation.message import Button, Reply
from bot.conversation.turn import GREETING_QUIET_MS, LONGEST_WAIT_MS, QUIET_MS, TYPING_MS
from bot.errors import Closed, Conflict, InvalidButton, NotFound
from bot.records import conversations, incoming, messages, replies, tables
from bot.records.database import Database
from tests.records.factories import a_conversation, an_outcome, answer, claim, claimed, say


def test_the_first_message_has_seq_1_and_seqs_have_no_gaps(database: Database) -> None:
    thread = a_conversation(database)
    assert [say(database, thread, text, now_ms=1_000 + index).seq for index, text in enumerate("甲乙丙")] == [1, 2, 3]


def test_the_same_id_and_body_again_is_the_same_message(database: Database) -> None:
    thread = a_conversation(database)
    first = say(database, thread, "你好", now_ms=1_000, client_id="a")
    again = say(database, thread, "你好", now_ms=9_000, client_id="a")
    assert (again.seq, again.duplicate) == (first.seq, True)
    assert len(database.read_now(messages.after, thread, 0)) == 1


def test_the_same_id_with_another_body_is_a_conflict_and_stores_nothing(database: Database) -> None:
    thread = a_conversation(database)
    say(database, thread, "你好", now_ms=1_000, client_id="a")
    with pytest.raises(Conflict):
        say(database, thread, "再见", now_ms=2_000, client_id="a")
    assert [message.text for message in database.read_now(messages.after, thread, 0)] == ["你好"]


def test_the_same_id_in_two_conversations_is_two_messages(database: Database) -> None:
    one, two = a_conversation(database), a_conversation(database)
    assert not say(database, one, "你好", now_ms=1_000, client_id="a").duplicate
    assert not say(database, two, "你好", now_ms=1_000, client_id="a").duplicate


def test_fragments_are_one_turn_and_each_keeps_its_seq(database: Database) -> None:
    thread = a_conversation(database)
    for index, text in enumerate(("在吗", "我那个订单", "怎么还没到")):
        say(database, thread, text, now_ms=1_000 + 300 * index)
    turn = claimed(database, thread, now_ms=9_000)
    assert turn.text == "在吗\n我那个订单\n怎么还没到"
    assert [message.seq for message in turn.messages] == [1, 2, 3]
    assert turn.last_seq == 3


@pytest.mark.parametrize(
    ("text", "given", "wait_ms"),
    [
        ("我想问下", {}, QUIET_MS),
        ("在吗", {}, GREETING_QUIET_MS),
        ("在吗？", {}, GREETING_QUIET_MS),
        ("亲 在吗", {}, GREETING_QUIET_MS),
        ("您好，在吗？", {}, GREETING_QUIET_MS),
        ("亲 发货了吗", {}, 0),
        ("亲" * 21 + "在吗", {}, 0),
        ("发货了吗", {}, 0),
        ("什么时候到?", {}, 0),
        ("那我的呢", {}, 0),
        ("我想问下", {"at_once": True}, 0),
        ("我想问下", {"alone": True}, 0),
    ],
)
def test_when_a_turn_begins(database: Database, text: str, given: dict[str, bool], wait_ms: int) -> None:
    thread = a_conversation(database)
    assert say(database, thread, text, now_ms=5_000, **given).begin_ms == 5_000 + wait_ms


def test_a_turn_begins_at_most_four_seconds_after_its_first_message(database: Database) -> None:
    thread = a_conversation(database)
    for offset in range(0, 3_900, 300):
        accepted = say(database, thread, "然后", now_ms=1_000 + offset)
    assert accepted.begin_ms == 1_000 + LONGEST_WAIT_MS


def test_typing_puts_the_turn_off_within_the_longest_wait(database: Database) -> None:
    thread = a_conversation(database)
    say(database, thread, "我那个", now_ms=1_000)
    assert database.write_now(incoming.typing, thread, now_ms=1_200) == 1_200 + TYPING_MS
    assert database.write_now(incoming.typing, thread, now_ms=2_600) == 2_600 + TYPING_MS
    assert database.write_now(incoming.typing, thread, now_ms=4_000) == 1_000 + LONGEST_WAIT_MS


def test_what_comes_while_a_turn_runs_begins_the_next(database: Database) -> None:
    thread = a_conversation(database)
    say(database, thread, "发货了吗", now_ms=1_000)
    running = claimed(database, thread, now_ms=1_000)
    say(database, thread, "到哪了呢", now_ms=1_100)
    assert claim(database, thread, now_ms=1_200) is None
    ended = answer(database, running, "发了", now_ms=1_300)
    assert ended.next_begin_ms == 1_100
    assert claimed(database, thread, now_ms=1_300).text == "到哪了呢"


def test_a_button_is_a_turn_of_its_own_that_keeps_the_order(database: Database) -> None:
    thread = a_conversation(database)
    say(database, thread, "我要退", now_ms=1_000)
    say(database, thread, None, now_ms=1_100, client_id="h", human=True)
    say(database, thread, "快点", now_ms=1_200)
    seen = []
    for _ in range(3):
        turn = claimed(database, thread, now_ms=9_000)
        seen.append((turn.text, turn.payload))
        answer(database, turn, "好", now_ms=9_000)
    assert seen == [("我要退", None), ("转人工", "/request_human"), ("快点", None)]


def test_a_click_becomes_the_buttons_title_and_its_payload_stays_on_the_server(database: Database) -> None:
    thread = a_conversation(database)
    say(database, thread, "查物流", now_ms=1_000)
    offered = Reply(text="哪一单?", buttons=(Button(title="耳机", payload='/inform{"order_number":"1"}'),))
    outcome = replies.Outcome(replies=(offered,), effects=(), tracker=None)
    database.write_now(replies.commit, claimed(database, thread, now_ms=3_000), outcome, now_ms=3_000)
    say(database, thread, None, now_ms=4_000, client_id="c", click=(2, 0))
    turn = claimed(database, thread, now_ms=4_000)
    assert (turn.text, turn.payload) == ("耳机", '/inform{"order_number":"1"}')
    frames = [message.as_frame() for message in database.read_now(messages.after, thread, 0)]
    assert "order_number" not in str(frames)


@pytest.mark.parametrize("click", [(1, 0), (2, 1), (2, -1), (3, 0), (99, 0)])
def test_a_button_that_was_not_offered_there_is_refused(database: Database, click: tuple[int, int]) -> None:
    thread = a_conversation(database)
    say(database, thread, "查物流", now_ms=1_000)
    offered = Reply(text="哪一单?", buttons=(Button(title="耳机", payload="/inform"),))
    outcome = replies.Outcome(replies=(offered,), effects=(), tracker=None)
    database.write_now(replies.commit, claimed(database, thread, now_ms=3_000), outcome, now_ms=3_000)
    with pytest.raises(InvalidButton):
        say(database, thread, None, now_ms=4_000, client_id="c", click=click)


def test_a_button_of_another_conversation_is_refused(database: Database) -> None:
    mine, yours = a_conversation(database), a_conversation(database)
    say(database, yours, "查物流", now_ms=1_000)
    offered = Reply(text="哪一单?", buttons=(Button(title="耳机", payload="/inform"),))
    outcome = replies.Outcome(replies=(offered,), effects=(), tracker=None)
    database.write_now(replies.commit, claimed(database, yours, now_ms=3_000), outcome, now_ms=3_000)
    with pytest.raises(InvalidButton):
        say(database, mine, None, now_ms=4_000, client_id="c", click=(2, 0))


def test_an_upload_of_another_conversation_is_not_there(database: Database) -> None:
    thread = a_conversation(database)
    with pytest.raises(NotFound):
        say(database, thread, None, now_ms=1_000, client_id="u", upload_id="somebody-else's")


def test_while_an_agent_holds_it_no_turn_is_made(database: Database) -> None:
    thread = a_conversation(database)
    assert database.write_now(conversations.change_holder, thread, epoch=0, holder="agent", agent_name="小李")
    accepted = say(database, thread, "在吗?", now_ms=1_000)
    assert (accepted.seq, accepted.turn_id) == (1, None)


def test_a_message_after_the_end_gives_it_back_to_the_bot(database: Database) -> None:
    thread = a_conversation(database)
    database.write_now(conversations.change_holder, thread, epoch=0, holder="nobody")
    assert say(database, thread, "还有个问题", now_ms=1_000).reopened
    assert database.read_now(conversations.get, thread).holder == "bot"


def test_a_blocked_conversation_is_closed(database: Database) -> None:
    thread = a_conversation(database)
    database.write_now(
        lambda connection: connection.execute(tables.conversations.update().values(blocked_until_ms=9_000))
    )
    with pytest.raises(Closed):
        say(database, thread, "你好", now_ms=1_000)
    assert say(database, thread, "你好", now_ms=9_001).seq == 1


def test_a_conversation_that_is_not_there_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound):
        say(database, "nowhere", "你好", now_ms=1_000)


def test_the_answer_names_the_last_message_that_it_answers(database: Database) -> None:
    thread = a_conversation(database)
    say(database, thread, "在吗", now_ms=1_000)
    say(database, thread, "发货了吗", now_ms=1_100)
    database.write_now(
        replies.commit, claimed(database, thread, now_ms=1_200), an_outcome("在的", "发了"), now_ms=1_300
    )
    bot = [message for message in database.read_now(messages.after, thread, 0) if message.role == "bot"]
    assert [(message.seq, message.reply_to) for message in bot] == [(3, 2), (4, 2)]
