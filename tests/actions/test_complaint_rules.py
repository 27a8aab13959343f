"""What a complaint is offered holds after the yes: the shop's own rules are asked before, not only at the write."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.shop.changes import OpenAfterSale, Outcome
from bot.shop.order import Customer, Order
from bot.shop.service_rules import ServiceRules
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


@pytest.mark.parametrize(
    ("late", "cause", "title"), [(True, "late_delivery", "收下这张券"), (False, "missing_item", "补发一份")]
)
async def test_what_a_person_has_to_confirm_is_not_offered_as_done_by_a_tap(late: bool, cause: str, title: str) -> None:
    """The demo shop's limits let its bot give nothing by itself."""
    moving = parcel(promised_at=NOW - timedelta(days=2), predicted_at=NOW + timedelta(days=1))
    talking = talk(2)
    talking.shop.all_orders = [order(parcels=(moving,)) if late else worn(2)]
    rules = await talking.shop.service_rules()
    [version] = rules.limits.versions
    none = replace(version, rule=replace(version.rule, coupon_fen=0, resend_fen=0))

    async def strict() -> ServiceRules:
        return replace(rules, limits=replace(rules.limits, versions=(none,)))

    given = Outcome(state="refused", reason="over_bot_limit")
    talking.shop.outcomes |= {"give_coupon": given, "resend_item": given}
    talking.shop.service_rules = strict  # type: ignore[method-assign]
    [said] = await talking.complains("少了一只鞋垫" if not late else "怎么还没到", cause, "upset", 0.6)
    assert title in said.titles and "同事" in said.text and "点一下就到账" not in said.text
    [said] = await talking.clicks(title)
    assert "同事" in said.text and "前" in said.text
