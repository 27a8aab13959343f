"""Changing something in the SQL shop: once per key, on the facts that were read back, with its outcome kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.shop.after_sale import CaseItem
from bot.shop.changes import CancelOrder, Change, GiveMoney, MakeUrge, OpenAfterSale, Outcome
from bot.shop.facts import facts_of
from bot.shop.seed import write_shop
from bot.shop.sql import journal
from bot.shop.sql.engine import create_schema
from bot.shop.sql.shop import SqlShop
from tests.shop.factories import HOUR, NOW, shop_files

OLD, MOVING, PACKED = shop_files().orders


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[SqlShop]:
    shop = SqlShop.open(database_url)
    await shop.write(create_schema)
    await shop.write(lambda connection: write_shop(connection, shop_files(), NOW))
    yield shop
    await shop.close()


async def _facts(shop: SqlShop, order_id: str) -> str:
    order = await shop.order(order_id)
    assert order is not None
    return facts_of(order, (await shop.care_of([order_id]))[order_id])


def money(fen: int, **more: Any) -> GiveMoney:
    values = {"order_id": OLD.order_id, "what": "compensation", "amount_fen": fen, "reason": "晚到", "by": "agent:li"}
    return GiveMoney(**{**values, "at": NOW, **more})


async def test_a_cancelled_paid_order_is_cancelled_at_once_and_paid_back(shop: SqlShop) -> None:
    change = CancelOrder(order_id=PACKED.order_id, facts=await _facts(shop, PACKED.order_id), at=NOW)
    outcome = await shop.change(change, key="t1")
    order = await shop.order(PACKED.order_id)
    assert outcome.done and order is not None and order.status == "cancelled"
    (refund,) = (await shop.care_of([PACKED.order_id]))[PACKED.order_id].refunds
    assert (refund.refund_id, refund.amount_fen, refund.due_at) == (
        outcome.reference,
        PACKED.total_fen,
        outcome.due_at,
    )


async def test_the_same_key_gives_the_first_outcome_whatever_happened_since(shop: SqlShop) -> None:
    change = CancelOrder(order_id=PACKED.order_id, at=NOW)
    first = await shop.change(change, key="t1")
    assert await shop.change(change, key="t1") == first
    assert (await shop.change(change, key="t2")).reason == "already_cancelled"
    assert len((await shop.care_of([PACKED.order_id]))[PACKED.order_id].refunds) == 1


async def test_a_key_of_another_order_or_kind_is_never_carried_out(shop: SqlShop) -> None:
    await shop.change(MakeUrge(order_id=OLD.order_id, what="refund", at=NOW), key="t1")
    assert (await shop.change(CancelOrder(order_id=PACKED.order_id, at=NOW), key="t1")).reason == "key_reused"
    order = await shop.order(PACKED.order_id)
    assert order is not None and order.status == "packed"


async def test_facts_that_changed_since_they_were_read_back_are_refused(shop: SqlShop) -> None:
    facts = await _facts(shop, PACKED.order_id)
    await shop.change(money(100, order_id=PACKED.order_id), key="p1")
    outcome = await shop.change(CancelOrder(order_id=PACKED.order_id, facts=facts, at=NOW), key="t1")
    assert (outcome.state, outcome.reason) == ("refused", "facts_changed")


@pytest.mark.parametrize("keys", [["same"] * 6, [f"key{number}" for number in range(6)]])
async def test_two_tabs_at_once_have_one_effect(shop: SqlShop, keys: list[str]) -> None:
    change = CancelOrder(order_id=PACKED.order_id, facts=await _facts(shop, PACKED.order_id), at=NOW)
    outcomes = await asyncio.gather(*(shop.change(change, key=key) for key in keys))
    assert sum(outcome.done for outcome in outcomes) == (6 if len(set(keys)) == 1 else 1)
    assert len((await shop.care_of([PACKED.order_id]))[PACKED.order_id].refunds) == 1


async def test_no_more_goes_back_than_was_paid_whoever_approved(shop: SqlShop) -> None:
    assert (await shop.change(money(OLD.total_fen - 1), key="p1")).done
    assert (await shop.change(money(2), key="p2")).reason == "over_paid_total"
    assert (await shop.change(money(1), key="p3")).done
    assert (await shop.change(money(1), key="p4")).reason == "over_paid_total"
    assert (await shop.change(money(1), key="p3")).done


async def test_six_approvals_at_once_stay_under_the_cap(shop: SqlShop) -> None:
    half = OLD.total_fen // 2
    outcomes = await asyncio.gather(*(shop.change(money(half), key=f"p{number}") for number in range(6)))
    assert sum(outcome.done for outcome in outcomes) == 2


async def test_within_twelve_hours_the_first_urge_comes_back(shop: SqlShop) -> None:
    def urge(hours: float, what: str = "delivery") -> Change:
        return MakeUrge(order_id=MOVING.order_id, what=what, at=NOW + hours * HOUR)

    first = await shop.change(urge(0), key="t1")
    assert await shop.change(urge(11.99), key="t2") == first
    assert (await shop.change(urge(12), key="t3")).reference != first.reference


async def test_who_changed_what_from_what_to_what_is_kept(shop: SqlShop) -> None:
    await shop.change(CancelOrder(order_id=PACKED.order_id, at=NOW, by="agent:li"), key="t1")
    (entry,) = await shop.write(lambda connection: journal.entries_of(connection, PACKED.order_id))
    assert (entry.key, entry.at, entry.change.by) == ("t1", NOW, "agent:li")
    assert (entry.before["status"], entry.after["status"]) == ("packed", "cancelled")
    assert entry.before["refunds"] == [] and len(entry.after["refunds"]) == 1


async def test_an_order_that_is_not_there_is_refused(shop: SqlShop) -> None:
    for order_id in ("1", "", "\x00", "x" * 999):
        outcome = await shop.change(
            CancelOrder(order_id=order_id, at=NOW), key=f"t{len(order_id)}{order_id[:1] == '1'}"
        )
        assert outcome == Outcome(state="refused", reason="no_order")


async def test_an_opened_case_is_found_by_its_number_and_its_order(shop: SqlShop) -> None:
    items = (CaseItem(sku="EJ1", quantity=1),)
    change = OpenAfterSale(order_id=OLD.order_id, type="return", items=items, reason="damaged", at=NOW)
    outcome = await shop.change(change, key="t1")
    case = await shop.after_sale(outcome.reference)
    assert case is not None and case.items == items
    assert (await shop.care_of([OLD.order_id, MOVING.order_id]))[OLD.order_id].after_sales == (case,)
    assert (await shop.change(change, key="t2")).reason == "has_case"
