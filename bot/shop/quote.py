"""What a basket costs with the promotions that run: exact, in fen. Pure.

How promotions go together: a flash sale or a discount changes the price of a piece, the lower one counts, never both; one
full reduction an order counts on what is left to pay for the goods of its scope; one coupon an order counts on what is
then left of the goods of its scope, and only with promotions that say `stacks`. Of all that is allowed the cheapest counts.
Gifts and deposits change no price.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.shop.product import Product
from bot.shop.promotion import Promotion


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`quantity` pieces of a product (or of its variant `sku`) at `unit_fen` each."""

    product: Product
    sku: str
    unit_fen: int
    quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    promotion: Promotion
    off_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """`goods_fen` is the list price, `savings` take off from it in the order in which they count, `pay_fen` is left."""

    goods_fen: int
    savings: tuple[Saving, ...]
    pay_fen: int

    @property
    def off_fen(self) -> int:
        return self.goods_fen - self.pay_fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """`gap_fen` more of the goods of its scope, and the promotion takes `off_fen` off."""

    promotion: Promotion
    gap_fen: int
    off_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Priced:
    line: Line
    fen: int
    by: Promotion | None


def quote(lines: Sequence[Line], promotions: Iterable[Promotion], *, now: datetime, level: str | None) -> Quote:
    """The least that this basket costs now for a customer of this level (None: a guest, who has no level)."""
    running = _usable(promotions, now, level)
    priced = [_piece_price(line, running) for line in lines]
    goods_fen = sum(line.unit_fen * line.quantity for line in lines)
    pieces = _savings_by_piece(priced)
    best: tuple[int, int, tuple[Saving, ...]] | None = None
    for reduction in (None, *(each for each in running if each.kind == "full_reduction")):
        for coupon in (None, *(each for each in running if each.kind == "coupon")):
            savings = _order_savings(priced, reduction, coupon)
            if savings is None:
                continue
            off = sum(each.off_fen for each in savings)
            if best is None or (-off, len(savings)) < (best[0], best[1]):
                best = (-off, len(savings), savings)
    order_savings = best[2] if best else ()
    every = (*pieces, *order_savings)
    return Quote(goods_fen=goods_fen, savings=every, pay_fen=goods_fen - sum(each.off_fen for each in every))


def gaps(lines: Sequence[Line], promotions: Iterable[Promotion], *, now: datetime, level: str | None) -> list[Gap]:
    """What could be reached by adding goods, the nearest first: for 凑单."""
    running = _usable(promotions, now, level)
    priced = [_piece_price(line, running) for line in lines]
    used = {each.promotion.promotion_id for each in quote(lines, running, now=now, level=level).savings}
    found = []
    for each in running:
        if each.kind not in ("full_reduction", "coupon") or not each.threshold_fen or not each.amount_fen:
            continue
        there = sum(one.fen for one in _in_scope(priced, each) if each.kind != "coupon" or _takes_coupon(one, each))
        if each.promotion_id in used and not each.repeats:
            continue
        reached = there // each.threshold_fen * each.threshold_fen if each.repeats else 0
        gap = reached + each.threshold_fen - there
        if there and gap > 0:
            found.append(Gap(promotion=each, gap_fen=gap, off_fen=each.amount_fen))
    return sorted(found, key=lambda gap: (gap.gap_fen, -gap.off_fen, gap.promotion.promotion_id))


def touches(promotion: Promotion, line: Line) -> bool:
    """Whether the line's goods are in the promotion's scope; an empty scope is everything."""
    if not promotion.skus and not promotion.categories:
        return True
    return bool({line.sku, line.product.sku} & set(promotion.skus)) or line.product.category in promotion.categories


def _usable(promotions: Iterable[Promotion], now: datetime, level: str | None) -> list[Promotion]:
    return [each for each in promotions if each.valid_at(now) and (not each.levels or level in each.levels)]


def _piece_price(line: Line, running: Sequence[Promotion]) -> _Priced:
    whole = line.unit_fen * line.quantity
    best = _Priced(line=line, fen=whole, by=None)
    for each in running:
        if each.kind not in ("flash_sale", "discount") or not touches(each, line):
            continue
        pieces = min(line.quantity, each.limit_per_customer or line.quantity)
        fen = _reduced(each, line.unit_fen) * pieces + line.unit_fen * (line.quantity - pieces)
        if (fen, not each.stacks) < (best.fen, best.by is not None and not best.by.stacks):
            best = _Priced(line=line, fen=fen, by=each)
    return best


def _reduced(promotion: Promotion, unit_fen: int) -> int:
    """A piece's price: so many fen less, or a share of it rounded half up; never less than one fen."""
    if promotion.kind == "flash_sale":
        return max(1, unit_fen - promotion.amount_fen)
    return max(1, (unit_fen * promotion.pay_permille + 500) // 1000)


def _savings_by_piece(priced: Sequence[_Priced]) -> tuple[Saving, ...]:
    off: dict[str, tuple[Promotion, int]] = {}
    for each in priced:
        if each.by is not None:
            before = off.get(each.by.promotion_id, (each.by, 0))[1]
            off[each.by.promotion_id] = (each.by, before + each.line.unit_fen * each.line.quantity - each.fen)
    return tuple(Saving(promotion=promotion, off_fen=fen) for promotion, fen in off.values())


def _order_savings(
    priced: Sequence[_Priced], reduction: Promotion | None, coupon: Promotion | None
) -> tuple[Saving, ...] | None:
    """The savings of one full reduction and one coupon; None when one of them cannot be used here."""
    savings: list[Saving] = []
    left = [each.fen for each in priced]
    if reduction is not None:
        places = [place for place, each in enumerate(priced) if touches(reduction, each.line)]
        off = _off(reduction, sum(left[place] for place in places))
        if not off:
            return None
        savings.append(Saving(promotion=reduction, off_fen=off))
        for place, share in zip(places, _shares(off, [left[place] for place in places]), strict=True):
            left[place] -= share
    if coupon is not None:
        if reduction is not None and not (reduction.stacks and coupon.stacks):
            return None
        eligible = [
            place for place, each in enumerate(priced) if touches(coupon, each.line) and _takes_coupon(each, coupon)
        ]
        off = _off(coupon, sum(left[place] for place in eligible))
        if not off:
            return None
        savings.append(Saving(promotion=coupon, off_fen=off))
    return tuple(savings)


def _takes_coupon(priced: _Priced, coupon: Promotion) -> bool:
    return priced.by is None or (priced.by.stacks and coupon.stacks)


def _off(promotion: Promotion, subtotal_fen: int) -> int:
    if subtotal_fen <= 0 or subtotal_fen < promotion.threshold_fen:
        return 0
    times = subtotal_fen // promotion.threshold_fen if promotion.repeats and promotion.threshold_fen else 1
    return min(promotion.amount_fen * times, subtotal_fen)


def _shares(off_fen: int, amounts: Sequence[int]) -> list[int]:
    """What of a reduction falls on each amount, in proportion; the shares add up exactly."""
    total, done, given = sum(amounts), 0, 0
    shares = []
    for amount in amounts:
        done += amount
        share = off_fen * done // total - given
        shares.append(share)
        given += share
    return shares


def _in_scope(priced: Sequence[_Priced], promotion: Promotion) -> list[_Priced]:
    return [each for each in priced if touches(promotion, each.line)]
