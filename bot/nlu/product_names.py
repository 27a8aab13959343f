"""How one product may be called by shoppers: its title, aliases, models and short forms, its brand and category.

Pure; what many products share (a category, a brand) is told apart by kind.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple

from bot.shop.product import Product
from bot.text.traditional import simplify

NameKind = Literal["product", "brand", "category"]

_PARTS = re.compile(r"[\s/|,，、()（）\[\]【】·\-—_+]+")
_MODEL = re.compile(r"(?=[a-z0-9\-]{0,15}[0-9])(?=[a-z0-9\-]{0,15}[a-z])[a-z0-9][a-z0-9\-]{1,15}")
_LATIN_BRAND = re.compile(r"[a-z]{3,}")
_PACK = re.compile(
    r"^[0-9.]+ ?(?:ml|l|g|kg|cm|mm|m|gb|tb|w|mah|v|a|hz|寸|片|只|个|包|袋|盒|瓶|支|罐|斤|克|升|毫升|匹)?$"
)
_GRADE = re.compile(r"^(?:pro|max|promax|plus|mini|air|ultra|lite|se|youth|new)$")  # every maker has one: iPhone 16 Pro
_SHORTEST, _LONGEST = 2, 40


class Name(NamedTuple):
    """`written`: as it stands in a normalised message; `value`: what it means (title, brand or category)."""

    written: str
    kind: NameKind
    value: str


def names_of(product: Product) -> Iterator[Name]:
    """All names of a product, without doubles."""
    seen: set[tuple[str, NameKind]] = set()
    for name in _all_names(product):
        key = (name.written, name.kind)
        if _GRADE.match(name.written):
            continue
        if _SHORTEST <= len(name.written) <= _LONGEST and key not in seen:
            seen.add(key)
            yield name


def read(written: str) -> str:
    """As a message's reading spells it, by the steps that touch names: 50,000 products are read in seconds."""
    return "".join(simplify(unicodedata.normalize("NFKC", written).lower()).split())


def _all_names(product: Product) -> Iterator[Name]:
    for written in (product.title, *product.aliases, *_short_forms(product)):
        yield Name(written=read(written), kind="product", value=product.title)
    for written in _PARTS.split(product.brand):
        yield Name(written=read(written), kind="brand", value=product.brand)
    for written in _PARTS.split(product.category):
        yield Name(written=read(written), kind="category", value=written)


def _short_forms(product: Product) -> Iterator[str]:
    title, brand = read(product.title), read(product.brand)
    for alias in map(read, product.aliases):
        yield alias.removeprefix(brand) if brand else alias
        yield brand + alias.removeprefix(brand)
    without_brand = title.removeprefix(brand) if brand else title
    if len(without_brand) >= 3:
        yield without_brand
    category_words = {read(word) for word in _PARTS.split(product.category)}
    for model in _MODEL.findall(title):
        if not _PACK.match(model):
            yield model
    for part in _PARTS.split(product.title.lower()):
        written = read(part)
        if len(written) >= 3 and written != brand and written not in category_words and not _PACK.match(written):
            yield written
            yield written.removeprefix(brand) if brand else written
            yield brand + written.removeprefix(brand)
