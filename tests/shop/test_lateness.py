"""What may be said of an arrival."""

from __future__ import annotations

from datetime import timedelta

from bot.shop.lateness import arrival, late_by, shipping_overdue_by
from tests.shop.factories import DAY, HOUR, NOW, event, order, parcel


def test_a_parcel_on_time_has_only_an_expected_time() -> None:
    facts = arrival(parcel(promised_at=NOW + 2 * DAY, predicted_at=NOW + DAY, events=(event(3),)), NOW)
    assert (facts.expected_at, facts.late, facts.quiet_for) == (NOW + DAY, False, 3 * HOUR)


def test_a_prediction_exactly_at_the_promise_is_not_late() -> None:
    assert not arrival(parcel(promised_at=NOW + DAY, predicted_at=NOW + DAY), NOW).late


def test_a_prediction_after_the_promise_is_late_by_the_difference() -> None:
    facts = arrival(parcel(promised_at=NOW + DAY, predicted_at=NOW + 3 * DAY), NOW)
    assert (facts.late_by, facts.overdue_by) == (2 * DAY, None)


def test_a_broken_promise_is_overdue_even_without_a_prediction() -> None:
    facts = arrival(parcel(promised_at=NOW - HOUR, predicted_at=None), NOW)
    assert (facts.expected_at, facts.late_by, facts.overdue_by) == (None, None, HOUR)


def test_a_prediction_that_has_passed_is_no_expectation() -> None:
    assert arrival(parcel(predicted_at=NOW - HOUR), NOW).expected_at is None


def test_an_arrived_parcel_is_neither_expected_nor_late() -> None:
    facts = arrival(parcel(state="signed", promised_at=NOW - 3 * DAY, predicted_at=NOW + DAY), NOW)
    assert (facts.expected_at, facts.late, facts.promised_at) == (None, False, None)


def test_nothing_scanned_yet_is_not_quiet() -> None:
    assert arrival(parcel(events=()), NOW).quiet_for is None


def test_shipping_is_overdue_only_while_a_paid_order_waits() -> None:
    due = NOW - 5 * HOUR
    assert shipping_overdue_by(order(status="paid", promised_ship_at=due), NOW) == 5 * HOUR
    assert shipping_overdue_by(order(status="packed", promised_ship_at=NOW), NOW) is None
    assert shipping_overdue_by(order(status="unpaid", promised_ship_at=due), NOW) is None
    assert shipping_overdue_by(order(status="shipped", promised_ship_at=due), NOW) is None


def test_an_order_is_as_late_as_its_latest_parcel() -> None:
    on_time, late = parcel(), parcel(promised_at=NOW - HOUR, predicted_at=NOW + DAY)
    assert late_by(order(parcels=(on_time, late)), NOW) == timedelta(hours=25)
    assert late_by(order(parcels=(on_time,)), NOW) is None
