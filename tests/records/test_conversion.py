"""询单转化 in the record: a question goes on while she asks, is converted once, and is counted by people."""

from __future__ import annotations

from datetime import timedelta

from bot.care.effects import ProductAskedAbout
from bot.records import clock as clock_records
from bot.records import conversations, conversion, privacy, replies
from bot.records.conversion import COUNTS_WITHIN_MS, Bought, Conversion
from bot.records.database import Database
from tests.records.factories import a_conversation, an_outcome, claimed, say

NOW = 1_000_000
HOUR = 3_600_000


def ask(database: Database, conversation_id: str, *skus: str, now_ms: int = NOW) -> None:
    effects = tuple(ProductAskedAbout(product_sku=sku, intent="ask_price") for sku in skus)
    say(database, conversation_id, f"多少钱 {now_ms}", now_ms=now_ms, at_once=True)
    turn = claimed(database, conversation_id, now_ms=now_ms)
    database.write_now(replies.commit, turn, an_outcome("好", effects=effects), now_ms=now_ms)


def questions(database: Database, customer_id: str, business_ms: int = NOW) -> list[conversion.Question]:
    return database.read_now(conversion.open_questions, customer_id, business_ms=business_ms)


def counted(database: Database, until_ms: int = NOW * 9) -> Conversion:
    return database.read_now(conversion.figures, from_ms=0, until_ms=until_ms)


def test_asking_again_within_two_days_is_the_same_question(database: Database) -> None:
    conversation_id = a_conversation(database, customer_id="C1")
    ask(database, conversation_id, "EJ1", "EJ2")
    ask(database, conversation_id, "EJ1", now_ms=NOW + HOUR)
    found = questions(database, "C1", NOW + HOUR)
    assert [(each.product_sku, each.first_ms, each.last_ms) for each in found] == [
        ("EJ1", NOW, NOW + HOUR),
        ("EJ2", NOW, NOW),
    ]
    ask(database, conversation_id, "EJ1", now_ms=NOW + HOUR + COUNTS_WITHIN_MS + 1)
    assert len(questions(database, "C1", NOW + HOUR + COUNTS_WITHIN_MS + 1)) == 3


def test_a_question_is_converted_once_and_the_next_one_is_new(database: Database) -> None:
    conversation_id = a_conversation(database, customer_id="C1")
    ask(database, conversation_id, "EJ1")
    asked = questions(database, "C1")
    for order_id in ("O1", "O2"):
        found = [Bought(question_id=asked[0].id, order_id=order_id, ordered_ms=NOW + 5)]
        changed = database.write_now(conversion.record, asked, found, business_ms=NOW + 10)
        assert changed == (1 if order_id == "O1" else 0)
    assert questions(database, "C1") == []
    ask(database, conversation_id, "EJ1", now_ms=NOW + HOUR)
    assert len(questions(database, "C1", NOW + HOUR)) == 1


def test_people_are_counted_and_not_their_questions(database: Database) -> None:
    first, again = a_conversation(database, customer_id="C1"), a_conversation(database, customer_id="C1", now_ms=2_000)
    other, guest = a_conversation(database, customer_id="C2", now_ms=3_000), a_conversation(database, now_ms=4_000)
    for conversation_id in (first, again, other, guest):
        ask(database, conversation_id, "EJ1", "EJ2")
    asked = questions(database, "C1")
    found = [Bought(question_id=each.id, order_id="O1", ordered_ms=NOW + 5) for each in asked]
    database.write_now(conversion.record, asked, found, business_ms=NOW + 10)
    assert counted(database) == Conversion(asked=3, customers=2, converted=1, orders=1)
    assert counted(database).rate == 0.5
    assert counted(database, until_ms=NOW) == Conversion(asked=0, customers=0, converted=0, orders=0)
    assert counted(database, until_ms=NOW).rate is None


def test_customers_are_looked_at_in_turn_while_an_order_may_still_come(database: Database) -> None:
    for number, customer_id in enumerate(("C1", "C2", None)):
        ask(database, a_conversation(database, customer_id=customer_id, now_ms=number), "EJ1", now_ms=NOW + number)
    [first] = database.read_now(conversion.customers_to_look_at, business_ms=NOW, limit=1)
    database.write_now(conversion.record, questions(database, first), [], business_ms=NOW + 10)
    [second] = database.read_now(conversion.customers_to_look_at, business_ms=NOW, limit=1)
    assert {first, second} == {"C1", "C2"}
    assert database.read_now(conversion.customers_to_look_at, business_ms=NOW + 2 * COUNTS_WITHIN_MS) == []


def test_questions_are_stamped_with_business_time(database: Database) -> None:
    clock_records.move(database, timedelta(days=1))
    ask(database, a_conversation(database, customer_id="C1"), "EJ1")
    assert questions(database, "C1")[0].first_ms == NOW + 24 * HOUR


def test_her_questions_are_in_the_export(database: Database) -> None:
    conversation_id = a_conversation(database)
    ask(database, conversation_id, "EJ1")
    own = database.read_now(conversations.get, conversation_id)
    [found] = database.read_now(privacy.export, own)["conversations"]
    assert [each["product_sku"] for each in found["products_asked_about"]] == ["EJ1"]
