"""The demo shop's files as a record that could be true, at whatever hour they are seeded."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta, timezone
from functools import cache
from itertools import combinations, pairwise

import pytest

from bot.nlu.intents import INTENTS
from bot.shop.lateness import arrival, late_by
from bot.shop.order import ORDER_STATUSES, Order
from bot.shop.seed import DEMO_SHOP, ShopFiles, read_shop
from tests.shop.factories import NOW, anchor

HOURS = [datetime(2026, 11, 21, hour, 5, tzinfo=timezone.utc) for hour in (0, 3, 9, 12, 15, 16, 20)]
TRACKING = {
    "SF": r"SF\d{13}",
    "YTO": r"YT\d{13}",
    "ZTO": r"7[568]\d{12}",
    "STO": r"77[23]\d{12}",
    "YUNDA": r"(31|43|46)\d{13}",
    "JD": r"JDVB\d{11}",
    "EMS": r"E[A-Z]\d{9}CN",
    "JT": r"JT\d{13}",
}


@cache
def demo(now: datetime = NOW) -> ShopFiles:
    return read_shop(DEMO_SHOP, anchor(now))


def open_orders(files: ShopFiles) -> dict[str, list[Order]]:
    found: dict[str, list[Order]] = {each.customer_id: [] for each in files.customers}
    for order in files.orders:
        if order.is_open:
            found[order.customer_id].append(order)
    return found


def test_it_is_large_enough_and_has_every_status() -> None:
    files = demo()
    assert len(files.products) >= 150
    assert len({product.category for product in files.products}) >= 10
    assert len(files.customers) >= 60
    assert len(files.orders) >= 200
    assert {order.status for order in files.orders} == set(ORDER_STATUSES)
    assert len(files.faq) >= 60


def test_customers_with_none_one_and_several_open_orders_exist() -> None:
    counts = Counter(len(orders) for orders in open_orders(demo()).values())
    assert counts[0] >= 3
    assert counts[1] >= 8
    assert counts[2] + counts[3] >= 8


def test_several_open_orders_are_of_clearly_different_products() -> None:
    category = {v.sku: p.category for p in demo().products for v in (p, *p.variants)}
    for orders in open_orders(demo()).values():
        firsts = [category[order.items[0].sku] for order in orders]
        assert len(set(firsts)) == len(firsts)


def test_somebody_waits_for_exactly_one_parcel_with_earphones() -> None:
    waiting = [orders[0] for orders in open_orders(demo()).values() if len(orders) == 1]
    assert any(order.status == "in_transit" and "耳机" in order.items[0].title for order in waiting)


def test_delayed_stuck_and_unpredicted_parcels_and_split_orders_exist() -> None:
    moving = [parcel for order in demo().orders for parcel in order.parcels if parcel.state == "in_transit"]
    facts = [arrival(parcel, NOW) for parcel in moving]
    assert sum(each.late_by is not None for each in facts) >= 10
    assert sum(each.expected_at is None for each in facts) >= 2
    assert sum(each.quiet_for is not None and each.quiet_for > timedelta(days=2) for each in facts) >= 2
    assert sum(len(order.parcels) == 2 for order in demo().orders) >= 5


@pytest.mark.parametrize("now", HOURS)
def test_at_any_hour_nothing_past_is_to_come_and_lateness_is_the_same(now: datetime) -> None:
    files = demo(now)
    usual = {order.order_id: order for order in demo(HOURS[3]).orders}
    for order in files.orders:
        assert order.placed_at <= now
        for parcel in order.parcels:
            assert all(event.at <= now for event in parcel.events)
            assert all(one.at < two.at for one, two in pairwise(parcel.events))
            assert parcel.predicted_at is None or parcel.predicted_at > now
        if order.status not in ("paid", "packed"):
            assert (late_by(order, now) is None) == (late_by(usual[order.order_id], HOURS[3]) is None), order.order_id


def test_order_numbers_are_no_neighbours_and_look_like_nothing_else() -> None:
    numbers = [order.order_id for order in demo().orders]
    assert all(re.fullmatch(r"\d{16}", number) for number in numbers)
    assert min(_different(one, two) for one, two in combinations(numbers, 2)) >= 3
    assert not [number for number in numbers if _luhn(number)], "would be masked as bank cards"


def test_tracking_numbers_have_their_carriers_form_and_are_unique() -> None:
    parcels = [parcel for order in demo().orders for parcel in order.parcels]
    assert len({parcel.tracking_no for parcel in parcels}) == len(parcels)
    for parcel in parcels:
        assert re.fullmatch(TRACKING[parcel.carrier_code], parcel.tracking_no), parcel.tracking_no
    assert {parcel.carrier_code for parcel in parcels} == set(TRACKING)


def test_the_events_fit_the_parcels_state() -> None:
    endings = {"signed": "签收", "refused": "拒收", "lost": "遗失", "returned": "签收"}
    for order in demo().orders:
        for parcel in order.parcels:
            last = parcel.events[-1]
            if parcel.state in endings:
                assert endings[parcel.state] in last.text
            else:
                assert not re.search("签收(?!，请)|拒收|遗失", last.text)
            if parcel.state == "out_for_delivery":
                assert re.search("派|投递", last.text)
            if parcel.state in ("in_transit", "lost"):
                assert len(parcel.events) >= 3
            if parcel.state in ("signed", "out_for_delivery", "refused"):
                assert _city(order) in last.place


def test_an_order_has_parcels_exactly_when_it_was_shipped_and_each_item_is_in_one() -> None:
    before = {"unpaid", "paid", "packed", "cancelled", "closed"}
    for order in demo().orders:
        assert bool(order.parcels) == (order.status not in before)
        if order.parcels:
            assert sorted(sku for parcel in order.parcels for sku in parcel.skus) == sorted(i.sku for i in order.items)
        if len(order.parcels) == 1:
            assert order.parcels[0].state == order.status


def test_phone_tails_of_customers_are_all_different() -> None:
    tails = [customer.phone[-4:] for customer in demo().customers]
    assert len(set(tails)) == len(tails)


def test_nobody_ordered_before_joining() -> None:
    joined = {customer.customer_id: customer.joined_at for customer in demo().customers}
    assert [order.order_id for order in demo().orders if order.placed_at < joined[order.customer_id]] == []
    assert {customer.level for customer in demo().customers} == {"new", "regular", "vip"}


def test_freight_follows_the_shops_own_rule() -> None:
    for order in demo().orders:
        goods = sum(item.price_fen * item.quantity for item in order.items)
        remote = 1000 if "新疆" in order.address else 0
        assert order.total_fen - goods == (0 if goods >= 5900 else 800) + remote, order.order_id


def test_each_product_says_what_is_in_the_box_and_whether_it_can_be_returned() -> None:
    for product in demo().products:
        assert {"包装清单", "七天无理由"} <= product.attributes.keys(), product.sku
        assert product.aliases, product.sku
        assert product.stock == sum(v.stock for v in product.variants) or not product.variants


def test_the_faq_names_only_intents_that_exist_and_each_topic_has_one_general_entry() -> None:
    for entry in demo().faq:
        assert set(entry.intents) <= set(INTENTS), entry.entry_id
        assert len(entry.questions) >= 3 or entry.valid_until, entry.entry_id
        assert len(entry.answer) <= 90, entry.entry_id
    general = Counter(name for entry in demo().faq if entry.general for name in entry.intents)
    assert [name for name, count in general.items() if count > 1] == []


@pytest.mark.parametrize("banned", ["最终解释权", "概不退换", "假一赔", "全网最低", "绝对", "保证"])
def test_nothing_unfair_or_overblown_is_said(banned: str) -> None:
    texts = [entry.answer for entry in demo().faq] + list(demo().policies.values())
    texts += [promotion.text for promotion in demo().promotions]
    assert [text for text in texts if banned in text] == []


def _different(one: str, two: str) -> int:
    return sum(a != b for a, b in zip(one, two, strict=True))


def _luhn(number: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0


def _city(order: Order) -> str:
    match = re.match(r"(?:\S{2,8}?(?:省|自治区))?(\S{2,5}?市)", order.address)
    assert match is not None, order.address
    return match[1]
