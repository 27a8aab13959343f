"""Money: never more than was paid, above the limit only by a person, the price difference to the fen and the minute."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.shop.after_sale import CaseItem, Invoice, OrderCare, Refund, Resend
from bot.shop.changes import RequestInvoice
from bot.shop.due_times import due_at
from bot.shop.invoice_verdicts import may_invoice
from bot.shop.money_verdicts import Bought, Gift, may_give_coupon, may_give_money, may_protect_price, may_resend
from bot.shop.order import TrackingEvent
from bot.shop.rule_records import rules_from
from bot.shop.service_rules import ServiceRules, Term
from tests.shop.factories import DAY, NOW, SHANGHAI, item, order, parcel, product, rule_records, service_rules
from tests.shop.test_tax_number import RIGHT

RULES = service_rules()
MINUTE = timedelta(minutes=1)
CARE = OrderCare(order_id="7519416321509020")
PRICES = {"refund": "1.00", "compensation": "5", "price_difference": "30", "coupon": "10", "resend": "199"}
GENEROUS = rules_from({**rule_records(), "limits": [(NOW - 99 * DAY, PRICES)]}, SHANGHAI)


def refund(fen: int, what: str = "refund", state: Any = "sent") -> Refund:
    return Refund(
        refund_id=f"TK{fen}",
        order_id=CARE.order_id,
        amount_fen=fen,
        channel="微信支付",
        state=state,
        made_at=NOW,
        due_at=NOW,
        what=what,
    )


@pytest.mark.parametrize(
    ("fen", "given", "answer", "rule"),
    [
        (19900, (), "needs_person", "over_bot_limit"),
        (19901, (), "not_allowed", "over_paid_total"),
        (1, (refund(19899),), "needs_person", "over_bot_limit"),
        (2, (refund(19899),), "not_allowed", "over_paid_total"),
        (19900, (refund(19900, state="failed"),), "needs_person", "over_bot_limit"),
        (0, (), "not_allowed", "no_amount"),
        (-1, (), "not_allowed", "no_amount"),
    ],
)
def test_the_cap_is_what_was_paid_and_not_given_back_to_the_fen(
    fen: int, given: tuple[Refund, ...], answer: str, rule: str
) -> None:
    found = may_give_money(order(), replace(CARE, refunds=given), Gift(what="refund", amount_fen=fen), NOW, RULES)
    assert (found.answer, found.rule) == (answer, rule)
    assert found.binds("agent:li") is (answer == "not_allowed")


@pytest.mark.parametrize(
    ("what", "fen", "rule"),
    [
        ("refund", 100, "money_given"),
        ("refund", 101, "over_bot_limit"),
        ("compensation", 500, "money_given"),
        ("compensation", 501, "over_bot_limit"),
        ("price_difference", 3000, "money_given"),
        ("price_difference", 3001, "over_bot_limit"),
        ("gift", 1, "unknown_subject"),
    ],
)
def test_the_bot_gives_up_to_the_shops_limit(what: str, fen: int, rule: str) -> None:
    assert may_give_money(order(), CARE, Gift(what=what, amount_fen=fen), NOW, GENEROUS).rule == rule


@pytest.mark.parametrize("status", ["unpaid", "closed"])
def test_what_was_never_paid_is_not_given_back(status: Any) -> None:
    assert (
        may_give_money(order(status=status), CARE, Gift(what="refund", amount_fen=1), NOW, GENEROUS).rule == "not_paid"
    )


@pytest.mark.parametrize(
    ("care", "rule"),
    [
        (CARE, "not_paid"),  # cancelled before it was paid
        (replace(CARE, paid_by="微信支付"), "money_given"),
        (replace(CARE, refunds=(refund(1),)), "money_given"),
    ],
)
def test_a_cancelled_order_gives_money_back_only_when_the_record_shows_that_it_was_paid(
    care: OrderCare, rule: str
) -> None:
    found = may_give_money(order(status="cancelled"), care, Gift(what="refund", amount_fen=1), NOW, GENEROUS)
    assert (found.rule, found.binds("agent:li")) == (rule, rule == "not_paid")


def test_without_limits_a_person_decides() -> None:
    assert may_give_money(order(), CARE, Gift(what="refund", amount_fen=1), NOW, ServiceRules()).rule == "no_rule"


@pytest.mark.parametrize(
    ("fen", "until", "rule"),
    [
        (1000, NOW + DAY, "coupon_given"),
        (1001, NOW + DAY, "over_bot_limit"),
        (0, NOW + DAY, "no_amount"),
        (1000, NOW, "time_past"),
    ],
)
def test_a_coupon_has_a_worth_and_an_end(fen: int, until: datetime, rule: str) -> None:
    assert may_give_coupon(fen, until, NOW, GENEROUS).rule == rule


@pytest.mark.parametrize(
    ("quantity", "resent", "status", "rule"),
    [
        (1, 0, "signed", "resend_now"),
        (2, 0, "signed", "over_bot_limit"),
        (3, 0, "signed", "over_bought_quantity"),
        (1, 1, "signed", "resend_now"),
        (1, 2, "signed", "over_bought_quantity"),
        (0, 0, "signed", "over_bought_quantity"),
        (1, 0, "cancelled", "not_paid"),
    ],
)
def test_never_more_is_resent_than_was_bought(quantity: int, resent: int, status: Any, rule: str) -> None:
    sent = Resend(
        resend_id="BF1",
        order_id=CARE.order_id,
        sku="EJ1",
        quantity=resent,
        reason="missing_item",
        made_at=NOW,
        due_at=NOW,
    )
    care = replace(CARE, resends=(sent,) if resent else ())
    bought = order(status=status, items=(item(quantity=2),), total_fen=39800)
    assert may_resend(bought, care, CaseItem(sku="EJ1", quantity=quantity), NOW, GENEROUS).rule == rule


SIGNED = NOW - 7 * DAY


def protected(now: datetime, now_fen: int, *, given_fen: int = 0, status: Any = "signed") -> Any:
    scan = TrackingEvent(at=SIGNED, place="成都市", text="已签收")
    gone = (parcel(state="signed", events=(scan,)),) if status == "signed" else ()
    bought = order(status=status, items=(item(quantity=2),), parcels=gone, total_fen=39800, placed_at=NOW - 9 * DAY)
    care = replace(CARE, refunds=(refund(given_fen, "price_difference"),) if given_fen else ())
    line = Bought(item=bought.items[0], product=product(price_fen=now_fen))
    return may_protect_price(bought, care, line, now, GENEROUS)


@pytest.mark.parametrize(
    ("now", "now_fen", "answer", "rule", "amount_fen"),
    [
        (NOW, 19899, "allowed", "price_lower", 2),
        (NOW, 18400, "allowed", "price_lower", 3000),
        (NOW, 18399, "needs_person", "over_bot_limit", 3002),
        (NOW, 19900, "not_allowed", "price_same", None),
        (NOW, 19901, "not_allowed", "price_same", None),
        (NOW + MINUTE, 19899, "not_allowed", "price_window_over", None),
    ],
)
def test_the_difference_is_for_all_pieces_within_the_window(
    now: datetime, now_fen: int, answer: str, rule: str, amount_fen: int | None
) -> None:
    found = protected(now, now_fen)
    assert (found.answer, found.rule, found.amount_fen) == (answer, rule, amount_fen)


def test_a_difference_that_was_given_is_taken_off() -> None:
    assert protected(NOW, 19800, given_fen=150).amount_fen == 50
    assert protected(NOW, 19800, given_fen=200).rule == "price_given"


@pytest.mark.parametrize(
    ("status", "rule"), [("paid", "price_lower"), ("in_transit", "price_lower"), ("cancelled", "not_bought")]
)
def test_before_signing_the_price_is_protected(status: str, rule: str) -> None:
    assert protected(NOW + 99 * DAY, 19899, status=status).rule == rule


def invoice(**more: Any) -> RequestInvoice:
    values = {"invoice_kind": "normal", "title_type": "personal", "title": "林晓雨"}
    return RequestInvoice(order_id=CARE.order_id, **{**values, **more})


COMPANY = {"title_type": "company", "title": "暖物有限公司", "tax_no": RIGHT[0]}
SPECIAL = {**COMPANY, "invoice_kind": "special"}


@pytest.mark.parametrize(
    ("wish", "rule", "hours"),
    [
        (invoice(), "invoice_open", 24),
        (invoice(**COMPANY), "invoice_open", 24),
        (invoice(**{**COMPANY, "tax_no": ""}), "tax_no_missing", None),
        (invoice(**{**COMPANY, "tax_no": RIGHT[0][:-1] + "X"}), "tax_no_wrong", None),
        (invoice(**{**COMPANY, "tax_no": "110108551436275"}), "invoice_open", 24),
        (invoice(**SPECIAL), "registered_missing", None),
        (invoice(**SPECIAL, registered="中国银行杭州支行 123 杭州市 0571"), "invoice_open", None),  # in working days
        (invoice(invoice_kind="special"), "invoice_kind", None),
        (invoice(invoice_kind="gold"), "invoice_kind", None),
        (invoice(title=" "), "title_missing", None),
        (invoice(title="长" * 101), "title_too_long", None),
        (invoice(replaces="FP1"), "no_invoice", None),
    ],
)
def test_an_invoice_says_what_it_lacks(wish: RequestInvoice, rule: str, hours: int | None) -> None:
    found = may_invoice(order(), CARE, wish, NOW, RULES)
    assert (found.rule, found.hours) == (rule, hours)


def issued(at: datetime, state: Any = "issued") -> OrderCare:
    made = Invoice(
        invoice_id="FP1",
        order_id=CARE.order_id,
        kind="normal",
        title_type="personal",
        title="林",
        tax_no="",
        amount_fen=19900,
        state=state,
        requested_at=at,
        due_at=at,
        issued_at=at,
    )
    return replace(CARE, invoices=(made,))


@pytest.mark.parametrize(
    ("care", "replaces", "answer", "rule"),
    [
        (issued(NOW), None, "not_allowed", "has_invoice"),
        (issued(NOW), "FP1", "allowed", "invoice_open"),
        (issued(NOW), "FP2", "not_allowed", "no_invoice"),
        (issued(NOW - 90 * DAY), "FP1", "allowed", "invoice_open"),
        (issued(NOW - 90 * DAY - MINUTE), "FP1", "needs_person", "invoice_late"),
        (issued(NOW, "failed"), None, "allowed", "invoice_open"),
        (issued(NOW, "voided"), None, "allowed", "invoice_open"),
        (replace(CARE, refunds=(refund(19900),)), None, "not_allowed", "nothing_left"),
    ],
)
def test_one_living_invoice_and_another_one_only_instead(
    care: OrderCare, replaces: str | None, answer: str, rule: str
) -> None:
    found = may_invoice(order(), care, invoice(replaces=replaces), NOW, RULES)
    assert (found.answer, found.rule) == (answer, rule)


@pytest.mark.parametrize(("days", "rule"), [(365, "invoice_open"), (366, "invoice_late")])
def test_a_first_invoice_is_asked_for_within_a_year(days: int, rule: str) -> None:
    assert may_invoice(order(placed_at=NOW - days * DAY), CARE, invoice(), NOW, RULES).rule == rule


def test_it_is_made_out_over_what_is_left() -> None:
    found = may_invoice(order(), replace(CARE, refunds=(refund(900),)), invoice(), NOW, RULES)
    assert found.amount_fen == 19000


def test_a_special_invoice_is_due_in_working_days() -> None:
    found = may_invoice(order(), CARE, invoice(**SPECIAL, registered="中国银行杭州支行 123 杭州市 0571"), NOW, RULES)
    assert (found.working_days, found.until) == (3, due_at(NOW, Term(working_days=3), RULES))
