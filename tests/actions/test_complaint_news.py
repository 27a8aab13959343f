"""Turns that promises and visits begin: what is told before a promise breaks, and how a broken one is owned."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.care.effects import PromiseKept, PromiseMade
from bot.clock import iso
from bot.shop.order import Order
from tests.actions.complaint_book import ComplaintTalk
from tests.actions.fakes import NEVER, NOW, FakeShop
from tests.actions.orders import NUMBER, event, order, parcel
from tests.care.rubric import APOLOGY, faults_of_tone

MADE, DUE = NOW - timedelta(hours=3, minutes=30), NOW + timedelta(minutes=30)


def told(**changes: Any) -> dict[str, Any]:
    values = {
        "promise_id": "7", "ticket_id": "T1", "what": "催派的结果", "due_at": iso(DUE), "made_at": iso(MADE),
        "keeper": "bot", "order_id": NUMBER, "subject": "耳机", "cause": "late",
    }  # fmt: skip
    return {**values, **changes}


def talk(found: Order) -> ComplaintTalk:
    return ComplaintTalk(shop=FakeShop([found]), customer_id="C1")


def moved(hours_ago: float) -> Order:
    events = (event(20), event(hours_ago, text="快件到达【杭州文三路营业部】"))
    return order(parcels=(parcel(promised_at=NOW - timedelta(days=1), events=events),))


async def test_news_keep_the_promise() -> None:
    talking = talk(moved(1))
    [said] = await talking.is_told("promise_near", **told())
    assert "文三路营业部" in said.text and talking.of(PromiseKept) == [PromiseKept(promise_id="7")]
    assert not talking.of(PromiseMade)


async def test_no_news_are_said_to_be_none_and_a_person_goes_on_by_a_time() -> None:
    talking = talk(moved(10))
    [said] = await talking.is_told("promise_near", **told())
    assert talking.of(PromiseKept) and "没" in said.text and "今天16:30前" in said.text
    [made] = talking.of(PromiseMade)
    assert (made.keeper, made.ticket_id, made.due_at) == ("agent", "T1", iso(NOW + timedelta(hours=2)))


async def test_what_has_arrived_meanwhile_is_told_as_such() -> None:
    arrived = order("signed", parcels=(parcel("signed", events=(event(1, text="已签收"),)),))
    [said] = await talk(arrived).is_told("promise_near", **told())
    assert "签收" in said.text or "到了" in said.text


async def test_what_people_owe_is_said_to_be_under_way_and_stays_owed() -> None:
    talking = talk(moved(1))
    [said] = await talking.is_told("promise_near", **told(keeper="agent", what="签收核对的结果"))
    assert "签收核对的结果" in said.text and not talking.of(PromiseKept)
    assert said.cards[0]["promise"]["due_at"] == iso(DUE)


async def test_a_broken_promise_is_owned_with_one_apology_and_a_supervisor_takes_it() -> None:
    talking = talk(moved(10))
    talking.now = NOW + timedelta(hours=1)
    [said] = await talking.is_told("promise_broken", **told())
    assert len(APOLOGY.findall(said.text)) == 1 and "催派的结果" in said.text and "今天15:00" in said.text
    assert talking.of(PromiseMade)[0].keeper == "supervisor" and talking.asked_for_person[0].why == "second_miss"
    assert said.titles == ["转人工"] and talking.asked_for_person[0].reason == "complain_late_delivery"


async def test_with_nobody_ever_there_no_new_time_is_named() -> None:
    talking = talk(moved(10))
    talking.shop.hours = NEVER
    [said] = await talking.is_told("promise_broken", **told())
    assert not talking.of(PromiseMade) and not talking.asked_for_person and APOLOGY.search(said.text)


async def test_while_an_agent_has_her_no_second_person_is_called() -> None:
    talking = talk(moved(10))
    talking.holder = "agent"
    await talking.is_told("promise_broken", **told())
    assert not talking.asked_for_person


@pytest.mark.parametrize("kind", ["promise_near", "promise_broken", "visit_due"])
@pytest.mark.parametrize(
    "changes", [{}, {"cause": "weather"}, {"order_id": "9"}, {"subject": None}, {"keeper": "agent"}]
)
async def test_whatever_the_instruction_lacks_something_true_is_said(kind: str, changes: dict[str, Any]) -> None:
    talking = talk(replace(moved(1), status="in_transit"))
    [said] = await talking.is_told(kind, **told(**changes))
    assert list(faults_of_tone(said.text, "angry")) == [] and "None" not in said.text
