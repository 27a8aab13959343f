"""Return, exchange, repair, money back: to the minute, to the piece, to the fen; faults never refused for the date alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.shop.after_sale import AfterSale, CaseItem, CaseState, CaseStep, OrderCare, Refund
from bot.shop.after_sale_verdicts import Claim, judged
from bot.shop.order import Order, TrackingEvent
from bot.shop.paid_share import paid_for
from bot.shop.service_rules import ServiceRules
from bot.shop.verdict import Verdict, days_end, months_end, no, person, signed_at, worst, yes
from tests.shop.factories import DAY, HOUR, NOW, SHANGHAI, item, order, parcel, product, service_rules, variant

RULES = service_rules()
MINUTE = timedelta(minutes=1)
NO_CARE = OrderCare(order_id="1")
SIGNED = datetime(2026, 11, 10, 23, 59, tzinfo=SHANGHAI)  # so the seven days are the 11th to the 17th
SEVEN_OVER = datetime(2026, 11, 18, tzinfo=SHANGHAI)
FIFTEEN_OVER = datetime(2026, 11, 26, tzinfo=SHANGHAI)


def signed(at: datetime = SIGNED, **more: Any) -> Order:
    scan = TrackingEvent(at=at, place="成都市", text="已签收")
    gone = parcel(state="signed", events=(scan,), skus=tuple(each.sku for each in more.get("items", (item(),))))
    return order(**{"status": "signed", "placed_at": at - 3 * DAY, "parcels": (gone,), **more})


def claim(kind: Any = "return", reason: str = "no_longer_wanted", **more: Any) -> Claim:
    values = {"item": CaseItem(sku="EJ1", quantity=1), "product": product(), **more}
    return Claim(type=kind, reason=reason, **values)


def page(text: str, **more: Any) -> Any:
    return product(attributes={"七天无理由": text}, **more)


def judge(
    wish: Claim, now: datetime = SIGNED + HOUR, bought: Order | None = None, care: OrderCare = NO_CARE
) -> Verdict:
    return judged(bought or signed(), care, wish, now, RULES)


@pytest.mark.parametrize(
    ("wish", "now", "answer", "rule", "until"),
    [
        (claim(), SEVEN_OVER - MINUTE, "allowed", "return_in_days", SEVEN_OVER),
        (claim(), SEVEN_OVER, "not_allowed", "return_window_over", SEVEN_OVER),
        (claim(reason="defective"), SEVEN_OVER, "allowed", "faulty_in_days", FIFTEEN_OVER),
        (claim(reason="defective"), FIFTEEN_OVER - MINUTE, "allowed", "faulty_in_days", FIFTEEN_OVER),
        (claim(reason="defective"), FIFTEEN_OVER, "needs_person", "faulty_days_over", FIFTEEN_OVER),
        (claim(reason="defective"), FIFTEEN_OVER + 999 * DAY, "needs_person", "faulty_days_over", FIFTEEN_OVER),
        (claim("exchange", "wrong_size"), FIFTEEN_OVER - MINUTE, "allowed", "exchange_in_days", FIFTEEN_OVER),
        (claim("exchange", "wrong_size"), FIFTEEN_OVER, "not_allowed", "exchange_window_over", FIFTEEN_OVER),
        (claim("exchange", "defective"), FIFTEEN_OVER, "needs_person", "faulty_days_over", FIFTEEN_OVER),
        (claim("refund", "damaged"), SIGNED, "needs_person", "money_by_person", FIFTEEN_OVER),
        (claim("refund", "damaged"), FIFTEEN_OVER, "needs_person", "refund_days_over", FIFTEEN_OVER),
    ],
)
def test_days_are_counted_from_the_day_after_signing_to_the_last_midnight(
    wish: Claim, now: datetime, answer: str, rule: str, until: datetime
) -> None:
    found = judge(wish, now)
    assert (found.answer, found.rule, found.until) == (answer, rule, until)


@pytest.mark.parametrize(
    ("text", "goods", "answer", "rule"),
    [
        ("支持", "", "allowed", "return_in_days"),
        ("支持", "opened", "allowed", "return_in_days"),
        ("支持", "used", "not_allowed", "return_used"),
        ("未拆封支持", "", "allowed", "return_if_sealed"),
        ("未拆封支持", "sealed", "allowed", "return_in_days"),
        ("未拆封支持", "opened", "not_allowed", "return_opened"),
        ("未拆封支持", "unused", "not_allowed", "return_opened"),
        ("支持，吊牌在、没洗没穿过", "", "allowed", "return_if_unused"),
        ("支持，吊牌在、没洗没穿过", "unused", "allowed", "return_in_days"),
        ("支持，吊牌在、没洗没穿过", "used", "not_allowed", "return_used"),
        ("不支持，生鲜", "", "not_allowed", "no_return_fresh"),
        ("不支持，定制商品", "sealed", "not_allowed", "no_return_made_to_order"),
        ("不支持", "", "not_allowed", "no_return_page"),
    ],
)
def test_the_page_says_in_what_state_goods_go_back(text: str, goods: str, answer: str, rule: str) -> None:
    found = judge(claim(product=page(text), goods=goods))
    assert (found.answer, found.rule) == (answer, rule)


@pytest.mark.parametrize("text", ["支持", "未拆封支持", "不支持，生鲜", "不支持"])
@pytest.mark.parametrize("goods", ["", "opened", "used"])
def test_no_page_stands_against_a_fault(text: str, goods: str) -> None:
    assert judge(claim(reason="defective", product=page(text), goods=goods)).allowed


@pytest.mark.parametrize(
    ("kind", "reason", "payer"),
    [
        ("return", "no_longer_wanted", "shopper"),
        ("return", "wrong_item", "shop"),
        ("return", "damaged", "shop"),
        ("exchange", "wrong_size", "shopper"),
        ("exchange", "defective", "shop"),
        ("repair", "broke_in_use", "shop"),
        ("repair", "own_damage", "shopper"),
    ],
)
def test_who_pays_for_the_way_back(kind: str, reason: str, payer: str) -> None:
    assert judge(claim(kind, reason)).freight_payer == payer


@pytest.mark.parametrize(
    ("status", "kind", "answer", "rule"),
    [
        ("unpaid", "return", "not_allowed", "not_paid"),
        ("paid", "return", "not_allowed", "cancel_instead"),
        ("packed", "refund", "not_allowed", "cancel_instead"),
        ("in_transit", "return", "not_allowed", "not_received"),
        ("out_for_delivery", "exchange", "not_allowed", "not_received"),
        ("lost", "return", "not_allowed", "parcel_lost"),
        ("lost", "refund", "needs_person", "money_by_person"),
        ("refused", "return", "not_allowed", "already_refused"),
        ("refused", "refund", "needs_person", "money_by_person"),
        ("returned", "refund", "not_allowed", "already_returned"),
        ("cancelled", "refund", "not_allowed", "already_cancelled"),
        ("signed", "return", "needs_person", "signed_unknown"),
    ],
)
def test_what_is_not_received_does_not_go_back(status: Any, kind: str, answer: str, rule: str) -> None:
    found = judge(claim(kind, "damaged"), NOW, order(status=status))
    assert (found.answer, found.rule) == (answer, rule)


def test_of_a_split_order_the_piece_that_came_may_go_back_already() -> None:
    scan = TrackingEvent(at=SIGNED, place="成都市", text="已签收")
    here = parcel(state="signed", skus=("EJ1",), events=(scan,))
    coming = parcel(tracking_no="YT2", skus=("WZ1",))
    bought = order(
        status="in_transit", items=(item(), item("袜子", "WZ1")), parcels=(here, coming), placed_at=SIGNED - DAY
    )
    assert judge(claim(), bought=bought).rule == "return_in_days"
    assert judge(claim(item=CaseItem(sku="WZ1", quantity=1)), bought=bought).rule == "not_received"
    assert (signed_at(bought, "EJ1"), signed_at(bought, "WZ1")) == (SIGNED, None)


def case(quantity: int, state: CaseState, *earlier: CaseState, kind: Any = "return") -> AfterSale:
    return AfterSale(
        after_sale_id="SH1",
        order_id="1",
        type=kind,
        state=state,
        items=(CaseItem(sku="EJ1", quantity=quantity),),
        reason="damaged",
        amount_fen=1,
        freight_payer="shop",
        history=tuple(CaseStep(state=each, at=SIGNED, by="shop") for each in (*earlier, state)),
    )


@pytest.mark.parametrize(
    ("quantity", "cases", "rule"),
    [
        (3, (), "return_in_days"),
        (4, (), "over_bought_quantity"),
        (0, (), "over_bought_quantity"),
        (-1, (), "over_bought_quantity"),
        (100000, (), "over_bought_quantity"),
        (2, (case(1, "approved"),), "return_in_days"),
        (3, (case(1, "approved"),), "has_case"),
        (3, (case(1, "withdrawn"),), "return_in_days"),
        (3, (case(1, "rejected"),), "return_in_days"),
        (3, (case(1, "closed", "rejected"),), "return_in_days"),
        (3, (case(1, "refunded"),), "already_settled"),
        (3, (case(1, "closed", "refunded"),), "already_settled"),
        (2, (case(1, "closed", "refunded"),), "return_in_days"),
        (3, (case(1, "closed", "exchanged", kind="exchange"),), "return_in_days"),
        (3, (case(1, "repaired", kind="repair"),), "return_in_days"),
    ],
)
def test_a_piece_is_in_one_case_at_a_time_and_paid_back_once(
    quantity: int, cases: tuple[AfterSale, ...], rule: str
) -> None:
    bought = signed(items=(item(quantity=3),), total_fen=59700)
    wish = claim(item=CaseItem(sku="EJ1", quantity=quantity))
    assert judge(wish, bought=bought, care=OrderCare(order_id="1", after_sales=cases)).rule == rule


def test_what_was_not_bought_is_not_taken_back() -> None:
    found = judge(claim(item=CaseItem(sku="XX", quantity=1)))
    assert (found.rule, found.impossible) == ("not_in_order", True)


@pytest.mark.parametrize(
    ("total_fen", "quantity", "given_fen", "amount_fen"),
    [
        (60500, 1, 0, 19900),  # 8 yuan of freight are not the goods'
        (60500, 3, 0, 59700),
        (59700, 2, 0, 39800),
        (50000, 1, 0, 16666),  # a discount falls on each piece, rounded down
        (50000, 3, 0, 50000),
        (59700, 3, 59699, 1),
        (59700, 3, 59700, 0),
    ],
)
def test_what_goes_back_is_what_was_paid_for_the_pieces(
    total_fen: int, quantity: int, given_fen: int, amount_fen: int
) -> None:
    bought = signed(items=(item(quantity=3),), total_fen=total_fen)
    given = Refund(
        refund_id="TK1", order_id="1", amount_fen=given_fen, channel="x", state="sent", made_at=NOW, due_at=NOW
    )
    care = OrderCare(order_id="1", refunds=(given,) if given_fen else ())
    assert judge(claim(item=CaseItem(sku="EJ1", quantity=quantity)), bought=bought, care=care).amount_fen == amount_fen


def test_shares_of_a_discount_never_add_up_to_more_than_was_paid() -> None:
    for total_fen in range(1, 700, 7):
        bought = signed(items=(item(quantity=3, price_fen=199), item("袜子", "WZ1", price_fen=77)), total_fen=total_fen)
        pieces = [CaseItem(sku="EJ1", quantity=1)] * 3 + [CaseItem(sku="WZ1", quantity=1)]
        assert sum(paid_for(bought, [piece]) for piece in pieces) <= total_fen
        assert paid_for(bought, [CaseItem(sku="EJ1", quantity=3), CaseItem(sku="WZ1", quantity=1)]) == min(
            total_fen, 674
        )


VARIANTS = product(variants=(variant("EJ1"), variant("EJ1-WH"), variant("EJ1-XL", price_fen=20000)))


@pytest.mark.parametrize(
    ("goods", "wanted", "answer", "rule"),
    [
        (VARIANTS, "EJ1-WH", "allowed", "exchange_in_days"),
        (VARIANTS, "EJ1", "allowed", "exchange_in_days"),
        (VARIANTS, None, "allowed", "exchange_in_days"),
        (VARIANTS, "EJ1-XL", "needs_person", "other_price"),
        (VARIANTS, "XZ1", "needs_person", "other_product"),
        (product(variants=(variant("EJ1"), variant("EJ1-WH", stock=0))), "EJ1-WH", "not_allowed", "out_of_stock"),
        (None, "EJ1-WH", "needs_person", "product_gone"),
    ],
)
def test_an_exchange_is_for_the_same_product_at_the_same_price(
    goods: Any, wanted: str | None, answer: str, rule: str
) -> None:
    found = judge(claim("exchange", "wrong_size", product=goods, wanted_sku=wanted))
    assert (found.answer, found.rule) == (answer, rule)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("warranty", "category", "title", "now", "answer", "rule"),
    [
        ("整机 1 年", "家用电器", "电饭煲", at(2027, 11, 10, 23, 59), "allowed", "warranty"),
        ("整机 1 年", "家用电器", "电饭煲", at(2027, 11, 11), "not_allowed", "warranty_over"),
        ("2 年", "家用电器", "电饭煲", at(2028, 11, 10), "allowed", "warranty"),  # the page promises more
        ("3 个月", "家用电器", "电饭煲", at(2027, 11, 10), "allowed", "warranty"),  # the shop's table promises more
        ("整机 1 年，电机 3 年", "家用电器", "破壁机", at(2028, 1, 1), "needs_person", "warranty_part"),
        ("整机 1 年，电机 3 年", "家用电器", "破壁机", at(2029, 11, 11), "not_allowed", "warranty_over"),
        ("", "家用电器", "冰箱", at(2028, 1, 1), "needs_person", "warranty_part"),
        ("", "手机平板", "智能手机", at(2027, 11, 10), "allowed", "warranty"),
        ("", "食品", "坚果", at(2026, 11, 11), "needs_person", "warranty_unknown"),
        ("90 天内开胶断底包换", "服装", "靴", at(2027, 2, 8, 23, 59), "allowed", "warranty"),
        ("90 天内开胶断底包换", "服装", "靴", at(2027, 2, 9), "not_allowed", "warranty_over"),
    ],
)
def test_repair_by_the_page_and_by_the_class_of_goods(
    warranty: str, category: str, title: str, now: datetime, answer: str, rule: str
) -> None:
    goods = product(category=category, title=title, attributes={"保修": warranty} if warranty else {})
    found = judge(claim("repair", "broke_in_use", product=goods), now)
    assert (found.answer, found.rule) == (answer, rule)


def test_her_own_damage_is_a_persons_to_price() -> None:
    assert judge(claim("repair", "own_damage")).rule == "own_damage"


@pytest.mark.parametrize(
    ("kind", "reason"), [("exchange", "no_longer_wanted"), ("return", "not_received"), ("repair", "x"), ("return", "")]
)
def test_a_reason_that_does_not_go_with_the_case_is_a_persons(kind: str, reason: str) -> None:
    assert judge(claim(kind, reason)).rule == "unknown_reason"


def test_without_rules_nothing_is_promised() -> None:
    reasons = ServiceRules(reasons=RULES.reasons)
    for kind, reason in (
        ("return", "damaged"),
        ("exchange", "damaged"),
        ("repair", "defective"),
        ("refund", "damaged"),
    ):
        found = judged(signed(), NO_CARE, claim(kind, reason), SIGNED, reasons)
        assert (found.answer, found.rule) == ("needs_person", "no_rule")


@pytest.mark.parametrize(
    ("since", "months", "until"),
    [
        (at(2026, 1, 31, 12), 1, at(2026, 3, 1)),
        (at(2028, 1, 31, 12), 1, at(2028, 3, 1)),
        (at(2026, 12, 31), 12, at(2028, 1, 1)),
        (at(2024, 2, 29), 12, at(2025, 3, 1)),
        (at(2026, 11, 10, 23, 59), 6, at(2027, 5, 11)),
    ],
)
def test_months_end_at_the_midnight_after_the_same_day(since: datetime, months: int, until: datetime) -> None:
    assert months_end(since, months, RULES) == until


def test_a_day_begins_in_the_shops_zone() -> None:
    assert days_end(datetime.fromisoformat("2026-11-10T15:59:00+00:00"), 7, RULES) == SEVEN_OVER
    assert days_end(datetime.fromisoformat("2026-11-10T16:00:00+00:00"), 7, RULES) == SEVEN_OVER + DAY


def test_of_several_lines_the_one_that_stops_most_decides() -> None:
    assert worst([yes("a"), person("b"), no("c"), no("d", impossible=True)]).rule == "d"
    assert worst([yes("a"), person("b")]).rule == "b"
    assert worst([no("a"), no("b")]).rule == "a"
