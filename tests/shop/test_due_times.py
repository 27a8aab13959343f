"""When what the shop promises is due: by the clock, or by its calendar of holidays, at the edges of days and years."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from bot.shop.case_states import CaseTimes
from bot.shop.due_times import due_at, is_working_day, told_time
from bot.shop.service_rules import InvoiceKind, ServiceRules, Term
from tests.shop.factories import SHANGHAI, rule_records, service_rules

RULES = service_rules()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("since", "days", "due"),
    [
        ("2026-11-20 10:00", 1, "2026-11-23 23:59"),  # a Friday: Saturday and Sunday do not count
        ("2026-11-20 10:00", 5, "2026-11-27 23:59"),
        ("2026-11-22 23:59", 1, "2026-11-23 23:59"),  # the day of the promise never counts
        ("2026-11-23 00:00", 1, "2026-11-24 23:59"),
        ("2026-09-18 10:00", 1, "2026-09-20 23:59"),  # a Sunday that is worked
        ("2026-09-24 10:00", 1, "2026-09-28 23:59"),  # 中秋
        ("2026-09-30 23:59", 1, "2026-10-08 23:59"),  # 国庆
        ("2026-10-01 00:00", 1, "2026-10-08 23:59"),
        ("2026-09-30 10:00", 3, "2026-10-10 23:59"),  # 8, 9 and the Saturday that is worked
        ("2026-09-30 10:00", 4, "2026-10-12 23:59"),
        ("2026-02-14 10:00", 1, "2026-02-24 23:59"),  # 春节, nine days
        ("2025-12-31 10:00", 1, "2026-01-04 23:59"),  # over the year, by the calendar that was known then
        ("2027-02-04 10:00", 1, "2027-02-09 23:59"),
        ("2028-01-07 10:00", 1, "2028-01-10 23:59"),  # after the calendar: Monday to Friday
    ],
)
def test_working_days_end_with_the_last_one(since: str, days: int, due: str) -> None:
    assert due_at(local(since), Term(working_days=days), RULES) == local(due)


def test_the_shops_zone_says_which_day_it_is() -> None:
    utc = datetime.fromisoformat("2026-11-22T15:59:00+00:00")
    assert due_at(utc, Term(working_days=1), RULES) == local("2026-11-23 23:59")
    assert due_at(utc + timedelta(minutes=1), Term(working_days=1), RULES) == local("2026-11-24 23:59")


def test_hours_run_through_holidays() -> None:
    assert due_at(local("2026-09-30 23:00"), Term(hours=24), RULES) == local("2026-10-01 23:00")


def test_the_version_in_force_when_it_was_promised_counts() -> None:
    """Before the notice nobody could know that the 4th of January would be worked."""
    assert due_at(local("2025-11-03 10:00"), Term(working_days=43), RULES) == local("2026-01-01 23:59")
    assert due_at(local("2025-11-04 10:00"), Term(working_days=42), RULES) == local("2026-01-04 23:59")


def test_without_a_calendar_monday_to_friday_are_worked() -> None:
    assert due_at(local("2026-09-30 10:00"), Term(working_days=1), ServiceRules()) == local("2026-10-01 23:59")
    assert not is_working_day(local("2026-10-10 00:00").date(), None)


def test_the_shop_says_of_each_promise_how_it_is_counted() -> None:
    now = local("2026-09-30 10:00")
    refund, invoice = RULES.refund.at(now), RULES.invoice.at(now)
    assert refund is not None and invoice is not None
    kinds = {each.kind: each for each in invoice.kinds}
    assert due_at(now, refund.channel("银行卡"), RULES) == local("2026-10-12 23:59") + timedelta(days=1)
    assert due_at(now, refund.channel("微信支付"), RULES) == now + timedelta(hours=24)
    assert due_at(now, kinds["special"], RULES) == local("2026-10-10 23:59")
    assert kinds["normal"].hours == 24
    every = [*refund.channels, refund.other, *kinds.values()]
    assert all(bool(each.hours) != bool(each.working_days) for each in every)


def test_a_case_may_be_promised_in_working_days_too() -> None:
    times = CaseTimes(hours={"refund": 24, "repair": 5}, working_days={"repair": 3}, rules=RULES)
    now = local("2026-09-30 10:00")
    assert times.due_at("repair", now) == local("2026-10-10 23:59")
    assert times.due_at("refund", now) == now + timedelta(hours=24)
    assert times.due_at("close", now) is None


def test_a_rule_that_counts_both_ways_is_none() -> None:
    with pytest.raises(ValueError, match="say one of them"):
        InvoiceKind(kind="special", title_types=("company",), hours=1, working_days=1)


def test_the_demo_calendar_holds_no_day_twice() -> None:
    for _, record in rule_records()["calendar"]:
        days = [*record["holidays"], *record["working"]]
        assert len(set(days)) == len(days)


NOW = datetime(2026, 11, 28, 14, 5, tzinfo=SHANGHAI)


def clock(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("due", "told"),
    [
        (clock(12, 5, 6, 22), clock(12, 5, 23, 59)),  # farther off than 后天: the day alone
        (clock(12, 1, 0, 1), clock(12, 1, 23, 59)),
        (clock(11, 30, 20, 59), clock(11, 30, 21)),
        (clock(11, 30, 21), clock(11, 30, 21)),
        (clock(11, 30, 21, 1), clock(12, 1, 9)),
        (clock(11, 29, 0, 1), clock(11, 29, 9)),
        (clock(11, 29, 8, 59), clock(11, 29, 9)),
        (clock(11, 29, 9), clock(11, 29, 9)),
        (clock(11, 29, 9, 1), clock(11, 29, 10)),
        (clock(11, 28, 16, 5), clock(11, 28, 17)),
        (clock(11, 28, 16, 30), clock(11, 28, 16, 30)),
        (clock(11, 28, 23, 59), clock(11, 28, 23, 59)),  # the end of a working day stays one
        (clock(12, 5, 0), clock(12, 5, 0)),
    ],
)
def test_what_the_shop_owes_is_told_round_and_never_too_early(due: datetime, told: datetime) -> None:
    for zone in (SHANGHAI, timezone.utc):
        assert told_time(due.astimezone(zone), NOW) == told
    assert told >= due


@pytest.mark.parametrize(
    ("due", "told"),
    [
        (clock(12, 5, 6, 22), clock(12, 4, 21)),
        (clock(12, 5, 8, 59), clock(12, 4, 21)),
        (clock(12, 5, 9), clock(12, 5, 9)),
        (clock(12, 5, 9, 59), clock(12, 5, 9)),
        (clock(12, 5, 22, 40), clock(12, 5, 21)),
        (clock(12, 5, 23, 59), clock(12, 5, 23, 59)),
        (clock(11, 28, 14, 20), clock(11, 28, 14, 20)),  # nothing rounder is left
        (clock(11, 29, 3), clock(11, 28, 21)),
    ],
)
def test_what_is_asked_of_her_is_told_round_and_never_too_late(due: datetime, told: datetime) -> None:
    assert told_time(due, NOW, hers=True) == told <= due
