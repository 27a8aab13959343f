"""One ticket per matter, whatever brings it; remedies once; promises told before they break; visits after two days."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.care.complaints import Complainant, Standing, TicketView, matter_key, ticket_id_of
from bot.care.effects import (
    ComplaintRaised,
    PromiseKept,
    PromiseMade,
    RemedyAnswered,
    RemedyOffered,
    TicketAnswered,
)
from bot.care.remedy_file import read_policy
from bot.clock import iso
from bot.records import clock, complaints, notices, promises_due, replies, tickets, turns, visits
from bot.records.complaint_book import _of, _standing
from bot.records.database import Database
from bot.records.handoff_tables import notices as notice_table
from bot.records.handoff_tables import promises as promise_table
from bot.records.handoff_tables import visits as visit_table
from bot.records.rows import ms
from bot.records.tables import turns as turn_table
from tests.records.factories import a_conversation, an_outcome, claimed, say

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 22, 6, 30, tzinfo=timezone.utc)
NOW = ms(AT)
HOUR = 3_600_000
_LIMITS = read_policy().limits


def matter(who: Complainant, cause: str = "late") -> str:
    return matter_key(who, cause, AT.astimezone(ZONE))


def raised(who: Complainant, cause: str = "late", **changes: Any) -> ComplaintRaised:
    key = matter(who, cause)
    values = {
        "ticket_id": ticket_id_of(key), "matter": key, "cause": cause, "text": "怎么还没到", "order_id": who.order_id,
        "subject": "耳机", "emotion": "upset", "comfort": "late-abc",
    }  # fmt: skip
    return ComplaintRaised(**{**values, **changes})


def commit(database: Database, conversation_id: str, *effects: Any, at_ms: int = NOW) -> None:
    say(database, conversation_id, f"话 {at_ms}", now_ms=at_ms)
    turn = claimed(database, conversation_id, now_ms=at_ms + 5_000)
    database.write_now(replies.commit, turn, an_outcome("好", effects=effects), now_ms=at_ms + 6_000)


def someone(database: Database, customer_id: str | None = "C1", order_id: str | None = "O1") -> Complainant:
    return Complainant(
        conversation_id=a_conversation(database, now_ms=NOW - HOUR, customer_id=customer_id),
        customer_id=customer_id,
        order_id=order_id,
    )


def standing(database: Database, who: Complainant, cause: str = "late") -> Standing:
    return database.read_now(_standing, who, matter(who, cause), cause, AT.astimezone(ZONE), _LIMITS)


def ticket_of(database: Database, who: Complainant) -> TicketView:
    return next(each for each in database.read_now(_of, who) if each.order_id == who.order_id)


def test_the_same_matter_from_three_channels_is_one_ticket(database: Database) -> None:
    channels = [someone(database) for _ in range(3)]
    for number, who in enumerate(channels):
        commit(database, who.conversation_id, raised(who, text=f"第{number}次"))
    [one] = {standing(database, who).ticket for who in channels}
    assert one is not None and one.times == 3 and one.order_id == "O1"
    full = database.read_now(tickets.get, one.ticket_id)
    assert full.text == "第0次\n第1次\n第2次" and full.complaint is not None
    assert [mood["emotion"] for mood in full.complaint["moods"]] == ["upset"] * 3


def test_other_orders_causes_and_people_have_tickets_of_their_own(database: Database) -> None:
    first, other_order = someone(database), someone(database, order_id="O2")
    guest = someone(database, customer_id=None, order_id=None)
    ids = {
        raised(first).ticket_id,
        raised(first, "damaged").ticket_id,
        raised(other_order).ticket_id,
        raised(guest).ticket_id,
    }
    assert len(ids) == 4


def test_a_guests_matter_without_an_order_is_the_days(database: Database) -> None:
    guest = someone(database, customer_id=None, order_id=None)
    today, tomorrow = AT.astimezone(ZONE), AT.astimezone(ZONE) + timedelta(days=1)
    assert matter_key(guest, "service", today) != matter_key(guest, "service", tomorrow)


def test_what_is_heard_again_knows_its_comfort_and_how_often_it_happened(database: Database) -> None:
    who = someone(database)
    commit(database, who.conversation_id, raised(who))
    other = Complainant(conversation_id=who.conversation_id, customer_id="C1", order_id="O2")
    found = standing(database, other)
    assert found.ticket is None and found.again == 1 and found.heard == ("late-abc",)


def test_remedies_are_kept_once_and_their_money_counts_against_every_budget(database: Database) -> None:
    who = someone(database)
    ticket_id = raised(who).ticket_id
    yes = RemedyAnswered(
        ticket_id=ticket_id, remedy="coupon", answer="done", amount_fen=1_000, order_id="O1", reference="R1"
    )
    commit(database, who.conversation_id, raised(who), RemedyOffered(ticket_id=ticket_id, remedies="coupon,refund"))
    commit(database, who.conversation_id, yes, at_ms=NOW + 60_000)
    commit(database, who.conversation_id, yes, at_ms=NOW + 120_000)
    no = RemedyAnswered(ticket_id=ticket_id, remedy="coupon", answer="rejected")
    commit(database, who.conversation_id, no, at_ms=NOW + 180_000)
    found = standing(database, who)
    assert found.ticket is not None
    assert (found.ticket.offered, found.ticket.accepted) == (("coupon", "refund"), ("coupon",))
    assert (found.spent.order_fen, found.spent.customer_fen, found.spent.day_fen) == (1_000, 1_000, 1_000)
    stranger = someone(database, customer_id="C2", order_id="O9")
    spent = standing(database, stranger).spent
    assert (spent.order_fen, spent.customer_fen, spent.day_fen) == (0, 0, 1_000)


def test_an_unknown_outcome_counts_and_calls_for_a_person(database: Database) -> None:
    who = someone(database)
    ticket_id = raised(who).ticket_id
    unknown = RemedyAnswered(ticket_id=ticket_id, remedy="coupon", answer="unknown", amount_fen=1_000, order_id="O1")
    commit(database, who.conversation_id, raised(who), unknown)
    assert standing(database, who).spent.order_fen == 1_000
    assert database.read_now(tickets.get, ticket_id).complaint["attention"] == "unknown"  # type: ignore[index]


def test_a_photo_and_words_go_onto_the_ticket_once(database: Database) -> None:
    who = someone(database)
    ticket_id = raised(who).ticket_id
    more = TicketAnswered(ticket_id=ticket_id, answer="more", text="左边没声音", upload_id="u1")
    commit(database, who.conversation_id, raised(who), more, more)
    full = database.read_now(tickets.get, ticket_id)
    assert full.complaint is not None and full.complaint["evidence"] == ["u1"]
    assert full.text == "怎么还没到\n左边没声音"
    steps = [each["step"] for each in database.read_now(complaints.steps_of, ticket_id)]
    assert steps == ["raised", "more", "more"]


def test_an_effect_for_a_ticket_that_is_not_there_does_nothing(database: Database) -> None:
    who = someone(database)
    effects = (
        RemedyOffered(ticket_id="T0", remedies="coupon"), RemedyAnswered(ticket_id="T0", remedy="coupon", answer="done"),
        PromiseMade(ticket_id="T0", what="x", due_at=iso(AT)), TicketAnswered(ticket_id="T0", answer="solved"),
        PromiseKept(promise_id="77"), PromiseKept(promise_id="x"),
    )  # fmt: skip
    commit(database, who.conversation_id, *effects)
    assert database.read_now(_of, who) == ()


def a_promise(
    database: Database, *, hours: float = 4, keeper: str = "bot", order_id: str = "O1"
) -> tuple[Complainant, str]:
    who = someone(database, order_id=order_id)
    due = PromiseMade(
        ticket_id=raised(who).ticket_id,
        what="催派的结果",
        due_at=iso(AT + timedelta(hours=hours)),
        keeper=keeper,
        order_id="O1",
    )
    commit(database, who.conversation_id, raised(who), due)
    return who, raised(who).ticket_id


def system_turns(database: Database, conversation_id: str) -> list[dict[str, Any]]:
    import orjson

    query = turn_table.select().where(turn_table.c.conversation_id == conversation_id, turn_table.c.cause == "system")
    return [orjson.loads(row.instruction) for row in database.read_now(lambda c: c.execute(query).all())]


def test_she_is_told_once_before_it_is_due_and_the_clocks_jump_changes_nothing(database: Database) -> None:
    who, ticket_id = a_promise(database)
    early, near = NOW + 3 * HOUR, NOW + 3 * HOUR + HOUR // 2 + 60_000
    assert not database.read_now(promises_due.any_due, business_ms=early)
    assert database.write_now(promises_due.warn, business_ms=near, now_ms=NOW) == [who.conversation_id]
    assert database.write_now(promises_due.warn, business_ms=near, now_ms=NOW) == []
    assert database.write_now(promises_due.warn, business_ms=early, now_ms=NOW) == []
    [told] = system_turns(database, who.conversation_id)
    assert (told["kind"], told["ticket_id"], told["what"], told["keeper"]) == (
        "promise_near",
        ticket_id,
        "催派的结果",
        "bot",
    )
    assert told["order_id"] == "O1" and told["subject"] == "耳机"


def test_a_jump_past_the_time_owns_the_break_and_does_not_warn(database: Database) -> None:
    who, ticket_id = a_promise(database)
    late = NOW + 9 * HOUR
    assert database.write_now(promises_due.warn, business_ms=late, now_ms=NOW) == []
    assert database.write_now(promises_due.mark_broken, business_ms=late, now_ms=NOW) == [who.conversation_id]
    assert database.write_now(promises_due.mark_broken, business_ms=late, now_ms=NOW) == []
    assert [told["kind"] for told in system_turns(database, who.conversation_id)] == ["promise_broken"]
    found = ticket_of(database, who)
    assert found.misses == 1 and found.broken
    assert database.read_now(tickets.get, ticket_id).complaint["attention"] == "broken"  # type: ignore[index]


def test_two_watchers_at_once_fire_each_promise_once(database: Database) -> None:
    made = [a_promise(database, order_id=f"O{number}") for number in range(8)]
    begun: list[str] = []
    gate = threading.Barrier(4)

    def watch() -> None:
        gate.wait()
        begun.extend(database.write_now(promises_due.warn, business_ms=NOW + 3 * HOUR + HOUR // 2, now_ms=NOW))

    threads = [threading.Thread(target=watch) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(begun) == sorted(who.conversation_id for who, _ in made)


def test_the_same_promise_said_again_keeps_its_first_time(database: Database) -> None:
    who, ticket_id = a_promise(database)
    again = PromiseMade(ticket_id=ticket_id, what="催派的结果", due_at=iso(AT + timedelta(hours=9)), keeper="bot")
    commit(database, who.conversation_id, again, at_ms=NOW + 60_000)
    [promise] = database.read_now(tickets.get, ticket_id).promises
    assert promise.due_ms == NOW + 4 * HOUR


def test_what_was_told_in_time_is_kept_and_the_share_that_was_honoured_is_a_figure(database: Database) -> None:
    who, _ = a_promise(database)
    other, _ = a_promise(database, order_id="O2")
    number = database.read_now(
        lambda c: (
            c.execute(promise_table.select().where(promise_table.c.conversation_id == who.conversation_id)).one().id
        )
    )
    commit(database, who.conversation_id, PromiseKept(promise_id=str(number)), at_ms=NOW + HOUR)
    database.write_now(promises_due.mark_broken, business_ms=NOW + 9 * HOUR, now_ms=NOW)
    assert database.read_now(promises_due.honoured, since_ms=NOW) == (1, 2)
    assert ticket_of(database, other).broken


def settle(database: Database, ticket_id: str, *, at_ms: int = NOW) -> None:
    database.write_now(tickets.change, ticket_id, status="settled", now_ms=at_ms)


def test_two_days_after_it_was_settled_somebody_asks_once(database: Database) -> None:
    who, ticket_id = a_promise(database)
    settle(database, ticket_id)
    assert not database.read_now(visits.any_due, business_ms=NOW + 47 * HOUR)
    later = NOW + 48 * HOUR
    assert database.write_now(visits.begin, business_ms=later, now_ms=NOW) == [who.conversation_id]
    assert database.write_now(visits.begin, business_ms=later, now_ms=NOW) == []
    [told] = [each for each in system_turns(database, who.conversation_id) if each["kind"] == "visit_due"]
    assert told["subject"] == "耳机" and told["ticket_id"] == ticket_id


@pytest.mark.parametrize(("answer", "status", "misses"), [("solved", "settled", 0), ("reopened", "open", 1)])
def test_her_answer_closes_it_or_opens_it_again(database: Database, answer: str, status: str, misses: int) -> None:
    who, ticket_id = a_promise(database)
    settle(database, ticket_id)
    database.write_now(visits.begin, business_ms=NOW + 48 * HOUR, now_ms=NOW)
    turn = database.write_now(turns.claim, who.conversation_id, worker="w", now_ms=NOW + 1)
    assert turn is not None and turn.cause == "system"
    database.write_now(replies.commit, turn, an_outcome("解决了吗"), now_ms=NOW + 2)
    commit(database, who.conversation_id, TicketAnswered(ticket_id=ticket_id, answer=answer), at_ms=NOW + 60_000)
    found = ticket_of(database, who)
    assert (found.status, found.misses) == (status, misses)
    states = database.read_now(lambda c: [row.state for row in c.execute(visit_table.select())])
    assert states == [answer]
    if answer == "reopened":
        settle(database, ticket_id, at_ms=NOW + 2 * HOUR)
        assert database.read_now(visits.any_due, business_ms=NOW + 51 * HOUR)


def test_the_same_matter_again_after_it_was_settled_opens_it_and_asks_nothing(database: Database) -> None:
    who, ticket_id = a_promise(database)
    settle(database, ticket_id)
    commit(database, who.conversation_id, raised(who), at_ms=NOW + HOUR)
    found = ticket_of(database, who)
    assert (found.status, found.misses) == ("open", 1)
    assert database.write_now(visits.begin, business_ms=NOW + 99 * HOUR, now_ms=NOW) == []


def test_who_wants_no_visits_gets_none_in_any_conversation(database: Database) -> None:
    who, ticket_id = a_promise(database)
    commit(database, who.conversation_id, TicketAnswered(ticket_id=ticket_id, answer="quiet"), at_ms=NOW + 60_000)
    other = someone(database, order_id="O2")
    commit(database, other.conversation_id, raised(other))
    settle(database, raised(other).ticket_id)
    assert database.write_now(visits.begin, business_ms=NOW + 99 * HOUR, now_ms=NOW) == []


def test_times_go_by_the_business_clock(database: Database) -> None:
    clock.move(database, timedelta(hours=2))
    who, _ = a_promise(database, hours=4)
    row = database.read_now(lambda c: c.execute(promise_table.select()).one())
    left_ms = row.due_ms - row.warn_ms
    assert left_ms == (2 * HOUR - 6_000) // 4 and row.conversation_id == who.conversation_id


def test_a_notice_is_seen_or_sent_or_calls_for_a_person(database: Database) -> None:
    who, ticket_id = a_promise(database)
    database.write_now(promises_due.warn, business_ms=NOW + 3 * HOUR + HOUR // 2, now_ms=NOW)
    later = NOW + notices.SEEN_WITHIN_MS
    [found] = database.read_now(notices.due, now_ms=later)
    assert not found.ended and found.text is None and found.customer_id == "C1"
    turn = database.write_now(turns.claim, who.conversation_id, worker="w", now_ms=NOW + 1)
    assert turn is not None
    database.write_now(replies.commit, turn, an_outcome("有进展了"), now_ms=NOW + 2)
    [found] = database.read_now(notices.due, now_ms=later)
    assert found.ended and found.text == "有进展了" and not found.seen
    assert database.write_now(notices.claim, found, now_ms=later) and not database.write_now(
        notices.claim, found, now_ms=later
    )
    database.write_now(notices.end, found, "unreached")
    database.write_now(notices.end, found, "sent")
    assert database.read_now(notices.counts) == {"unreached": 1}
    assert database.read_now(tickets.get, ticket_id).complaint["attention"] == "unreached"  # type: ignore[index]
    assert database.read_now(lambda c: c.execute(notice_table.select()).one().attempts) == 1


def test_the_goods_that_are_named_later_become_the_tickets_subject(database: Database) -> None:
    who = someone(database)
    first = raised(who, "damaged", subject=None)
    named = TicketAnswered(ticket_id=first.ticket_id, answer="more", text="锅那个", subject="平底锅")
    commit(database, who.conversation_id, first)
    commit(database, who.conversation_id, named, at_ms=NOW + 60_000)
    view = standing(database, who, "damaged").ticket
    assert view is not None and (view.subject, view.times) == ("平底锅", 1)
