"""What was heard is read with its marks; what was looked at is counted by text, and goes with its conversation."""

from __future__ import annotations

from bot.records import conversations, heard, privacy
from bot.records.database import Database
from bot.records.heard import Looked
from bot.records.tables import ratings
from tests.training.review.chats import Chat


def look(conversation_id: str, words: str, intent: str | None) -> Looked:
    return Looked(conversation_id=conversation_id, words=words, did="labelled" if intent else "skipped", intent=intent)


def test_talks_come_in_order_with_what_speaks_against_them(database: Database) -> None:
    chat = Chat.begun(database).said("能赊账不", "unsure", 0.31).clicked("ask_payment")
    old = Chat.begun(database, ago_ms=900_000_000).said("能赊账不", "unsure", 0.31)
    low = {"client_id": "r", "body_hash": "h", "score": 2, "factors": "[]", "after_seq": 4, "at_ms": chat.now_ms}
    database.write_now(lambda c: c.execute(ratings.insert().values(conversation_id=chat.id, **low)))
    talks = database.read_now(heard.talks_since, since_ms=chat.now_ms - 3_600_000)
    assert old.id not in talks
    talk = talks[chat.id]
    assert [(each.text, each.intent, each.confidence, each.clicked) for each in talk.heard] == [
        ("能赊账不", "unsure", 0.31, False),
        ("/ask_payment", "ask_payment", 1.0, True),
    ]
    assert talk.rated_low == [4]
    assert next(name for _, name in database.read_now(heard.actions_of, chat.id)) == "action_answer_question"


def test_a_text_is_counted_once_however_many_said_it_and_the_later_look_counts(database: Database) -> None:
    one, two = Chat.begun(database).said("能赊账不", "unsure"), Chat.begun(database).said("能赊账不", "unsure")
    database.write_now(heard.note_looked, [look(one.id, "w", None), look(two.id, "w", None)], now_ms=1)
    assert database.read_now(heard.labelled) == {}
    database.write_now(heard.note_looked, [look(one.id, "w", "bargain"), look(two.id, "w", "bargain")], now_ms=2)
    assert database.read_now(heard.labelled) == {"bargain": 1}
    assert database.read_now(heard.looked_at) == {"w"}


def test_erasing_one_conversation_leaves_the_looks_of_others(database: Database) -> None:
    hers, other = Chat.begun(database).said("能赊账不", "unsure"), Chat.begun(database).said("能赊账不", "unsure")
    database.write_now(heard.note_looked, [look(hers.id, "a", None), look(other.id, "b", None)], now_ms=1)
    database.write_now(privacy.erase, database.read_now(conversations.get, hers.id), now_ms=2)
    assert database.read_now(heard.looked_at) == {"b"}
    database.write_now(heard.note_looked, [look(hers.id, "a", "bargain")], now_ms=3)
    assert database.read_now(heard.looked_at) == {"b"}
