"""Whether a product may be sent back within seven days without a reason, and why. Pure.

Source: 消费者权益保护法 art. 25. The shop may promise more than the law, never less: what its page says counts, and
where it says nothing the law does. Faulty goods are another matter (art. 24) and are never refused here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.shop.product import Product

PAGE_NAME = "七天无理由"
Answer = Literal["yes", "if_sealed", "if_unused", "no"]
Reason = Literal["", "fresh", "food", "made_to_order", "media", "periodical", "hygiene"]
_FRESH = re.compile(r"生鲜|水果|鲜活|冷链|海鲜|蔬菜")
_MADE = re.compile(r"定制|定做|刻字")
_PERIODICAL = re.compile(r"报纸|期刊|杂志")
_SEALED = re.compile(r"未拆|没拆|拆封后不支持|拆了.{0,4}不|塑封")
_UNUSED = re.compile(r"没用|没穿|没洗|未使用|没写|没下地|没明显|用过|穿过|鞋底干净|吊牌")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRight:
    """`page` is what the product's page says of it, empty where it says nothing."""

    answer: Answer
    reason: Reason
    page: str


def return_right(product: Product) -> ReturnRight:
    """For goods without a fault."""
    page = product.attributes.get(PAGE_NAME, "")
    nature = f"{product.title} {product.category} {' '.join(product.aliases)}"
    if page.startswith("不支持") or ("不支持" in page and _FRESH.search(page)):
        return ReturnRight(answer="no", reason=_why_not(page + nature), page=page)
    if not page:
        return _by_law(nature)
    if _SEALED.search(page):
        return ReturnRight(answer="if_sealed", reason=_sealed_reason(product), page=page)
    return ReturnRight(answer="if_unused" if _UNUSED.search(page) else "yes", reason="", page=page)


def _by_law(nature: str) -> ReturnRight:
    reason = _why_not(nature)
    return ReturnRight(answer="no" if reason else "yes", reason=reason, page="")


def _why_not(text: str) -> Reason:
    if _MADE.search(text):
        return "made_to_order"
    if _FRESH.search(text):
        return "fresh"
    return "periodical" if _PERIODICAL.search(text) else ""


def _sealed_reason(product: Product) -> Reason:
    reasons: dict[str, Reason] = {"食品": "food", "图书": "media", "美妆个护": "hygiene", "母婴": "hygiene"}
    return reasons.get(product.category, "")
