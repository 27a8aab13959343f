"""Promotions and coupons as the shop states them. Pure dataclasses; what they take off a basket is not computed here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

PromotionKind = Literal["full_reduction", "discount", "coupon", "gift", "flash_sale", "presale"]
PROMOTION_KINDS: tuple[str, ...] = get_args(PromotionKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """One rule with its dates (from ≤ now < until), threshold and scope; empty `categories` and `skus` mean everything.

    `amount_fen` is what is taken off (per full threshold when `repeats`); `pay_permille` is the share of the price that
    is paid in a discount (850: 八五折); `levels` are the customer levels that may use it (empty: all).
    """

    promotion_id: str
    kind: PromotionKind
    title: str
    text: str
    valid_from: datetime
    valid_until: datetime
    threshold_fen: int = 0
    amount_fen: int = 0
    pay_permille: int = 1000
    repeats: bool = False
    stacks: bool = False
    limit_per_customer: int = 0  # 0: no limit
    gift: str = ""
    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()

    def valid_at(self, at: datetime) -> bool:
        return self.valid_from <= at < self.valid_until
