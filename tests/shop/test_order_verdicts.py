"""Whether an order may be changed: by its state, by the warehouse's windows, by the minute."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.shop.after_sale import AfterSale, CaseItem, CaseStep, Intercept, Invoice, OrderCare, Refund, Urge
from bot.shop.delivery import DeliveryRules, Zone
from bot.shop.order import ORDER_STATUSES
from bot.shop.order_verdicts import (
    Swap,
    may_add_remark,
    may_book_pickup,
    may_cancel,
    may_change_address,
    may_change_delivery_time,
    may_change_item,
    may_intercept,
    may_send_to,
    may_urge,
    open_slots,
)
from bot.shop.service_rules import ServiceRules
from tests.shop.factories import HOUR, NOW, SHANGHAI, item, order, product, service_rules, variant

RULES = service_rules()
MINUTE = timedelta(minutes=1)
NO_CARE = OrderCare(order_id="7519416321509020")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


BY_STATUS = {
    "unpaid": "yes yes yes yes -",
    "paid": "yes yes yes yes -",
    "packed": "yes person person person -",
    "shipped": "no! no no! no! yes",
    "in_transit": "no! no no! no! yes",
    "out_for_delivery": "no! no no! no! person",
    "signed": "no! no! no! no! no!",
    "lost": "no! no! no! no! no!",
    "refused": "no no no no no",
    "returned": "no! no! no! no! no!",
    "cancelled": "no! no! no! no! no!",
    "closed": "no! no! no! no! no!",
}


@pytest.mark.parametrize("status", ORDER_STATUSES)
def test_what_can_be_done_in_each_state(status: Any) -> None:
    bought = order(status=status)
    verdicts = [
        may_cancel(bought, NOW, RULES),
        may_change_address(bought, NOW, RULES),
        may_change_item(bought, swap(), NOW, RULES),
        may_add_remark(bought, "放门口", NOW, RULES),
        may_intercept(bought, NO_CARE, NOW, RULES),
    ]
    words = {"allowed": "yes", "needs_person": "person", "not_allowed": "no"}
    said = [words[each.answer] + ("!" if each.impossible else "") for each in verdicts]
    expected = BY_STATUS[status].replace("-", "no!").split()
    assert said == expected
    assert all(each.rule for each in verdicts)


def swap(**more: Any) -> Swap:
    bought = more.pop("item", item(sku="EJ1-BK"))
    goods = product(variants=(variant("EJ1-BK"), variant("EJ1-WH", **more)))
    return Swap(item=bought, product=goods, wanted_sku="EJ1-WH")


@pytest.mark.parametrize(
    ("wanted", "answer", "rule", "amount_fen"),
    [
        (swap(), "allowed", "item_open", None),
        (swap(price_fen=19901), "needs_person", "other_price", 1),
        (swap(price_fen=19899), "needs_person", "other_price", -1),
        (swap(stock=1, item=item(sku="EJ1-BK", quantity=1)), "allowed", "item_open", None),
        (swap(stock=1, item=item(sku="EJ1-BK", quantity=2)), "not_allowed", "out_of_stock", None),
        (Swap(item=item(sku="EJ1-BK"), product=None, wanted_sku="X"), "needs_person", "other_product", None),
        (swap(item=item(sku="XZ1")), "needs_person", "other_product", None),
        (swap(item=item(sku="EJ1-WH")), "not_allowed", "same_item", None),
    ],
)
def test_another_variant_at_the_same_price_that_is_there(
    wanted: Swap, answer: str, rule: str, amount_fen: int | None
) -> None:
    found = may_change_item(order(status="paid"), wanted, NOW, RULES)
    assert (found.answer, found.rule, found.amount_fen) == (answer, rule, amount_fen)


DELIVERY = DeliveryRules(
    fee_fen=800,
    free_from_fen=5900,
    ship_within_hours=48,
    zones=(
        Zone(name="新疆、西藏", provinces=("新疆", "西藏"), extra_fen=1000),
        Zone(name="港澳台", provinces=("香港",), sends=False),
        Zone(name="其他省份", provinces=()),
    ),
)


@pytest.mark.parametrize(
    ("province", "total_fen", "answer", "rule", "amount_fen"),
    [
        ("浙江", 19900, "allowed", "area_served", None),
        ("香港", 19900, "not_allowed", "area_not_served", None),
        ("新疆", 19900, "needs_person", "area_costs_more", 1000),
        ("新疆", 20899, "needs_person", "area_costs_more", 1),
        ("新疆", 20900, "allowed", "area_served", None),  # the dearer freight is paid already
        ("", 19900, "needs_person", "area_unknown", None),
    ],
)
def test_a_new_place_is_checked_against_the_zones(
    province: str, total_fen: int, answer: str, rule: str, amount_fen: int | None
) -> None:
    found = may_send_to(province, order(total_fen=total_fen), DELIVERY)
    assert (found.answer, found.rule, found.amount_fen) == (answer, rule, amount_fen)


def test_a_shop_that_states_no_zones_stops_nothing() -> None:
    assert may_send_to("浙江", order(), None).allowed


@pytest.mark.parametrize(
    ("length", "remark", "rule"),
    [
        (0, " ", "empty_remark"),
        (0, "甲" * 500, "remark_too_long"),
        (0, "甲" * 499, "remark_open"),
        (498, "甲", "remark_open"),
        (499, "甲", "remark_too_long"),
    ],
)
def test_a_remark_has_room_for_five_hundred(length: int, remark: str, rule: str) -> None:
    assert may_add_remark(order(status="paid", remark="乙" * length), remark, NOW, RULES).rule == rule


@pytest.mark.parametrize(
    ("now", "wanted", "rule"),
    [
        (at(21, 8), (at(21, 12), at(21, 15)), "time_open"),  # four hours before, to the minute
        (at(21, 8, 1), (at(21, 12), at(21, 15)), "time_too_soon"),
        (at(21, 8), (at(28, 9), at(28, 12)), "time_open"),
        (at(21, 8), (at(29, 9), at(29, 12)), "time_too_far"),
        (at(21, 8), (at(22, 9), at(22, 11)), "time_no_slot"),
        (at(21, 8), (at(22, 9), at(23, 12)), "time_no_slot"),
        (at(21, 8), (at(20, 9), at(20, 12)), "time_too_soon"),
        (at(21, 8), (at(22, 0), at(22, 3)), "time_no_slot"),
    ],
)
def test_a_delivery_time_is_a_slot_neither_too_soon_nor_too_far(
    now: datetime, wanted: tuple[datetime, datetime], rule: str
) -> None:
    assert may_change_delivery_time(order(status="packed"), now, RULES, wanted).rule == rule


@pytest.mark.parametrize("status", ["unpaid", "out_for_delivery", "signed", "cancelled"])
def test_no_time_can_be_booked_by_the_bot_in_other_states(status: Any) -> None:
    assert not may_change_delivery_time(order(status=status), NOW, RULES).allowed


def test_only_slots_that_can_be_booked_are_offered() -> None:
    rule = RULES.pickup.at(NOW)
    assert rule is not None
    found = open_slots(rule, at(21, 9, 30), RULES)
    assert found[0] == (at(21, 13), at(21, 15))  # two hours ahead
    assert found[-1] == (at(26, 17), at(26, 19))
    assert len(found) == 3 + 5 * 5
    assert all(may_book_pickup(wanted, at(21, 9, 30), RULES).allowed for wanted in found)


def urge(hours_ago: float, what: str = "delivery") -> Urge:
    made_at = NOW - hours_ago * HOUR
    return Urge(urge_id="CD1", order_id="1", what=what, made_at=made_at, answer_due_at=made_at + 24 * HOUR)


@pytest.mark.parametrize(
    ("made", "rule"),
    [
        (None, "urge_open"),
        (urge(0), "urged_already"),
        (urge(12 - 1 / 60), "urged_already"),
        (urge(12), "urge_open"),
        (urge(1, "shipping"), "urge_open"),
    ],
)
def test_one_urge_about_the_same_in_twelve_hours_to_the_minute(made: Urge | None, rule: str) -> None:
    care = OrderCare(order_id="1", urges=(made,) if made else ())
    assert may_urge(order(status="in_transit"), care, "delivery", NOW, RULES).rule == rule


def care_with(what: str) -> OrderCare:
    refund = Refund(
        refund_id="TK1", order_id="1", amount_fen=1, channel="x", state="sent", made_at=NOW, due_at=NOW + HOUR
    )
    step = CaseStep(state="applied", at=NOW, by="shopper")
    case = AfterSale(
        after_sale_id="SH1",
        order_id="1",
        type="return",
        state="applied",
        items=(CaseItem(sku="EJ1", quantity=1),),
        reason="damaged",
        amount_fen=1,
        freight_payer="shop",
        history=(step,),
    )
    invoice = Invoice(
        invoice_id="FP1",
        order_id="1",
        kind="normal",
        title_type="personal",
        title="林",
        tax_no="",
        amount_fen=1,
        state="requested",
        requested_at=NOW,
        due_at=NOW,
    )
    parts: dict[str, Any] = {
        "refund": {"refunds": (refund,)},
        "case": {"after_sales": (case,)},
        "invoice": {"invoices": (invoice,)},
        "nothing": {},
    }
    return OrderCare(order_id="1", **parts[what])


@pytest.mark.parametrize(
    ("status", "what", "care", "rule"),
    [
        ("paid", "shipping", "nothing", "urge_open"),
        ("packed", "shipping", "nothing", "urge_open"),
        ("unpaid", "shipping", "nothing", "nothing_to_urge"),
        ("in_transit", "shipping", "nothing", "nothing_to_urge"),
        ("lost", "delivery", "nothing", "urge_open"),
        ("signed", "delivery", "nothing", "nothing_to_urge"),
        ("cancelled", "refund", "refund", "urge_open"),
        ("signed", "refund", "case", "urge_open"),
        ("signed", "refund", "nothing", "nothing_to_urge"),
        ("signed", "invoice", "invoice", "urge_open"),
        ("signed", "invoice", "nothing", "nothing_to_urge"),
        ("signed", "weather", "nothing", "unknown_subject"),
    ],
)
def test_only_what_is_open_can_be_urged(status: Any, what: str, care: str, rule: str) -> None:
    assert may_urge(order(status=status), care_with(care), what, NOW, RULES).rule == rule


def test_an_interception_that_was_asked_for_is_told_again() -> None:
    asked = Intercept(intercept_id="LJ1", order_id="1", reason="", made_at=NOW, answer_due_at=NOW + HOUR)
    found = may_intercept(order(status="signed"), OrderCare(order_id="1", intercept=asked), NOW, RULES)
    assert (found.answer, found.rule, found.detail, found.until) == ("allowed", "intercept_asked", "LJ1", NOW + HOUR)


def test_without_a_rule_a_person_decides_and_nothing_is_promised() -> None:
    nothing = ServiceRules()
    paid = order(status="paid")
    verdicts = [
        may_cancel(paid, NOW, nothing),
        may_change_address(paid, NOW, nothing),
        may_change_item(paid, swap(), NOW, nothing),
        may_add_remark(paid, "甲", NOW, nothing),
        may_change_delivery_time(paid, NOW, nothing),
        may_intercept(paid, NO_CARE, NOW, nothing),
        may_urge(paid, NO_CARE, "shipping", NOW, nothing),
        may_book_pickup((NOW, NOW + HOUR), NOW, nothing),
    ]
    assert {(each.answer, each.rule) for each in verdicts} == {("needs_person", "no_rule")}


@pytest.mark.parametrize(("by", "bound"), [("bot", True), ("shopper", True), ("agent:li", False)])
def test_a_person_may_do_what_the_rules_do_not_allow_the_bot(by: str, bound: bool) -> None:
    assert may_change_address(order(status="packed"), NOW, RULES).binds(by) is bound
    assert may_cancel(order(status="signed"), NOW, RULES).binds(by) is True  # nobody can
    assert may_cancel(order(status="paid"), NOW, RULES).binds(by) is False
