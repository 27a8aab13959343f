"""买贵了补差价: reckoned from the record by the shop's rule; given at once under its limit, above it proposed to a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.shop.changes import GiveMoney
from bot.shop.faq import FaqBook, FaqEntry
from bot.shop.product import Product, Variant
from bot.shop.sql.rule_rows import write_rules
from tests.actions.after_sale_case import signed, talk_over
from tests.actions.fakes import NOW
from tests.actions.flow_talk_case import FlowTalk, ShopUnderTalk
from tests.actions.orders import EARPHONES, NUMBER, event, order, pan_order, parcel
from tests.shop.factories import SHANGHAI, rule_records


def product(price_fen: int, **changes: object) -> Product:
    values = {"sku": "ER1001", "title": "耳机", "category": "耳机", "brand": "声澜", "price_fen": price_fen, "stock": 5}
    return Product(**{**values, **changes})  # type: ignore[arg-type]


WISH = "刚买就降价 差价退不退"


async def test_the_difference_is_proposed_and_nothing_is_promised() -> None:
    async with talk_over(order(), products=[product(26900)]) as (shop, talk):
        [said] = await talk.says(WISH, "price_protection")
        [proposal] = talk.proposed
        assert (proposal.what, proposal.amount_fen, proposal.order_id) == ("price_difference", 3000, NUMBER)
        assert said.response == "utter_price_difference_proposed" and said.titles == ["转人工"] and not shop.asked
        assert "299元" in said.text and "269元" in said.text and "30元" in said.text and "确认" in said.text


@pytest.mark.parametrize(("limit", "given"), [(3000, True), (2999, False)])
async def test_under_the_shops_limit_it_is_given_at_once_and_once(limit: int, given: bool) -> None:
    async with talk_over(order(), products=[product(26900)]) as (shop, talk):
        await allow(shop, limit)
        [said] = await talk.says(WISH, "price_protection")
        assert (said.response == "utter_price_difference_given") is given and bool(talk.proposed) is not given
        assert [type(each) for each, _ in shop.asked] == ([GiveMoney] if given else [])
        if given:
            [refund] = (await shop.care_of([NUMBER]))[NUMBER].refunds
            assert (refund.what, refund.amount_fen) == ("price_difference", 3000)
            [said] = await talk.says(WISH, "price_protection")
            assert said.response == "utter_no_price_given" and len(shop.done) == 1


async def allow(shop: ShopUnderTalk, limit_fen: int) -> None:
    """The shop lets the bot give so much by itself."""
    records = dict(rule_records())
    [(since, limits)] = records["limits"]
    records["limits"] = [(since, {**limits, "price_difference": limit_fen / 100})]
    await shop.shop.write(lambda connection: write_rules(connection, records, SHANGHAI))


async def test_it_counts_every_piece_and_the_variant_that_was_bought() -> None:
    item = replace(EARPHONES, sku="ER1001-W", quantity=3)
    variant = Variant(sku="ER1001-W", options={"颜色": "白"}, price_fen=28900, stock=1)
    async with talk_over(order(items=(item,)), products=[product(100, variants=(variant,))]) as (_, talk):
        await talk.says(WISH, "price_protection")
        assert talk.proposed[0].amount_fen == 3000


async def test_the_same_turn_proposes_the_same_once() -> None:
    async with talk_over(order(), products=[product(26900)]) as (_, talk):
        for _again in range(2):
            await talk.says(WISH, "price_protection", turn_id="the same")
        assert len({each.proposal_id for each in talk.proposed}) == 1


@pytest.mark.parametrize("price_fen", [29900, 31900])
async def test_nothing_is_proposed_where_nothing_got_cheaper_and_a_person_may_look_again(price_fen: int) -> None:
    async with talk_over(order(), products=[product(price_fen)]) as (_, talk):
        [said] = await talk.says(WISH, "price_protection")
        assert not talk.proposed and said.response == "utter_no_price_difference" and said.titles == ["人工复核"]


@pytest.mark.parametrize(
    ("hours", "response"), [(7 * 24, "utter_price_difference_proposed"), (7 * 24 + 0.01, "utter_no_price_window_over")]
)
async def test_the_shops_days_decide_to_the_minute(hours: float, response: str) -> None:
    here = parcel("signed", events=(event(hours_ago=hours),))
    old = signed(parcels=(here,), placed_at=NOW - timedelta(days=30))
    async with talk_over(old, products=[product(26900)]) as (_, talk):
        [said] = await talk.says(WISH, "price_protection")
        assert said.response == response


@pytest.mark.parametrize("status", ["unpaid", "cancelled", "closed", "returned", "refused"])
async def test_what_was_not_bought_in_the_end_has_no_difference(status: str) -> None:
    async with talk_over(order(status), products=[product(26900)]) as (_, talk):
        [said] = await talk.says(f"订单{NUMBER} {WISH}", "price_protection")
        assert said.response == "utter_no_not_bought" and not talk.proposed and "人工复核" in said.titles


async def test_a_guest_without_proof_learns_nothing_of_any_order() -> None:
    async with talk_over(order(), products=[product(26900)]) as (shop, _):
        guest = FlowTalk(shop=shop)
        [said] = await guest.says(WISH, "price_protection")
        assert said.response == "utter_ask_number_and_tail" and not guest.proposed


async def test_anothers_order_is_not_looked_at() -> None:
    async with talk_over(order(customer_id="C2"), products=[product(26900)]) as (_, talk):
        await talk.says(f"订单{NUMBER}降价了补差价", "price_protection")
        assert not talk.proposed


async def test_of_several_orders_the_one_that_got_cheaper_is_meant() -> None:
    async with talk_over(order(), pan_order(), products=[product(26900)]) as (_, talk):
        await talk.says(WISH, "price_protection")
        assert talk.proposed[0].order_id == NUMBER


@pytest.mark.parametrize(("words", "proposed"), [("刚买就降价了 补差价", 1), ("差价退我", 1), ("价保是几天", 0)])
async def test_the_shops_rule_is_told_only_to_who_asks_for_it(words: str, proposed: int) -> None:
    async with talk_over(order(), products=[product(26900)]) as (shop, talk):
        rule = FaqEntry(
            entry_id="price", intents=("price_protection",), questions=("价保是几天", "刚买就降价了 补差价", "差价退我"),
            keywords=("价保", "差价"), answer="7 天。",
        )  # fmt: skip
        await told(shop, rule)
        said = await talk.says(words, "price_protection")
        assert len(talk.proposed) == proposed
        assert said[0].response == ("utter_price_difference_proposed" if proposed else "utter_book_answer")


async def told(shop: ShopUnderTalk, rule: FaqEntry) -> None:
    async def faq() -> FaqBook:
        return FaqBook(version=2, entries=(rule,))

    shop.faq = faq  # type: ignore[attr-defined]


class Book:
    def __init__(self, state: str) -> None:
        self.state = state
        self.asked: list[tuple[str, str, int]] = []

    async def state_of(self, what: str, order_id: str, amount_fen: int) -> str | None:
        self.asked.append((what, order_id, amount_fen))
        return self.state


@pytest.mark.parametrize(("state", "response"), [("open", "pending"), ("approved", "approved")])
async def test_what_was_proposed_before_is_told_as_it_stands(state: str, response: str) -> None:
    async with talk_over(order(), products=[product(26900)]) as (shop, _):
        book = Book(state)
        talking = FlowTalk(shop=shop, customer_id="C1", proposals=book)
        [said] = await talking.says(WISH, "price_protection")
        assert said.response == f"utter_price_difference_{response}" and not talking.proposed
        assert book.asked == [("price_difference", NUMBER, 3000)]
