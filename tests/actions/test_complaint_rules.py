"""What a complaint is offered holds after the yes: the shop's own rules are asked before, not only at the write."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.shop.changes import OpenAfterSale
from bot.shop.order import Customer, Order
from tests.actions.after_sale_case import SHOES, shoes
from tests.actions.complaint_book import ComplaintTalk
from tests.actions.fakes import NOW, FakeShop
from tests.actions.orders import event, order, parcel


def worn(days: int) -> Order:
    here = parcel("signed", events=(event(24 * days, text="已签收"),))
    return order("signed", items=(SHOES,), parcels=(here,), placed_at=NOW - timedelta(days=days + 2))


def talk(days: int, **stock: int) -> ComplaintTalk:
    shop = FakeShop((worn(days),), (shoes(**stock),))
    joined = NOW - timedelta(days=300)
    shop.all_customers = [
        Customer(customer_id="C1", name="林", phone="138", level="regular", city="杭州", joined_at=joined)
    ]
    return ComplaintTalk(shop=shop, customer_id="C1")


@pytest.mark.parametrize(
    ("stock", "offered"),
    [({}, ["换一件新的", "退货退款", "都不合适"]), ({"s42": 0}, ["退货退款", "都不合适"])],
)
async def test_new_ones_are_offered_only_while_there_are_any(stock: dict[str, int], offered: list[str]) -> None:
    talking = talk(2, **stock)
    [said] = await talking.complains("鞋底开胶了", "defective")
    assert said.titles == offered
    await talking.clicks("退货退款")
    [change] = talking.shop.changes.values()
    assert isinstance(change, OpenAfterSale) and change.type == "return"


async def test_where_nothing_that_the_rules_allow_is_left_a_person_sees_to_it() -> None:
    """After the seventh day only new ones are offered; there are none."""
    talking = talk(10, s42=0)
    [said] = await talking.complains("鞋底开胶了", "defective")
    assert not {"换一件新的", "退货退款"} & set(said.titles) and "换件新的" not in said.text
    assert "转人工" in said.titles or talking.asked_for_person
    assert not talking.shop.changes


@pytest.mark.parametrize(("stock", "resent"), [({}, True), ({"s42": 0}, False)])
async def test_nothing_is_sent_again_that_is_not_there(stock: dict[str, int], resent: bool) -> None:
    talking = talk(2, **stock)
    [said] = await talking.complains("少发了一只鞋", "missing_item")
    assert ("补发一份" in said.titles) is resent
