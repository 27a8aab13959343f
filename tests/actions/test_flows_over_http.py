"""A flow with a shop that is connected by its API: done once, and said honestly, however badly the shop answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.care.effects import HandoffRequested
from bot.shop.sql.shop import SqlShop
from tests.actions.flow_talk_case import FlowTalk, ShopUnderTalk, shop_with
from tests.actions.orders import NUMBER, order
from tests.shop import test_misbehaving_http as troubles
from tests.shop.http_shops import Between, Handler, http_shop


class Connected:
    """`own` is the shop behind the API; `between` is where its answers go wrong."""

    def __init__(self, shop: ShopUnderTalk, own: SqlShop, between: Between) -> None:
        self.shop, self.own, self.between = shop, own, between
        self.talk = FlowTalk(shop=shop, customer_id="C1")

    async def refunds(self) -> int:
        return len((await self.own.care_of([NUMBER]))[NUMBER].refunds)

    async def read_back(self) -> None:
        [said] = await self.talk.says("取消订单", "cancel_order")
        assert said.response == "utter_read_back_cancel_paid"


@pytest.fixture
async def connected(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Connected]:
    monkeypatch.setattr("bot.shop.http.change.CALL_WITHIN_S", 0.3)
    async with shop_with([order("paid")]) as shop:
        own, between = shop.shop, Between()
        async with http_shop(own, between) as over_http:
            shop.shop = over_http  # type: ignore[assignment]
            yield Connected(shop, own, between)


async def test_an_order_is_cancelled_in_few_calls(connected: Connected) -> None:
    await connected.read_back()
    asked = len(connected.between.calls)
    [done] = await connected.talk.says("好的", "affirm")
    assert done.response == "utter_cancelled_refund" and done.cards[0]["status"] == "cancelled"
    assert await connected.refunds() == 1
    assert asked <= 4 and len(connected.between.calls) - asked <= 6


@pytest.mark.parametrize(
    "trouble",
    [
        troubles.done_and_dropped,
        troubles.done_and_slow,
        troubles.done_and_500,
        troubles.done_and_nonsense,
        troubles.done_and_no_json,
    ],
)
async def test_a_lost_answer_is_found_and_the_money_goes_back_once(connected: Connected, trouble: Any) -> None:
    await connected.read_back()
    connected.between.trouble = troubles.changes_only(trouble)
    [done] = await connected.talk.says("好的", "affirm")
    assert done.response == "utter_cancelled_refund"
    await connected.talk.says("好的", "affirm")
    assert await connected.refunds() == 1


async def test_what_was_surely_not_done_can_be_said_yes_to_again(connected: Connected) -> None:
    await connected.read_back()
    connected.between.trouble = troubles.changes_only(troubles.dropped)
    [said] = await connected.talk.says("好的", "affirm")
    assert said.response == "utter_change_not_now" and await connected.refunds() == 0
    connected.between.trouble = None
    [done] = await connected.talk.says("好的", "affirm")
    assert done.response == "utter_cancelled_refund" and await connected.refunds() == 1


async def test_what_nobody_can_tell_goes_to_a_person(connected: Connected) -> None:
    async def done_and_gone(request: Any, handler: Handler) -> Any:
        changing = request.path.startswith("/v1/changes")
        if not changing:
            return await handler(request)
        if request.method == "POST":
            await handler(request)
        return troubles.drop(request)

    await connected.read_back()
    connected.between.trouble = done_and_gone
    said = await connected.talk.says("好的", "affirm")
    assert said[0].response == "utter_change_unknown"
    assert [each for each in connected.talk.effects if isinstance(each, HandoffRequested)]
    assert await connected.refunds() == 1
