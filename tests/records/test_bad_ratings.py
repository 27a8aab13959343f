"""A bad rating or review opens one ticket with a draft; nothing is sent before a person has approved it, and then once."""

from __future__ import annotations

import pytest

from bot.records import bad_ratings, ratings, tickets
from bot.records.bad_ratings import BadRating
from bot.records.care_tables import tickets as ticket_table
from bot.records.database import Database
from bot.records.ratings import Rating
from tests.care.rubric import APOLOGY, faults_of_tone
from tests.records.factories import a_conversation, say
from tests.records.test_serving import NOW, hire


def rate(database: Database, conversation_id: str, score: int, comment: str | None = None) -> None:
    rating = Rating(client_id=f"r{score}", score=score, comment=comment)
    database.write_now(ratings.add, conversation_id, rating, now_ms=NOW)


@pytest.mark.parametrize(("score", "opened"), [(1, 1), (2, 1), (3, 1), (4, 0), (5, 0)])
def test_only_a_bad_rating_opens_a_ticket(database: Database, score: int, opened: int) -> None:
    conversation_id = a_conversation(database, customer_id="C1")
    say(database, conversation_id, "在吗", now_ms=NOW)
    rate(database, conversation_id, score, "客服态度差")
    found = database.read_now(tickets.of_conversation, conversation_id)
    assert len(found) == opened
    if opened:
        complaint = found[0].complaint
        assert complaint is not None and complaint["attention"] == "bad_rating" and complaint["cause"] == "service"
        assert APOLOGY.search(complaint["draft"]) and list(faults_of_tone(complaint["draft"], "upset")) == []


def test_a_review_of_the_feed_opens_one_in_her_latest_conversation_and_is_known_the_second_time(
    database: Database,
) -> None:
    conversation_id = a_conversation(database, customer_id="C1")
    bad = BadRating(key="review/R1", score=1, words="杯子碎了", customer_id="C1", order_id="O1")
    assert database.write_now(bad_ratings.take_review, bad, now_ms=NOW)
    assert not database.write_now(bad_ratings.take_review, bad, now_ms=NOW + 1)
    [ticket] = database.read_now(tickets.of_conversation, conversation_id)
    assert (ticket.order_id, ticket.topic) == ("O1", "complain_damaged")


def test_a_review_of_somebody_who_never_wrote_has_a_conversation_of_its_own(database: Database) -> None:
    bad = BadRating(key="review/R2", score=2, words="太慢了", customer_id="C9")
    assert database.write_now(bad_ratings.take_review, bad, now_ms=NOW)
    row = database.read_now(lambda c: c.execute(ticket_table.select()).one())
    assert row.customer_id == "C9" and row.cause == "late"


def test_the_approved_reply_goes_out_once_under_her_name(database: Database) -> None:
    conversation_id = a_conversation(database, customer_id="C1")
    say(database, conversation_id, "在吗", now_ms=NOW)
    rate(database, conversation_id, 1)
    session = hire(database, "小林")
    [ticket] = database.read_now(tickets.of_conversation, conversation_id)
    done = database.write_now(bad_ratings.approve, session, ticket.id, "对不起，我来跟。", now_ms=NOW)
    again = database.write_now(bad_ratings.approve, session, ticket.id, "对不起，我来跟。", now_ms=NOW)
    assert done.message is not None and done.message.agent_name == "小林" and again.message is None
    assert (done.ticket.status, done.ticket.assignee) == ("doing", "小林")
    assert done.ticket.complaint is not None and done.ticket.complaint["draft"] is None
