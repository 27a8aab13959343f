"""Which goods of an order a case is about: the lines that may be, those that her words name, how many pieces. No talk."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from actions.flow import Situation
from bot.shop.after_sale import CaseItem, CaseType
from bot.shop.after_sale_verdicts import Claim, judged
from bot.shop.lookup import score
from bot.shop.order import OrderItem
from bot.shop.product import Product
from bot.shop.verdict import Verdict, worst
from bot.text.after_sale_words import names_all
from bot.text.ordinals import find_ordinals

_FREE = "unknown_reason"  # what the rules say while everything but the reason fits


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the order, its product as it is sold now (None: no longer), and the pieces that a case may hold."""

    item: OrderItem
    product: Product | None
    quantity: int

    @property
    def pieces(self) -> CaseItem:
        return CaseItem(sku=self.item.sku, quantity=self.quantity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the rules are asked about."""

    type: CaseType
    reason: str = ""
    goods: str = ""
    wanted_sku: str | None = None


async def lines_of(situation: Situation) -> tuple[Line, ...]:
    """Every line once, with all of its pieces that no case holds (at least one, so that the rules can say why not)."""
    items = {item.sku: item for item in situation.order.items}
    products = await asyncio.gather(*(situation.ports.shop.product(sku) for sku in items))
    return tuple(
        Line(item=item, product=product, quantity=max(1, _free(situation, item.sku)))
        for item, product in zip(items.values(), products, strict=True)
    )


def bought(situation: Situation, sku: str) -> int:
    return sum(item.quantity for item in situation.order.items if item.sku == sku)


def verdict_on(situation: Situation, lines: Sequence[Line], wish: Wish) -> Verdict:
    """What the shop's rules say to it, the worst of all lines."""
    return worst([_judged(situation, line, wish) for line in lines])


def possible(situation: Situation, lines: Sequence[Line], kind: CaseType) -> tuple[Line, ...]:
    """The lines of which nothing but the reason is open."""
    return tuple(line for line in lines if _judged(situation, line, Wish(type=kind)).rule == _FREE)


def named_in(words: str, skus: Sequence[str], lines: Sequence[Line], *, listed: bool) -> tuple[Line, ...]:
    """The lines that her words, or products found in them, name; with `listed` also 第二个 and 都退."""
    if listed and names_all(words):
        return tuple(lines)
    places = find_ordinals(words) if listed else ()
    if places and 0 < places[0].index <= len(lines):
        return (lines[places[0].index - 1],)
    by_sku = tuple(line for line in lines if line.item.sku in skus or (line.product and line.product.sku in skus))
    if by_sku or not words:
        return by_sku
    scores = [score(words, line.item, line.product) for line in lines]
    best = max(scores, default=(0, 0))
    found = tuple(line for line, own in zip(lines, scores, strict=True) if own == best and own > (0, 0))
    return found if len(found) == 1 else ()


def _judged(situation: Situation, line: Line, wish: Wish) -> Verdict:
    claim = Claim(
        type=wish.type,
        item=line.pieces,
        product=line.product,
        reason=wish.reason,
        goods=wish.goods,
        wanted_sku=wish.wanted_sku,
    )
    return judged(situation.order, situation.care, claim, situation.asking.now, situation.rules)


def _free(situation: Situation, sku: str) -> int:
    held = sum(
        item.quantity
        for case in situation.care.after_sales
        if case.is_open or any(step.state == "refunded" for step in case.history)
        for item in case.items
        if item.sku == sku
    )
    return bought(situation, sku) - held
