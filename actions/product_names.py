"""What bought goods are called, kept for a minute: an order knows only titles, shoppers say aliases and categories."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from bot.shop.product import Product

KEPT_S = 60.0
KEPT_AT_MOST = 5000


class ProductSource(Protocol):
    async def product(self, sku: str) -> Product | None: ...


@dataclass(slots=True)
class ProductNames:
    """Products by SKU. When it is full it forgets all and begins anew; what the shop does not know is kept as unknown."""

    source: ProductSource
    now_s: Callable[[], float] = time.monotonic
    _kept: dict[str, tuple[float, Product | None]] = field(default_factory=dict)

    async def of(self, skus: Iterable[str]) -> dict[str, Product]:
        """Those of the SKUs that the shop knows. Raises ShopUnavailable."""
        wanted = list(dict.fromkeys(skus))
        now_s = self.now_s()
        missing = [sku for sku in wanted if self._kept.get(sku, (0.0, None))[0] <= now_s]
        found = await asyncio.gather(*(self.source.product(sku) for sku in missing))
        answers = {sku: (now_s + KEPT_S, product) for sku, product in zip(missing, found, strict=True)}
        known = {sku: self._kept[sku] for sku in wanted if sku in self._kept} | answers
        if len(self._kept) + len(missing) > KEPT_AT_MOST:
            self._kept.clear()
        self._kept.update(answers)
        return {sku: product for sku, (_, product) in known.items() if product is not None}
