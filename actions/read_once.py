"""What one message's action reads of the shop, each thing once however often the talk asks for it; the next message reads anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field

from actions.composition import Ports
from bot.shop.product import Product
from bot.shop.promotion import Promotion


@dataclass(slots=True)
class _Read:
    products: dict[str, Product | None] = field(default_factory=dict)
    promotions: Sequence[Promotion] | None = None


_read: ContextVar[_Read | None] = ContextVar("read_for_this_message", default=None)


def begin() -> None:
    """A message begins: nothing that was read before it counts in this task any more."""
    _read.set(_Read())


async def products_of(skus: Iterable[str], ports: Ports) -> tuple[Product, ...]:
    """The products with these SKUs or with variants of these SKUs, in their order, each once. Raises ShopUnavailable."""
    kept = (_read.get() or _Read()).products
    wanted = list(skus)
    if missing := list(dict.fromkeys(sku for sku in wanted if sku not in kept)):
        found = await ports.shop.products_of(missing)
        kept.update({sku: found.get(sku) for sku in missing})
    products = (kept[sku] for sku in wanted)
    return tuple({product.sku: product for product in products if product is not None}.values())


async def product_of(sku: str, ports: Ports) -> Product | None:
    """The product with this SKU, or with a variant of this SKU; None when the shop has none. Raises ShopUnavailable."""
    found = await products_of((sku,), ports)
    return found[0] if found else None


async def promotions_of(ports: Ports) -> Sequence[Promotion]:
    """All of the shop's promotions. Raises ShopUnavailable."""
    kept = _read.get() or _Read()
    if kept.promotions is None:
        kept.promotions = await ports.shop.promotions()
    return kept.promotions
