"""Which remedies fit: every boundary of the shop's policy, the budgets, and what the file may not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.care.cause import CAUSES, RESPONSIBILITIES
from bot.care.remedy import REMEDIES, Case, Spent, at_once, choices, demands_too_much, offers
from bot.care.remedy_file import REMEDY_FILE, policy_of, read_policy

POLICY = read_policy()
LIMITS = POLICY.limits
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
JUST = timedelta(microseconds=1)


def names(cause: str, responsibility: str = "shop", **values: Any) -> list[str]:
    return [each.name for each in offers(case(cause, responsibility, **values), POLICY)]


def case(cause: str, responsibility: str = "shop", **values: Any) -> Case:
    return Case(**{"cause": cause, "responsibility": responsibility, "value_fen": 20_000, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("responsibility", "late", "expected"),
    [
        ("shop", timedelta(), ["urge_shipping"]),
        ("shop", 24 * HOUR - JUST, ["urge_shipping"]),
        ("shop", 24 * HOUR, ["urge_shipping", "coupon"]),
        ("shop", 72 * HOUR - JUST, ["urge_shipping", "coupon"]),
        ("shop", 72 * HOUR, ["urge_shipping", "refund", "coupon"]),
        ("carrier", 24 * HOUR - JUST, ["urge_delivery"]),
        ("carrier", 24 * HOUR, ["urge_delivery", "coupon"]),
        ("carrier", 72 * HOUR - JUST, ["urge_delivery", "coupon"]),
        ("carrier", 72 * HOUR, ["urge_delivery", "coupon", "apology_call"]),
        ("unclear", 72 * HOUR, []),
    ],
)
def test_what_is_late(responsibility: str, late: timedelta, expected: list[str]) -> None:
    assert names("late", responsibility, late=late) == expected


@pytest.mark.parametrize(
    ("cause", "days", "value_fen", "expected"),
    [
        ("damaged", 0 * DAY, 2_999, ["resend", "refund"]),
        ("damaged", 0 * DAY, 3_000, ["replace", "return_paid_freight", "partial_refund"]),
        ("damaged", 15 * DAY - JUST, 20_000, ["replace", "return_paid_freight", "partial_refund"]),
        ("damaged", 15 * DAY, 20_000, []),
        ("damaged", None, 20_000, []),
        ("defective", 7 * DAY - JUST, 20_000, ["replace", "return_paid_freight"]),
        ("defective", 7 * DAY, 20_000, ["replace"]),
        ("defective", 15 * DAY - JUST, 20_000, ["replace"]),
        ("defective", 15 * DAY, 20_000, []),
        ("wrong_item", DAY, 2_999, ["resend", "return_paid_freight"]),
        ("wrong_item", DAY, 3_000, ["replace", "return_paid_freight"]),
        ("wrong_item", 15 * DAY, 3_000, []),
        ("missing_item", 15 * DAY - JUST, 20_000, ["resend", "partial_refund"]),
        ("missing_item", 15 * DAY, 20_000, []),
        ("not_as_described", 7 * DAY - JUST, 20_000, ["return_paid_freight", "partial_refund"]),
        ("not_as_described", 7 * DAY, 20_000, []),
    ],
)
def test_what_has_arrived(cause: str, days: timedelta | None, value_fen: int, expected: list[str]) -> None:
    assert names(cause, "carrier" if cause == "damaged" else "shop", since_signed=days, value_fen=value_fen) == expected


@pytest.mark.parametrize("cause", ["damaged", "defective"])
def test_what_she_broke_herself_is_a_persons_to_judge(cause: str) -> None:
    assert names(cause, "shopper", since_signed=DAY) == []


@pytest.mark.parametrize(
    ("again", "customer", "expected"),
    [
        (0, "regular", ["check", "apology_call"]),
        (1, "regular", ["apology_call"]),
        (0, "vip", ["apology_call", "coupon"]),
    ],
)
def test_service(again: int, customer: str, expected: list[str]) -> None:
    assert names("service", again=again, customer=customer) == expected


@pytest.mark.parametrize(
    ("cause", "values", "expected"),
    [
        ("not_received", {"value_fen": 99_999}, ["trace"]),
        ("not_received", {"value_fen": 100_000}, ["trace", "apology_call"]),
        ("missing_item", {"responsibility": "unclear"}, ["urge_delivery"]),
        ("not_as_described", {"since_signed": DAY, "again": 1}, ["return_paid_freight", "apology_call"]),
        ("price", {}, ["check"]),
        ("general", {}, []),
    ],
)
def test_the_rest(cause: str, values: dict[str, Any], expected: list[str]) -> None:
    assert [each.name for each in offers(case(**{"cause": cause, **values}), POLICY)] == expected


@pytest.mark.parametrize(
    ("wish", "first"),
    [
        (None, "replace"),
        ("money", "return_paid_freight"),
        ("return", "return_paid_freight"),
        ("new_goods", "replace"),
        ("call", "replace"),
        ("heard", "replace"),
    ],
)
def test_what_she_wants_goes_first_where_the_policy_has_it(wish: str | None, first: str) -> None:
    assert names("damaged", "carrier", since_signed=DAY, wish=wish)[0] == first


@pytest.mark.parametrize(
    ("value_fen", "spent", "amount_fen"),
    [
        (20_000, Spent(), 1_000),  # a tenth is 20 yuan, the coupon's own cap 10
        (5_000, Spent(), 500),
        (5_990, Spent(), 500),  # whole yuan
        (1_000, Spent(), 100),
        (999, Spent(), None),  # below the least
        (20_000, Spent(order_fen=LIMITS.order_fen - 100), 100),
        (20_000, Spent(order_fen=LIMITS.order_fen - 99), None),
        (20_000, Spent(customer_fen=LIMITS.customer_fen - 300), 300),
        (20_000, Spent(customer_fen=LIMITS.customer_fen), None),
        (20_000, Spent(day_fen=LIMITS.day_fen - 199), 100),
        (20_000, Spent(day_fen=LIMITS.day_fen + 5), None),
    ],
)
def test_goodwill_stays_under_every_cap_and_is_left_out_where_one_is_spent(
    value_fen: int, spent: Spent, amount_fen: int | None
) -> None:
    found = offers(case("late", "carrier", late=25 * HOUR, value_fen=value_fen, spent=spent), POLICY)
    coupons = [each.amount_fen for each in found if each.name == "coupon"]
    assert coupons == ([] if amount_fen is None else [amount_fen])


def test_a_refund_is_the_value_and_no_goodwill() -> None:
    spent = Spent(order_fen=LIMITS.order_fen)
    [refund] = [each for each in offers(case("late", late=100 * HOUR, spent=spent), POLICY) if each.name == "refund"]
    assert (refund.amount_fen, refund.person) == (20_000, True)


def test_money_is_confirmed_by_a_person_and_whatever_is_simply_done_costs_nothing() -> None:
    for remedy in POLICY.remedies.values():
        assert remedy.person or remedy.name == "coupon" or not remedy.share_percent
        assert remedy.ask or not remedy.share_percent


def test_at_most_two_are_offered_and_none_twice() -> None:
    found = offers(case("damaged", "carrier", since_signed=DAY), POLICY)
    assert [each.name for each in choices(found)] == ["replace", "return_paid_freight"]
    assert [each.name for each in choices(found, but=frozenset({"replace"}))] == [
        "return_paid_freight",
        "partial_refund",
    ]
    assert at_once(found) is None
    late = offers(case("late", late=25 * HOUR), POLICY)
    assert at_once(late) is late[0] and [each.name for each in choices(late)] == ["coupon"]


@pytest.mark.parametrize(
    ("demanded_fen", "value_fen", "too_much"),
    [
        (None, 0, False),
        (LIMITS.demand_fen, 0, False),
        (LIMITS.demand_fen + 1, 0, True),
        (100_000_000, 20_000, True),
        (50_000, 50_000, False),
        (50_001, 50_000, True),
    ],
)
def test_who_demands_more_than_the_limit_is_heard_by_a_person(
    demanded_fen: int | None, value_fen: int, too_much: bool
) -> None:
    assert demands_too_much(demanded_fen, case("late", value_fen=value_fen), LIMITS) is too_much


@given(
    st.builds(
        Case,
        cause=st.sampled_from(CAUSES),
        responsibility=st.sampled_from(RESPONSIBILITIES),
        value_fen=st.integers(0, 10**9),
        customer=st.sampled_from(["guest", "new", "regular", "vip"]),
        late=st.timedeltas(timedelta(), timedelta(days=99)),
        since_signed=st.none() | st.timedeltas(timedelta(), timedelta(days=99)),
        again=st.integers(0, 9),
        wish=st.sampled_from([None, "money", "return", "missing", "call", "new_goods", "apology", "heard"]),
        spent=st.builds(Spent, order_fen=st.integers(0, 9_000), customer_fen=st.integers(0, 19_000), day_fen=st.integers(0, 400_000)),
    )
)  # fmt: skip
def test_no_case_whatever_gets_goodwill_beyond_a_budget(found: Case) -> None:
    for each in offers(found, POLICY):
        if each.name != "refund" and each.amount_fen:
            assert each.amount_fen >= LIMITS.least_fen
            assert each.amount_fen + found.spent.order_fen <= LIMITS.order_fen
            assert each.amount_fen + found.spent.customer_fen <= LIMITS.customer_fen
            assert each.amount_fen + found.spent.day_fen <= LIMITS.day_fen
            assert each.amount_fen <= POLICY.remedies[each.name].cap_fen
    assert len(choices(offers(found, POLICY))) <= 2


def document() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(REMEDY_FILE.read_text(encoding="utf-8"))
    return found


def broken(change: Any) -> dict[str, Any]:
    found = document()
    change(found)
    return found


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda d: d["limits"].update(order_fen=49.9), "order_fen is a whole number"),
        (lambda d: d["limits"].update(order_fen=-1), "below 0"),
        (lambda d: d["limits"].pop("day_fen"), "day_fen"),
        (lambda d: d["remedies"].update(gold={"who": "bot", "within_hours": 1}), "gold is unknown"),
        (lambda d: d["remedies"]["coupon"].update(who="nobody"), "who must be"),
        (lambda d: d["remedies"]["coupon"].pop("cap_fen"), "go together"),
        (lambda d: d["remedies"]["coupon"].update(ask="no"), "true or false"),
        (lambda d: d["offers"].append({"cause": "weather", "offer": []}), "weather is unknown"),
        (lambda d: d["offers"].append({"cause": "late", "offer": ["gold"]}), "gold"),
        (lambda d: d["offers"].append({"cause": "late", "offer": [], "if": 1}), "if is unknown"),
        (lambda d: d.update(offers=[r for r in d["offers"] if r["cause"] != "price"]), "price"),
    ],
)
def test_a_policy_that_cannot_be_meant_is_refused_with_its_place(change: Any, complaint: str) -> None:
    with pytest.raises((ValueError, TypeError, KeyError), match=complaint):
        policy_of(broken(change))


def test_every_remedy_of_the_file_is_known_and_every_known_one_is_in_the_file() -> None:
    assert set(POLICY.remedies) == set(REMEDIES)


def test_the_callers_case_is_left_as_it_is() -> None:
    given_case = case("late", late=25 * HOUR)
    assert offers(given_case, POLICY) == offers(replace(given_case), POLICY)
