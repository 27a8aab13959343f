"""买贵了补差价: the difference is reckoned from the record and proposed; the bot neither pays nor refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.shop.faq import FaqBook, FaqEntry
from bot.shop.product import Product, Variant
from tests.actions.fakes import NOW, FakeShop, Talk
from tests.actions.orders import EARPHONES, NUMBER, event, order, parcel


def product(price_fen: int, **changes: object) -> Product:
    values = {"sku": "ER1001", "title": "耳机", "category": "耳机", "brand": "声澜", "price_fen": price_fen, "stock": 5}
    return Product(**{**values, **changes})  # type: ignore[arg-type]


def talk(price_fen: int, **changes: object) -> Talk:
    return Talk(shop=FakeShop([order(items=(EARPHONES,), **changes)], [product(price_fen)]), customer_id="C1")


async def test_the_difference_is_proposed_and_nothing_is_promised() -> None:
    talking = talk(26900)
    [said] = await talking.says("刚买就降价 差价退不退", "price_protection")
    [proposal] = talking.proposed
    assert (proposal.what, proposal.amount_fen, proposal.order_id) == ("price_difference", 3000, NUMBER)
    assert said.response == "utter_price_difference_proposed" and said.titles == ["转人工"]
    assert "299元" in said.text and "269元" in said.text and "30元" in said.text and "确认" in said.text


async def test_it_counts_every_piece_and_the_variant_that_was_bought() -> None:
    item = replace(EARPHONES, sku="ER1001-W", quantity=3)
    shop = FakeShop([order(items=(item,))])
    variant = Variant(sku="ER1001-W", options={"颜色": "白"}, price_fen=28900, stock=1)
    shop.all_products["ER1001-W"] = product(100, variants=(variant,))
    talking = Talk(shop=shop, customer_id="C1")
    await talking.says("降价了补差价", "price_protection")
    assert talking.proposed[0].amount_fen == 3000


async def test_the_same_turn_proposes_the_same_once() -> None:
    talking = talk(26900)
    for _ in range(2):
        await talking.says("降价了补差价", "price_protection")
    assert len({each.proposal_id for each in talking.proposed}) == 1


@pytest.mark.parametrize("price_fen", [29900, 31900])
async def test_nothing_is_proposed_where_nothing_got_cheaper_and_a_person_may_look_again(price_fen: int) -> None:
    talking = talk(price_fen)
    [said] = await talking.says("降价了补差价", "price_protection")
    assert not talking.proposed and said.response == "utter_no_price_difference" and said.titles == ["转人工"]


@pytest.mark.parametrize(("days", "window", "proposed"), [(6, None, 1), (8, None, 0), (8, "15", 1), (16, "15", 0)])
async def test_the_shops_days_decide(days: int, window: str | None, proposed: int) -> None:
    signed = parcel("signed", events=(event(hours_ago=days * 24),))
    talking = talk(26900, status="signed", parcels=(signed,), placed_at=NOW - timedelta(days=30))
    if window:
        talking.shop.policies_by_topic["price_protection_days"] = window
    await talking.says("降价了补差价", "price_protection")
    assert len(talking.proposed) == proposed


@pytest.mark.parametrize("status", ["unpaid", "cancelled", "closed", "returned", "refused"])
async def test_what_was_not_bought_in_the_end_has_no_difference(status: str) -> None:
    talking = talk(26900, status=status)
    await talking.says("降价了补差价", "price_protection")
    assert not talking.proposed


async def test_a_guest_without_proof_learns_nothing_of_any_order() -> None:
    talking = Talk(shop=FakeShop([order(items=(EARPHONES,))], [product(26900)]))
    [said] = await talking.says("降价了补差价", "price_protection")
    assert said.response == "utter_not_yet_price_protection" and not talking.proposed


async def test_anothers_order_is_not_looked_at() -> None:
    talking = talk(26900, customer_id="C2")
    await talking.says(f"订单{NUMBER}降价了补差价", "price_protection")
    assert not talking.proposed


@pytest.mark.parametrize(("words", "proposed"), [("刚买就降价了 补差价", 1), ("差价退我", 1), ("价保是几天", 0)])
async def test_the_shops_rule_is_told_only_to_who_asks_for_it(words: str, proposed: int) -> None:
    talking = talk(26900)
    rule = FaqEntry(
        entry_id="price", intents=("price_protection",), questions=("价保是几天", "刚买就降价了 补差价", "差价退我"),
        keywords=("价保", "差价"), answer="7 天。",
    )  # fmt: skip
    talking.shop.book = FaqBook(version=2, entries=(rule,))
    said = await talking.says(words, "price_protection")
    assert len(talking.proposed) == proposed
    assert said[0].response == ("utter_price_difference_proposed" if proposed else "utter_book_answer_not_yet")


class Book:
    def __init__(self, state: str) -> None:
        self.state = state
        self.asked: list[tuple[str, str, int]] = []

    async def state_of(self, what: str, order_id: str, amount_fen: int) -> str | None:
        self.asked.append((what, order_id, amount_fen))
        return self.state


@pytest.mark.parametrize(("state", "response"), [("open", "pending"), ("approved", "approved")])
async def test_what_was_proposed_before_is_told_as_it_stands(state: str, response: str) -> None:
    book = Book(state)
    shop = FakeShop([order(items=(EARPHONES,))], [product(26900)])
    talking = Talk(shop=shop, customer_id="C1", proposals=book)
    [said] = await talking.says("降价了补差价", "price_protection")
    assert said.response == f"utter_price_difference_{response}" and not talking.proposed
    assert book.asked == [("price_difference", NUMBER, 3000)]


async def test_a_guest_may_write_down_the_details_that_the_answer_asks_for() -> None:
    talking = Talk()
    await talking.says("降价了补差价", "price_protection")
    assert (talking.slots["asked"], talking.slots["flow"]) == ("details", "price_protection")
    said = await talking.says(f"订单{NUMBER} 现在卖269", "inform")
    assert said and "price_protection" == talking.slots["flow"]
