"""What happened to the demo shop's orders: every state there is, true to the orders and to the shop's own rules."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import get_args

import pytest

from bot.errors import ConfigurationError
from bot.shop.after_sale import CASE_STATES, CASE_TYPES, InvoiceState, RefundState
from bot.shop.paid_share import paid_for
from bot.shop.seed import DEMO_SHOP, read_shop
from bot.shop.verdict import signed_at
from tests.shop.factories import NOW, anchor, service_rules
from tests.shop.test_demo_data import HOURS, demo

_CASE = "SH1,9335614685672302,{},{},SJ1003-WH*1,,shop,,{},,,,"
ORDERS = {order.order_id: order for order in demo().orders}
CARE = {care.order_id: care for care in demo().care}
CASES = [case for care in CARE.values() for case in care.after_sales]
REFUNDS = [refund for care in CARE.values() for refund in care.refunds]
INVOICES = [invoice for care in CARE.values() for invoice in care.invoices]


def test_every_state_and_type_can_be_tried() -> None:
    assert {case.state for case in CASES} == set(CASE_STATES)
    assert {case.type for case in CASES} == set(CASE_TYPES)
    assert {refund.state for refund in REFUNDS} == set(get_args(RefundState))
    assert {invoice.state for invoice in INVOICES} == set(get_args(InvoiceState))
    assert {refund.what for refund in REFUNDS} == {"refund", "price_difference", "compensation"}
    assert {urge.what for care in CARE.values() for urge in care.urges} == {"shipping", "delivery", "refund", "invoice"}
    assert {freight.freight_payer for freight in CASES} == {"shopper", "shop"}


@pytest.mark.parametrize("now", HOURS)
def test_at_any_hour_what_happened_is_past_and_what_comes_is_to_come(now: datetime) -> None:
    for care in demo(now).care:
        for case in care.after_sales:
            times = [step.at for step in case.history]
            assert times == sorted(times) and times[-1] <= now
            assert case.pickup_from is None or case.pickup_from > now
        for refund in care.refunds:
            assert refund.made_at <= now and (refund.arrived_at is None or refund.made_at < refund.arrived_at <= now)
            assert (refund.arrived_at is None) == (refund.state != "arrived")
        assert all(code.kept_until > now for code in care.pickup_codes)


def test_money_that_is_late_and_money_that_is_in_time_are_both_there() -> None:
    for now in HOURS:
        moving = [refund for care in demo(now).care for refund in care.refunds if refund.state in ("sent", "pending")]
        assert {refund.due_at > now for refund in moving} >= {True}
    assert any(refund.due_at < NOW for refund in REFUNDS if refund.state == "failed")


def test_a_case_is_of_goods_that_were_received() -> None:
    for case in CASES:
        order = ORDERS[case.order_id]
        signed = signed_at(order, case.items[0].sku)
        assert signed is not None and signed < case.history[0].at, case.after_sale_id
        assert case.amount_fen <= paid_for(order, case.items)


def test_who_pays_the_freight_is_what_the_rules_say() -> None:
    rules = service_rules()
    freight, reasons = rules.freight.at(NOW), rules.reasons.at(NOW)
    assert freight is not None and reasons is not None
    for case in CASES:
        reason = reasons.of(case.reason)
        assert reason is not None and case.type in reason.types
        if case.type in ("return", "exchange"):
            assert case.freight_payer == (freight.without_fault if reason.fault == "none" else freight.with_fault)


def test_no_order_gave_back_more_than_it_cost_and_paid_cases_have_their_refund() -> None:
    for order_id, care in CARE.items():
        assert care.given_back_fen <= ORDERS[order_id].total_fen
    paid = {refund.after_sale_id: refund for refund in REFUNDS if refund.after_sale_id}
    settled = [case for case in CASES if any(step.state == "refunded" for step in case.history)]
    assert {case.after_sale_id for case in settled} == set(paid)
    assert all(paid[case.after_sale_id].amount_fen == case.amount_fen for case in settled)


def test_numbers_are_unique_and_what_was_paid_has_a_way() -> None:
    numbers = [case.after_sale_id for case in CASES] + [each.refund_id for each in REFUNDS]
    numbers += [each.invoice_id for each in INVOICES]
    assert len(set(numbers)) == len(numbers)
    for order in ORDERS.values():
        if order.status not in ("unpaid", "closed", "cancelled"):
            assert CARE[order.order_id].paid_by


def test_a_code_is_for_a_parcel_that_is_nearly_there() -> None:
    for care in CARE.values():
        for code in care.pickup_codes:
            state = {parcel.tracking_no: parcel.state for parcel in ORDERS[code.order_id].parcels}
            assert state[code.tracking_no] == "out_for_delivery"


@pytest.mark.parametrize(
    ("name", "row", "reason"),
    [
        ("payments", "1,微信支付", "order '1' does not exist"),
        ("payments", "2249161612538412,", "channel: an empty text"),
        ("after_sales", _CASE.format("gift", "damaged", "applied -1d 10:00 shopper"), "type 'gift'"),
        ("after_sales", _CASE.format("return", "boredom", "applied -1d 10:00 shopper"), "reason 'boredom'"),
        ("after_sales", _CASE.format("return", "damaged", "approved -1d 10:00 shop"), "steps begin with applied"),
        ("after_sales", _CASE.format("return", "damaged", "applied -9d 10:00 shopper"), "steps begin with applied"),
        ("after_sales", _CASE.format("return", "damaged", "applied yesterday"), "'applied yesterday' is not"),
        (
            "after_sales",
            _CASE.format("return", "damaged", "applied -1d 10:00 shopper|refunded -1d 11:00 shop"),
            "cannot go from applied to refunded",
        ),
        (
            "after_sales",
            _CASE.format("return", "damaged", "applied -1d 10:00 shopper|approved -1d 09:00 shop"),
            "not in the order of time",
        ),
        ("after_sales", _CASE.replace("*1", "*2").format("return", "damaged", "applied -1d 10:00 shopper"), "*2"),
        ("refunds", "TK1,2249161612538412,8,gone,-1d 10:00,,,refund", "state 'gone'"),
        ("refunds", "TK1,2249161612538412,eight,sent,-1d 10:00,,,refund", "amount: 'eight'"),
        ("invoices", "FP1,2249161612538412,gold,personal,林,,issued,-1d 10:00,,,", "kind 'gold'"),
        ("invoices", "FP1,2249161612538412,normal,company,林,91330100799655058C,issued,-1d 10:00,,,", "tax_no"),
        ("urges", "CD1,2249161612538412,weather,-1d 10:00", "what 'weather'"),
        ("pickup_codes", "2249161612538412,YT1,站,1,+1d 10:00", "tracking_no 'YT1'"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(tmp_path: Path, name: str, row: str, reason: str) -> None:
    files = Path(shutil.copytree(DEMO_SHOP, tmp_path / "shop"))
    path = files / f"{name}.csv"
    content = path.read_text(encoding="utf-8")
    path.write_text(f"{content}{row}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_shop(files, anchor())
    line = content.count("\n") + 1
    assert f"{name}.csv:{line}: " in caught.value.message and reason in caught.value.message


def test_a_shop_without_these_files_has_no_care(tmp_path: Path) -> None:
    files = Path(shutil.copytree(DEMO_SHOP, tmp_path / "shop"))
    for name in ("payments", "after_sales", "refunds", "invoices", "urges", "pickup_codes"):
        (files / f"{name}.csv").unlink()
    assert read_shop(files, anchor()).care == ()
