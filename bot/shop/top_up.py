"""凑单: goods that lift a basket over a threshold, and what it then costs. Pure; exact in fen, by bot.shop.quote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.shop.product import Product
from bot.shop.promotion import Promotion
from bot.shop.quote import Gap, Line, Quote, quote, touches
from bot.shop.search.kinds import kinds_of, wider


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """What she wants to buy, the promotions that there are, and for whom they count."""

    lines: tuple[Line, ...]
    promotions: tuple[Promotion, ...]
    now: datetime
    level: str | None = None

    def costs(self, more: Line | None = None) -> Quote:
        lines = (*self.lines, more) if more else self.lines
        return quote(lines, self.promotions, now=self.now, level=self.level)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUp:
    """One piece of `line` added: the whole basket then costs `pay_fen`, which is `more_fen` more than without it
    (below 0 when it even costs less)."""

    line: Line
    pay_fen: int
    more_fen: int


def top_ups(basket: Basket, gap: Gap, goods: Iterable[Product], *, most: int = 3) -> list[TopUp]:
    """The goods by one piece of which the gap's promotion counts (once more), what costs least in the end first.

    Of one kind of goods only the best is given, nothing that is in the basket, nothing that is sold out.
    """
    before = basket.costs()
    there = {line.product.sku for line in basket.lines}
    found = []
    for product in goods:
        line = _piece(product)
        if line is None or product.sku in there or not touches(gap.promotion, line):
            continue
        after = basket.costs(line)
        if _off(after, gap.promotion) > _off(before, gap.promotion):
            found.append(TopUp(line=line, pay_fen=after.pay_fen, more_fen=after.pay_fen - before.pay_fen))
    return _unlike(sorted(found, key=lambda each: (each.more_fen, each.line.unit_fen, each.line.sku)), most)


def pieces_from(goods: Iterable[Product], least_fen: int, *, most: int = 3) -> list[Line]:
    """Pieces that cost at least this much, the cheapest first: for a gap in a basket that is not known."""
    lines = [line for product in goods if (line := _piece(product)) is not None and line.unit_fen >= least_fen]
    lines.sort(key=lambda line: (line.unit_fen, line.sku))
    return [each.line for each in _unlike([TopUp(line=line, pay_fen=0, more_fen=0) for line in lines], most)]


def _piece(product: Product) -> Line | None:
    """The cheapest choice that is in stock and costs something."""
    choices = [(each.price_fen, each.sku) for each in product.variants if each.stock > 0 and each.price_fen > 0]
    if not product.variants and product.stock > 0 and product.price_fen > 0:
        choices = [(product.price_fen, product.sku)]
    if not choices:
        return None
    price_fen, sku = min(choices)
    return Line(product=product, sku=sku, unit_fen=price_fen)


def _off(made: Quote, promotion: Promotion) -> int:
    return sum(each.off_fen for each in made.savings if each.promotion.promotion_id == promotion.promotion_id)


def _unlike(found: Sequence[TopUp], most: int) -> list[TopUp]:
    """The first `most` of which no two are of one kind."""
    shown: list[TopUp] = []
    kinds: set[str] = set()
    for each in found:
        own = _narrowest(each.line.product) or {each.line.product.title}
        if not own & kinds:
            shown.append(each)
            kinds |= own
        if len(shown) == most:
            break
    return shown


def _narrowest(product: Product) -> set[str]:
    own = kinds_of(product)
    return {kind for kind in own if not any(kind in wider(other)[1:] for other in own)}
