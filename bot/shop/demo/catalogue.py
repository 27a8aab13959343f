"""Products from data/shop/products/*.yml: one file per category, prices in yuan, times as offsets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from bot.errors import ConfigurationError
from bot.shop.demo.files import Faults, Located, read_yaml
from bot.shop.demo.moments import Anchor, parse_moment
from bot.shop.demo.pictures import picture_of, read_pictures
from bot.shop.product import Product
from bot.shop.product_record import product_from

_OF_A_VARIANT = ("sku", "price", "stock", "restock")


def read_products(directory: Path, anchor: Anchor, faults: Faults) -> list[Product]:
    """All products of a directory of YAML files, by file and place in it, with the drawings that pictures.yml beside it names.

    Faults go to `faults`.
    """
    paths = sorted(directory.glob("*.yml"))
    if not paths:
        raise ConfigurationError(f"{directory} holds no product files")
    products: list[Product] = []
    owners: dict[str, str] = {}
    pictures = read_pictures(directory.parent / "pictures.yml")
    for path in paths:
        document = read_yaml(path)
        if not isinstance(document, Located) or not isinstance(document.get("products"), list):
            raise ConfigurationError(f"{path.name}:1: needs `category` and a list of `products`")
        for entry in document["products"]:
            if not isinstance(entry, Located):
                faults.add(path, document.line, "a product is not a mapping")
                continue
            product = faults.tried(path, entry.line, partial(_product, entry, document, pictures, anchor))
            if product is None:
                continue
            for sku in (product.sku, *(variant.sku for variant in product.variants)):
                if sku in owners:
                    faults.add(path, entry.line, f"sku {sku} belongs to {owners[sku]} already")
                owners[sku] = product.sku
            products.append(product)
    return products


def _product(entry: Located, page: Mapping[str, Any], pictures: Mapping[str, str], anchor: Anchor) -> Product:
    record = {
        "category": page["category"],
        "image": picture_of(str(entry.get("title", "")), entry.get("aliases") or (), pictures),
        "url": f"/#/p/{entry.get('sku')}",
        **{name: value for name, value in entry.items() if name not in ("variants", "restock")},
        "restock_at": _restock(entry, anchor),
        "variants": [_variant(item, str(entry.get("sku")), anchor) for item in entry.get("variants") or ()],
    }
    return product_from(record)


def _variant(item: Any, parent: str, anchor: Anchor) -> dict[str, Any]:
    """A variant's line: what is not sku, price, stock or restock is one of its options; its sku is joined to the parent's."""
    if not isinstance(item, Located):
        raise ValueError("variants: each is a mapping such as {sku: BK, 颜色: 黑, stock: 5}")
    return {
        "sku": f"{parent}-{item['sku']}",
        "options": {name: value for name, value in item.items() if name not in _OF_A_VARIANT},
        "price": item.get("price"),
        "stock": item.get("stock"),
        "restock_at": _restock(item, anchor),
    }


def _restock(entry: Mapping[str, Any], anchor: Anchor) -> Any:
    return anchor.at(parse_moment(str(entry["restock"]))) if entry.get("restock") else None
