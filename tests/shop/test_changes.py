"""What every shop must do when it is asked to change something: once per key, on the facts that were read back, by its rules."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.shop.after_sale import CaseItem, OrderCare
from bot.shop.changes import (
    AddRemark,
    BookPickup,
    CancelOrder,
    Change,
    ChangeAddress,
    ChangeDeliveryTime,
    ChangeItem,
    GiveCoupon,
    GiveMoney,
    InterceptParcel,
    MakeUrge,
    OpenAfterSale,
    Outcome,
    RequestInvoice,
    ResendItem,
    TellReturnParcel,
    WithdrawAfterSale,
)
from bot.shop.changes_json import CHANGE_KINDS
from bot.shop.facts import facts_of
from bot.shop.order import Order
from bot.shop.seed import ShopFiles
from tests.shop.factories import DAY, HOUR, NOW, SHANGHAI, orders_in_every_stage, service_rules, stage_files
from tests.shop.shops_under_test import ShopUnderTest

ORDERS = orders_in_every_stage()
EARPHONES = (CaseItem(sku="EJ1-BK", quantity=1),)
PERSON = "agent:li"
TOMORROW = datetime(2026, 11, 22, 9, tzinfo=SHANGHAI)
ELSEWHERE = "浙江省杭州市西湖区文三路1号"
Ask = Callable[..., Awaitable[Outcome]]


@pytest.fixture
def files() -> ShopFiles:
    return stage_files()


@pytest.fixture
def shop(shop_under_test: ShopUnderTest) -> ShopUnderTest:
    return shop_under_test


def wish(kind: type[Any], status: str, **more: Any) -> Any:
    return kind(**{"order_id": ORDERS[status].order_id, "at": NOW, **more})


def cancel(status: str = "packed", **more: Any) -> CancelOrder:
    return wish(CancelOrder, status, **more)  # type: ignore[no-any-return]


def move_to(address: str = ELSEWHERE, status: str = "paid", **more: Any) -> ChangeAddress:
    values = {"recipient": "王五", "phone": "13900001111", "address": address}
    return wish(ChangeAddress, status, **{**values, **more})  # type: ignore[no-any-return]


def case(status: str = "signed", **more: Any) -> OpenAfterSale:
    values = {"type": "return", "items": EARPHONES, "reason": "damaged", "freight_payer": "shop"}
    return wish(OpenAfterSale, status, **{**values, **more})  # type: ignore[no-any-return]


def money(fen: int, **more: Any) -> GiveMoney:
    values = {"what": "compensation", "amount_fen": fen, "reason": "晚到", "by": PERSON}
    return wish(GiveMoney, "signed", **{**values, **more})  # type: ignore[no-any-return]


def invoice(**more: Any) -> RequestInvoice:
    values = {"invoice_kind": "normal", "title_type": "personal", "title": "林晓雨"}
    return wish(RequestInvoice, "signed", **{**values, **more})  # type: ignore[no-any-return]


async def seen(shop: ShopUnderTest, status: str) -> tuple[Order, OrderCare]:
    order_id = ORDERS[status].order_id
    order = await shop.order(order_id)
    assert order is not None
    return order, (await shop.care_of([order_id]))[order_id]


# Each change that is done, with what shows it: (change, what is read of order and care, before, after).
DONE: list[tuple[Change, Callable[[Order, OrderCare], Any], Any, Any]] = [
    (cancel(), lambda order, care: (order.status, [r.amount_fen for r in care.refunds]), ("packed", []), ("cancelled", [41300])),
    (cancel("unpaid"), lambda order, care: (order.status, care.refunds), ("unpaid", ()), ("cancelled", ())),
    (move_to(), lambda order, care: (order.recipient, order.phone, order.address), ("林晓雨", "13600009631", ORDERS["paid"].address), ("王五", "13900001111", ELSEWHERE)),
    (wish(ChangeItem, "paid", sku="EJ1-BK", wanted_sku="EJ1-WH"), lambda order, care: [(i.sku, i.quantity) for i in order.items], [("EJ1-BK", 2), ("WZ1", 1)], [("EJ1-WH", 2), ("WZ1", 1)]),
    (wish(AddRemark, "paid", remark="放一张贺卡"), lambda order, care: order.remark, "", "放一张贺卡"),
    (wish(ChangeDeliveryTime, "packed", deliver_from=TOMORROW, deliver_until=TOMORROW + 3 * HOUR), lambda order, care: care.slot and (care.slot.deliver_from, care.slot.deliver_until), None, (TOMORROW, TOMORROW + 3 * HOUR)),
    (wish(InterceptParcel, "in_transit", reason="不想要了"), lambda order, care: care.intercept and care.intercept.reason, None, "不想要了"),
    (case(), lambda order, care: [(c.type, c.state, c.amount_fen, c.freight_payer) for c in care.after_sales], [], [("return", "approved", 19900, "shop")]),
    (invoice(), lambda order, care: [(i.state, i.amount_fen, i.title) for i in care.invoices], [], [("requested", 41300, "林晓雨")]),
    (wish(MakeUrge, "paid", what="shipping"), lambda order, care: [u.what for u in care.urges], [], ["shipping"]),
    (money(500), lambda order, care: [(r.what, r.amount_fen, r.channel, r.due_at - NOW) for r in care.refunds], [], [("compensation", 500, "微信支付", DAY)]),
    (wish(GiveCoupon, "signed", amount_fen=1000, threshold_fen=0, valid_until=NOW + 30 * DAY, reason="晚到", by=PERSON), lambda order, care: [(c.amount_fen, c.reason) for c in care.coupons], [], [(1000, "晚到")]),
    (wish(ResendItem, "signed", sku="WZ1", quantity=1, reason="missing_item", by=PERSON), lambda order, care: [(r.sku, r.quantity) for r in care.resends], [], [("WZ1", 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("change", "read", "before", "after"), DONE, ids=lambda each: getattr(each, "kind", ""))
async def test_what_is_asked_for_is_done_once_and_seen_at_once(
    shop: ShopUnderTest, change: Change, read: Callable[[Order, OrderCare], Any], before: Any, after: Any
) -> None:
    status = next(status for status, order in ORDERS.items() if order.order_id == change.order_id)
    order, care = await seen(shop, status)
    assert read(order, care) == before
    change = replace(change, facts=facts_of(order, care))  # type: ignore[type-var]
    first = await shop.change(change, key="t1")
    assert first.done, first
    assert read(*await seen(shop, status)) == after
    assert await shop.change(change, key="t1") == first
    assert await shop.change(replace(change, facts="", at=NOW + DAY), key="t1") == first  # type: ignore[type-var]
    assert read(*await seen(shop, status)) == after


def test_every_change_but_those_of_an_open_case_is_in_the_table() -> None:
    of_cases = {"withdraw_after_sale", "book_pickup", "tell_return_parcel"}
    assert {change.kind for change, *_ in DONE} | of_cases == set(CHANGE_KINDS)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (cancel("in_transit"), "already_shipped"),
        (cancel("in_transit", by=PERSON), "already_shipped"),
        (cancel("signed"), "already_signed"),
        (cancel("cancelled"), "already_cancelled"),
        (move_to(status="packed"), "already_packed"),
        (move_to(status="in_transit"), "already_shipped"),
        (move_to("杭州市西湖区文三路"), "address_no_door"),
        (move_to("公司"), "address_no_city"),
        (move_to("浙" * 500), "address_too_long"),
        (move_to(f"{ELSEWHERE}🏠"), "address_emoji"),
        (move_to(phone="1390000111"), "phone_wrong"),
        (move_to(recipient="王" * 21), "recipient_too_long"),
        (wish(ChangeItem, "paid", sku="XX", wanted_sku="EJ1-WH"), "not_in_order"),
        (wish(ChangeItem, "paid", sku="EJ1-BK", wanted_sku="EJ1-PRO"), "other_price"),
        (wish(ChangeItem, "paid", sku="EJ1-BK", wanted_sku="EJ1-GD"), "out_of_stock"),
        (wish(ChangeItem, "paid", sku="EJ1-BK", wanted_sku="WZ1"), "other_product"),
        (wish(ChangeItem, "packed", sku="EJ1-BK", wanted_sku="EJ1-WH"), "already_packed"),
        (wish(AddRemark, "paid", remark=" "), "empty_remark"),
        (wish(AddRemark, "paid", remark="长" * 501), "remark_too_long"),
        (wish(ChangeDeliveryTime, "packed", deliver_from=NOW, deliver_until=NOW + HOUR), "time_too_soon"),
        (wish(ChangeDeliveryTime, "packed", deliver_from=TOMORROW, deliver_until=TOMORROW), "time_no_slot"),
        (wish(InterceptParcel, "paid"), "not_shipped_yet"),
        (wish(InterceptParcel, "out_for_delivery"), "already_shipped"),
        (case("paid"), "cancel_instead"),
        (case("in_transit"), "not_received"),
        (case(items=()), "not_in_order"),
        (case(items=(CaseItem(sku="XX", quantity=1),)), "not_in_order"),
        (case(items=EARPHONES * 2), "not_in_order"),
        (case(items=(CaseItem(sku="EJ1-BK", quantity=0),)), "over_bought_quantity"),
        (case(items=(CaseItem(sku="EJ1-BK", quantity=-1),)), "over_bought_quantity"),
        (case(items=(CaseItem(sku="EJ1-BK", quantity=100000),)), "over_bought_quantity"),
        (case(amount_fen=19901), "over_item_total"),
        (case(amount_fen=-1), "over_item_total"),
        (case(freight_payer="shopper"), "facts_changed"),  # the shop pays for what is its fault
        (case(reason="no_longer_wanted", freight_payer="shopper", at=NOW + 9 * DAY), "return_window_over"),
        (wish(WithdrawAfterSale, "signed", after_sale_id="SH1"), "no_case"),
        (invoice(title_type="company", tax_no="91330100799655058C"), "tax_no_wrong"),
        (invoice(replaces="FP1"), "no_invoice"),
        (wish(RequestInvoice, "unpaid", invoice_kind="normal", title_type="personal", title="林"), "not_paid"),
        (wish(MakeUrge, "signed", what="shipping"), "nothing_to_urge"),
        (wish(MakeUrge, "signed", what="weather"), "unknown_subject"),
        (money(0), "no_amount"),
        (money(-5), "no_amount"),
        (money(41301), "over_paid_total"),
        (money(1, by="bot"), "over_bot_limit"),
        (money(1, what="gift"), "unknown_subject"),
        (wish(GiveMoney, "unpaid", what="refund", amount_fen=1, reason="", by=PERSON), "not_paid"),
        (wish(ResendItem, "signed", sku="WZ1", quantity=2, reason="", by=PERSON), "over_bought_quantity"),
        (wish(ResendItem, "signed", sku="WZ1", quantity=1, reason=""), "over_bot_limit"),
        (CancelOrder(order_id="1", at=NOW), "no_order"),
        (CancelOrder(order_id="", at=NOW), "no_order"),
        (CancelOrder(order_id="\x00", at=NOW), "no_order"),
        (CancelOrder(order_id="x" * 999, at=NOW), "no_order"),
    ],
)
async def test_what_cannot_be_is_refused_with_its_rule_and_changes_nothing(
    shop: ShopUnderTest, change: Change, reason: str
) -> None:
    before = [await seen(shop, status) for status in ORDERS]
    outcome = await shop.change(change, key="t1")
    assert (outcome.state, outcome.reason) == ("refused", reason)
    assert [await seen(shop, status) for status in ORDERS] == before


@pytest.mark.parametrize("change", [cancel(), case(), money(1), invoice(), move_to()], ids=lambda change: change.kind)
async def test_facts_that_changed_since_they_were_read_back_are_refused(shop: ShopUnderTest, change: Change) -> None:
    status = next(status for status, order in ORDERS.items() if order.order_id == change.order_id)
    facts = facts_of(*await seen(shop, status))
    assert (await shop.change(money(1, order_id=change.order_id), key="p1")).done
    before = await seen(shop, status)
    outcome = await shop.change(replace(change, facts=facts), key="t1")  # type: ignore[type-var]
    assert (outcome.state, outcome.reason) == ("refused", "facts_changed")
    assert await seen(shop, status) == before


async def test_scans_and_urges_are_no_changed_facts(shop: ShopUnderTest) -> None:
    facts = facts_of(*await seen(shop, "paid"))
    assert (await shop.change(wish(MakeUrge, "paid", what="shipping"), key="t1")).done
    assert (await shop.change(cancel("paid", facts=facts), key="t2")).done


async def test_a_key_of_another_order_or_kind_is_never_carried_out(shop: ShopUnderTest) -> None:
    await shop.change(wish(MakeUrge, "packed", what="shipping"), key="t1")
    assert (await shop.change(cancel(), key="t1")).reason == "key_reused"
    assert (await shop.change(wish(MakeUrge, "paid", what="shipping"), key="t1")).reason == "key_reused"
    order, _ = await seen(shop, "packed")
    assert order.status == "packed"


@pytest.mark.parametrize("keys", [["same"] * 6, [f"key{number}" for number in range(6)]])
async def test_two_tabs_at_once_have_one_effect(shop: ShopUnderTest, keys: list[str]) -> None:
    change = cancel(facts=facts_of(*await seen(shop, "packed")))
    outcomes = await asyncio.gather(*(shop.change(change, key=key) for key in keys))
    assert sum(outcome.done for outcome in outcomes) == (6 if len(set(keys)) == 1 else 1)
    _, care = await seen(shop, "packed")
    assert len(care.refunds) == 1


async def test_two_different_wishes_on_the_same_facts_have_one_effect(shop: ShopUnderTest) -> None:
    facts = facts_of(*await seen(shop, "paid"))
    outcomes = await asyncio.gather(
        shop.change(cancel("paid", facts=facts), key="t1"), shop.change(move_to(facts=facts), key="t2")
    )
    assert sorted(outcome.state for outcome in outcomes) == ["done", "refused"]


async def test_no_more_goes_back_than_was_paid_whoever_approved(shop: ShopUnderTest) -> None:
    assert (await shop.change(money(41299), key="p1")).done
    assert (await shop.change(money(2), key="p2")).reason == "over_paid_total"
    assert (await shop.change(money(1), key="p3")).done
    assert (await shop.change(money(1), key="p4")).reason == "over_paid_total"
    assert (await shop.change(money(1), key="p3")).done
    _, care = await seen(shop, "signed")
    assert care.given_back_fen == 41300


async def test_an_order_that_was_cancelled_unpaid_gives_nothing_back(shop: ShopUnderTest) -> None:
    order_id = ORDERS["unpaid"].order_id
    assert (await shop.change(cancel("unpaid"), key="t1")).done
    assert (await shop.change(money(1, order_id=order_id), key="p1")).reason == "not_paid"


async def test_six_approvals_at_once_stay_under_the_cap(shop: ShopUnderTest) -> None:
    outcomes = await asyncio.gather(*(shop.change(money(20000), key=f"p{number}") for number in range(6)))
    assert sum(outcome.done for outcome in outcomes) == 2


async def test_what_was_given_before_a_cancelling_is_not_paid_twice(shop: ShopUnderTest) -> None:
    await shop.change(money(1300, order_id=ORDERS["paid"].order_id), key="p1")
    assert (await shop.change(cancel("paid"), key="t1")).amount_fen == 40000


async def test_within_twelve_hours_the_first_urge_comes_back(shop: ShopUnderTest) -> None:
    def urge(minutes: int) -> Change:
        return wish(MakeUrge, "in_transit", what="delivery", at=NOW + timedelta(minutes=minutes))  # type: ignore[no-any-return]

    first = await shop.change(urge(0), key="t1")
    assert await shop.change(urge(719), key="t2") == first
    later = await shop.change(urge(720), key="t3")
    assert later.done and later.reference != first.reference


async def test_an_interception_is_asked_for_once(shop: ShopUnderTest) -> None:
    first = await shop.change(wish(InterceptParcel, "in_transit"), key="t1")
    assert await shop.change(wish(InterceptParcel, "in_transit", at=NOW + HOUR), key="t2") == first


async def test_a_case_that_a_person_decides_waits_for_her(shop: ShopUnderTest) -> None:
    change = case(type="refund", reason="missing_item", freight_payer="shopper", amount_fen=1000)
    outcome = await shop.change(change, key="t1")
    found = await shop.after_sale(outcome.reference)
    assert outcome.done and found is not None
    assert (found.state, found.next_what, found.amount_fen) == ("applied", "approve", 1000)
    assert outcome.due_at == found.next_due_at == NOW + DAY


@pytest.mark.parametrize(("goods", "state"), [("unused", "approved"), ("", "applied")])
async def test_where_the_page_sets_a_condition_only_goods_that_meet_it_go_back_at_once(
    shop: ShopUnderTest, goods: str, state: str
) -> None:
    socks = (CaseItem(sku="WZ1", quantity=1),)
    change = case(items=socks, reason="no_longer_wanted", freight_payer="shopper", goods=goods)
    found = await shop.after_sale((await shop.change(change, key="t1")).reference)
    assert found is not None and found.state == state


async def test_a_case_is_found_by_its_number_and_by_its_order(shop: ShopUnderTest) -> None:
    outcome = await shop.change(case(), key="t1")
    found = await shop.after_sale(outcome.reference)
    assert found is not None and found.items == EARPHONES
    assert (await seen(shop, "signed"))[1].after_sales == (found,)
    assert [step.by for step in found.history] == ["shopper", "shop"]
    assert (await shop.change(case(), key="t2")).done  # two were bought
    assert (await shop.change(case(), key="t3")).reason == "has_case"
    newest = (await seen(shop, "signed"))[1].after_sales
    assert {each.after_sale_id for each in newest} >= {outcome.reference} and len(newest) == 2


async def test_cases_are_listed_by_state_what_is_due_first_first(shop: ShopUnderTest) -> None:
    socks = (CaseItem(sku="WZ1", quantity=1),)
    later = case(type="refund", reason="missing_item", freight_payer="shopper", amount_fen=1000, at=NOW + HOUR)
    sooner = case(items=socks, reason="no_longer_wanted", freight_payer="shopper")
    numbers = [(await shop.change(wish, key=wish.reason)).reference for wish in (case(), later, sooner)]
    approved, second, first = [await shop.after_sale(number) for number in numbers]
    assert approved is not None and approved.state == "approved"
    waiting = await shop.cases_in({"applied"}, limit=50)
    assert waiting is not None and (waiting.cases, waiting.total) == ((first, second), 2)
    every = await shop.cases_in({"applied", "approved"}, limit=50)
    assert every is not None and every.total == len(every.cases) == 3 and approved in every.cases
    pages = [await shop.cases_in({"applied"}, limit=1, offset=place) for place in range(3)]
    assert [page.cases for page in pages if page is not None] == [(first,), (second,), ()]
    assert [page.total for page in pages if page is not None] == [2, 2, 2]
    none = await shop.cases_in({"closed"}, limit=50)
    assert none is not None and (none.cases, none.total) == ((), 0)


@pytest.mark.parametrize("number", ["", " ", "SH1", "\x00", "\ud800", "x" * 5000, "' or '1'='1", "%"])
async def test_what_is_no_case_is_none_and_what_is_no_order_has_no_care(shop: ShopUnderTest, number: str) -> None:
    assert await shop.after_sale(number) is None
    assert await shop.care_of([number]) == {number: OrderCare(order_id=number)}


async def test_care_comes_for_many_orders_at_once_and_for_none(shop: ShopUnderTest) -> None:
    await shop.change(money(1), key="p1")
    wanted = [order.order_id for order in ORDERS.values()]
    found = await shop.care_of([*wanted, "1"])
    assert set(found) == {*wanted, "1"}
    assert [order_id for order_id in found if found[order_id].refunds] == [ORDERS["signed"].order_id]
    assert [found[order_id].paid_by for order_id in wanted] == ["", *["微信支付"] * 6]
    assert await shop.care_of([]) == {}


async def test_a_case_goes_its_way_by_pick_up_and_tracking_number(shop: ShopUnderTest) -> None:
    number = (await shop.change(case(), key="t1")).reference
    pickup = wish(BookPickup, "signed", after_sale_id=number, pickup_from=TOMORROW, pickup_until=TOMORROW + 2 * HOUR)
    assert (await shop.change(pickup, key="t2")).due_at == TOMORROW + 2 * HOUR
    later = replace(pickup, pickup_from=TOMORROW + 2 * HOUR, pickup_until=TOMORROW + 4 * HOUR)
    assert (await shop.change(later, key="t3")).done
    odd = replace(pickup, pickup_until=TOMORROW + HOUR)
    assert (await shop.change(odd, key="t4")).reason == "time_no_slot"
    sent = wish(TellReturnParcel, "signed", after_sale_id=number, carrier="顺丰速运", tracking_no="SF1000000000001")
    assert (await shop.change(sent, key="t5")).done
    found = await shop.after_sale(number)
    assert found is not None and (found.state, found.return_tracking_no) == ("picked_up", "SF1000000000001")
    assert found.pickup_from == TOMORROW + 2 * HOUR
    corrected = replace(sent, tracking_no="SF1000000000002")
    assert (await shop.change(corrected, key="t6")).done
    assert (await shop.change(pickup, key="t7")).reason == "case_too_far"
    undone = wish(WithdrawAfterSale, "signed", after_sale_id=number)
    assert (await shop.change(undone, key="t8")).reason == "case_too_far"
    found = await shop.after_sale(number)
    assert found is not None and found.return_tracking_no == "SF1000000000002"
    assert [step.state for step in found.history] == ["applied", "approved", "picked_up"]


async def test_a_withdrawn_case_is_withdrawn_once_and_sets_the_goods_free(shop: ShopUnderTest) -> None:
    both = (CaseItem(sku="EJ1-BK", quantity=2),)
    number = (await shop.change(case(items=both), key="t1")).reference
    undone = wish(WithdrawAfterSale, "signed", after_sale_id=number)
    assert (await shop.change(undone, key="t2")).done
    assert (await shop.change(undone, key="t3")).done
    found = await shop.after_sale(number)
    assert found is not None and [step.state for step in found.history] == ["applied", "approved", "withdrawn"]
    assert (await shop.change(case(items=both), key="t4")).done


async def test_a_corrected_invoice_voids_the_one_before(shop: ShopUnderTest) -> None:
    first = (await shop.change(invoice(), key="t1")).reference
    assert (await shop.change(invoice(), key="t2")).reason == "has_invoice"
    company = invoice(title_type="company", title="暖物有限公司", tax_no="9133 0100 7996 5505 8b", replaces=first)
    assert (await shop.change(company, key="t3")).done
    _, care = await seen(shop, "signed")
    assert {each.state: each.tax_no for each in care.invoices} == {"voided": "", "requested": "91330100799655058B"}


async def test_a_person_may_do_what_the_window_does_not_allow_the_bot(shop: ShopUnderTest) -> None:
    assert (await shop.change(move_to(status="packed", by=PERSON), key="t1")).done
    late = case(reason="no_longer_wanted", freight_payer="shopper", at=NOW + 9 * DAY, by=PERSON)
    outcome = await shop.change(late, key="t2")
    found = await shop.after_sale(outcome.reference)
    assert found is not None and [(step.state, step.by) for step in found.history] == [
        ("applied", PERSON),
        ("approved", PERSON),
    ]


async def test_an_address_without_name_and_phone_keeps_the_orders(shop: ShopUnderTest) -> None:
    assert (await shop.change(move_to("杭州西湖区文三路1号", recipient="", phone=""), key="t1")).done
    order, _ = await seen(shop, "paid")
    assert (order.address, order.recipient, order.phone) == (ELSEWHERE, "林晓雨", "13600009631")


async def test_a_changed_phone_is_found_by_its_own_tail(shop: ShopUnderTest) -> None:
    await shop.change(move_to(), key="t1")
    assert [each.order_id for each in await shop.orders_by_phone_tail("1111")] == [ORDERS["paid"].order_id]


async def test_the_rules_come_back_as_they_were_stated(shop: ShopUnderTest) -> None:
    assert await shop.service_rules() == service_rules()


@pytest.mark.parametrize("key", ["", "k" * 201])
async def test_a_key_that_is_none_is_the_callers_fault(shop: ShopUnderTest, key: str) -> None:
    with pytest.raises(ValueError):
        await shop.change(cancel(), key=key)


async def test_a_case_is_opened_with_its_courier_in_one_change_and_a_time_that_is_no_slot_opens_none(
    shop: ShopUnderTest,
) -> None:
    order, _ = await seen(shop, "signed")
    wrong = case(pickup_from=TOMORROW, pickup_until=TOMORROW + 5 * HOUR)
    assert (await shop.change(wrong, key="wrong")).reason == "time_no_slot"
    assert not (await seen(shop, "signed"))[1].after_sales
    outcome = await shop.change(case(pickup_from=TOMORROW, pickup_until=TOMORROW + 2 * HOUR), key="right")
    [made] = (await shop.care_of([order.order_id]))[order.order_id].after_sales
    assert outcome.done and (made.pickup_from, made.pickup_until) == (TOMORROW, TOMORROW + 2 * HOUR)


async def stock_of(shop: ShopUnderTest, sku: str) -> tuple[int, int]:
    """What is left of the choice, and what its product says."""
    product = await shop.product(sku)
    assert product is not None
    return next((each.stock for each in product.variants if each.sku == sku), product.stock), product.stock


async def test_a_cancelled_order_gives_its_pieces_back_once(shop: ShopUnderTest) -> None:
    assert (await stock_of(shop, "EJ1-BK"), await stock_of(shop, "WZ1")) == ((3, 5), (5, 5))
    for _ in range(2):
        assert (await shop.change(cancel(), key="t1")).done
    assert (await shop.change(cancel(), key="t2")).reason == "already_cancelled"
    assert (await stock_of(shop, "EJ1-BK"), await stock_of(shop, "WZ1")) == ((5, 7), (6, 6))


async def test_a_swapped_line_gives_back_what_it_held_and_takes_what_it_gets(shop: ShopUnderTest) -> None:
    change = wish(ChangeItem, "paid", sku="EJ1-BK", wanted_sku="EJ1-WH")
    for _ in range(2):
        assert (await shop.change(change, key="t1")).done
    assert (await stock_of(shop, "EJ1-BK"), await stock_of(shop, "EJ1-WH")) == ((5, 5), (1, 5))
    back = replace(change, sku="EJ1-WH", wanted_sku="EJ1-BK")
    assert (await shop.change(back, key="t2")).done
    assert (await stock_of(shop, "EJ1-BK"), await stock_of(shop, "EJ1-WH")) == ((3, 5), (3, 5))


async def test_of_the_last_pieces_one_of_two_orders_at_once_gets_them(shop: ShopUnderTest) -> None:
    """Three white ones are left, and each order wants two."""
    swaps = [wish(ChangeItem, status, sku="EJ1-BK", wanted_sku="EJ1-WH") for status in ("paid", "unpaid")]
    outcomes = await asyncio.gather(*(shop.change(each, key=each.order_id) for each in swaps))
    assert sorted(outcome.reason for outcome in outcomes) == ["", "out_of_stock"]
    assert (await stock_of(shop, "EJ1-BK"), await stock_of(shop, "EJ1-WH")) == ((5, 5), (1, 5))


async def test_what_one_cancels_the_next_one_gets(shop: ShopUnderTest) -> None:
    assert (await shop.change(wish(ChangeItem, "paid", sku="EJ1-BK", wanted_sku="EJ1-WH"), key="t1")).done
    second = wish(ChangeItem, "unpaid", sku="EJ1-BK", wanted_sku="EJ1-WH")
    assert (await shop.change(second, key="t2")).reason == "out_of_stock"
    assert (await shop.change(cancel("paid"), key="t3")).done
    assert (await shop.change(second, key="t4")).done
    assert (await stock_of(shop, "EJ1-WH"))[0] == 1


async def test_a_refused_change_moves_no_stock(shop: ShopUnderTest) -> None:
    assert (await shop.change(wish(ChangeItem, "packed", sku="EJ1-BK", wanted_sku="EJ1-WH"), key="t1")).reason
    assert (await shop.change(cancel("signed"), key="t2")).reason
    assert (await stock_of(shop, "EJ1-BK"), await stock_of(shop, "EJ1-WH")) == ((3, 5), (3, 5))
