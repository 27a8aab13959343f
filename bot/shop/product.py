"""Products as the shop's catalogue tells them. Pure dataclasses."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One buyable form of a product. `options` holds its choices by name, e.g. {"颜色": "曜石黑", "尺码": "XL"}."""

    sku: str
    options: dict[str, str]
    price_fen: int
    stock: int
    restock_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """`attributes` are what the product page states, by Chinese name; what is absent is unknown, never guessed."""

    sku: str
    title: str
    category: str
    brand: str
    price_fen: int
    stock: int
    attributes: dict[str, str] = field(default_factory=dict)
    variants: tuple[Variant, ...] = ()
    aliases: tuple[str, ...] = ()
    image: str = ""
    url: str = ""
    restock_at: datetime | None = None

    def stock_of(self, sku: str) -> int:
        """What is left of the choice with this SKU; of the product itself: of all its choices together."""
        chosen = [each.stock for each in self.variants if each.sku == sku]
        return sum(chosen) if chosen else max(self.stock, sum(each.stock for each in self.variants))

    def with_more(self, sku: str, pieces: int) -> Product:
        """With so many pieces more of this SKU, if it is the product's own or that of one of its choices."""
        variants = tuple(
            replace(each, stock=each.stock + pieces) if each.sku == sku else each for each in self.variants
        )
        if sku != self.sku and variants == self.variants:
            return self
        return replace(self, stock=self.stock + pieces, variants=variants)
