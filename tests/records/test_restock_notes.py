"""到货提醒 in the record: one note a conversation and SKU, told once, unread ones to people, all of it hers to see and erase."""

from __future__ import annotations

from bot.care.effects import RestockNoteWanted
from bot.records import conversations, notices, privacy, replies, restock_notes, tickets
from bot.records.database import Database
from bot.records.restock_notes import UNREAD_AFTER_MS
from bot.records.shopping_tables import product_questions
from bot.records.shopping_tables import restock_notes as table
from tests.records.factories import a_conversation, an_outcome, answer, claimed, say

GREEN = RestockNoteWanted(sku="EJ1002-GN", product_sku="EJ1002")
FAN = RestockNoteWanted(sku="DQ1008", product_sku="DQ1008")
NOW = 100_000


def wish(database: Database, conversation_id: str, *effects: RestockNoteWanted, now_ms: int = NOW) -> None:
    """A turn that leaves these notes."""
    say(database, conversation_id, f"到货提醒 {now_ms}", now_ms=now_ms, at_once=True)
    turn = claimed(database, conversation_id, now_ms=now_ms)
    database.write_now(replies.commit, turn, an_outcome("好", effects=effects), now_ms=now_ms)


def waiting(database: Database) -> list[str]:
    return [each.sku for each in database.read_now(restock_notes.wanted)]


def tell(database: Database, *skus: str, business_ms: int = NOW + 1, limit: int = 100) -> list[restock_notes.Due]:
    return database.write_now(restock_notes.tell, skus, business_ms=business_ms, now_ms=NOW + 1, limit=limit)


def test_asking_twice_is_one_note_and_each_choice_has_its_own(database: Database) -> None:
    conversation_id = a_conversation(database)
    wish(database, conversation_id, GREEN)
    wish(database, conversation_id, GREEN, FAN, now_ms=NOW + 10)
    assert waiting(database) == ["DQ1008", "EJ1002-GN"]
    assert len(database.read_now(restock_notes.export, conversation_id)) == 2


def test_goods_that_are_back_are_told_to_everybody_who_waits_once(database: Database) -> None:
    first, second = a_conversation(database), a_conversation(database, now_ms=2_000)
    for conversation_id in (first, second):
        wish(database, conversation_id, GREEN)
    due = tell(database, "EJ1002-GN", "DQ1008")
    assert {each.conversation_id for each in due} == {first, second}
    assert tell(database, "EJ1002-GN") == [] and waiting(database) == []
    turn = claimed(database, first, now_ms=NOW + 2)
    assert turn.cause == "system"
    assert turn.instruction == {"kind": "restocked", "sku": "EJ1002-GN", "product_sku": "EJ1002"}


def test_many_are_told_in_parts_the_longest_waiting_first(database: Database) -> None:
    them = [a_conversation(database, now_ms=1_000 + number) for number in range(3)]
    for number, conversation_id in enumerate(them):
        wish(database, conversation_id, GREEN, now_ms=NOW + number)
    assert [each.conversation_id for each in tell(database, "EJ1002-GN", limit=2)] == them[:2]
    assert [each.conversation_id for each in tell(database, "EJ1002-GN", limit=2)] == them[2:]


def test_a_note_that_was_told_may_be_wanted_again(database: Database) -> None:
    conversation_id = a_conversation(database)
    wish(database, conversation_id, GREEN)
    tell(database, "EJ1002-GN")
    answer(database, claimed(database, conversation_id, now_ms=NOW + 2), "到货啦", now_ms=NOW + 3)
    wish(database, conversation_id, GREEN, now_ms=NOW + 100)
    assert waiting(database) == ["EJ1002-GN"]
    assert len(tell(database, "EJ1002-GN", business_ms=NOW + 200)) == 1


def test_what_tells_her_is_sent_after_her_once_when_no_page_shows_it(database: Database) -> None:
    conversation_id = a_conversation(database, customer_id="C1")
    wish(database, conversation_id, GREEN)
    [begun] = tell(database, "EJ1002-GN")
    answer(database, claimed(database, conversation_id, now_ms=NOW + 2), "到货啦", now_ms=NOW + 3)
    later = NOW + 1 + notices.SEEN_WITHIN_MS
    assert database.read_now(notices.due, now_ms=later - 1) == []
    [due] = database.read_now(notices.due, now_ms=later)
    assert (due.turn_id, due.kind, due.text, due.seen) == (begun.turn_id, "restocked", "到货啦", False)
    database.write_now(notices.end, due, "sent")
    assert database.read_now(notices.due, now_ms=later + 600_000) == []
    much_later = {"business_ms": NOW + 1 + UNREAD_AFTER_MS, "now_ms": NOW + 1 + UNREAD_AFTER_MS}
    assert database.write_now(restock_notes.settle_told, **much_later) == 0  # nobody need call her besides


def test_goods_that_were_gone_again_are_not_sent_after_her_as_there(database: Database) -> None:
    conversation_id = a_conversation(database)
    wish(database, conversation_id, GREEN)
    tell(database, "EJ1002-GN")
    turn = claimed(database, conversation_id, now_ms=NOW + 2)
    database.write_now(replies.commit, turn, an_outcome("又没了", effects=(GREEN,)), now_ms=NOW + 3)
    assert waiting(database) == ["EJ1002-GN"]
    assert database.read_now(notices.due, now_ms=NOW + 600_000) == []


def told_and_left_alone(database: Database, *, customer_id: str | None, reads: bool) -> int:
    """A note is told, half an hour passes; how many tickets people find then."""
    conversation_id = a_conversation(database, customer_id=customer_id)
    wish(database, conversation_id, GREEN)
    tell(database, "EJ1002-GN", business_ms=NOW)
    ended = answer(database, claimed(database, conversation_id, now_ms=NOW + 2), "到货啦", now_ms=NOW + 3)
    if reads:
        database.write_now(conversations.seen_by_shopper, conversation_id, ended.messages[-1].seq)
    later = {"business_ms": NOW + UNREAD_AFTER_MS, "now_ms": NOW + UNREAD_AFTER_MS}
    assert not database.read_now(restock_notes.any_unread, business_ms=later["business_ms"] - 1)
    assert database.read_now(restock_notes.any_unread, business_ms=later["business_ms"])
    opened = database.write_now(restock_notes.settle_told, **later)
    assert database.write_now(restock_notes.settle_told, **later) == 0
    found = database.read_now(tickets.of_conversation, conversation_id)
    assert [each.topic for each in found] == ["restock_note"] * opened
    return opened


def test_what_a_customer_did_not_read_goes_to_people_once(database: Database) -> None:
    assert told_and_left_alone(database, customer_id="C1", reads=False) == 1


def test_what_she_read_goes_to_nobody(database: Database) -> None:
    assert told_and_left_alone(database, customer_id="C1", reads=True) == 0


def test_a_guest_who_is_away_cannot_be_reached_by_people_either(database: Database) -> None:
    assert told_and_left_alone(database, customer_id=None, reads=False) == 0


def test_her_notes_are_in_the_export_and_go_with_the_erasure(database: Database) -> None:
    conversation_id = a_conversation(database)
    wish(database, conversation_id, GREEN)
    own = database.read_now(conversations.get, conversation_id)
    [found] = database.read_now(privacy.export, own)["conversations"]
    assert [each["sku"] for each in found["restock_notes"]] == ["EJ1002-GN"]
    database.write_now(privacy.erase, own, now_ms=NOW + 1)
    for each in (table, product_questions):
        assert database.read_now(lambda c, t=each: c.execute(t.select()).all()) == []
