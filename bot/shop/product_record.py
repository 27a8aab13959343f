"""One product as a merchant's row gives it, checked into a Product. Pure; used by the seed and by `shop import`."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.shop.product import Product, Variant

_HIGHEST_FEN = 10**11
_MOST_STOCK = 10**8
_LONGEST_TEXT = 500


def product_from(record: Mapping[str, Any]) -> Product:
    """A Product from fields named as `shop list products` names them; `price` (yuan) may stand for `price_fen`.

    A product with variants has their lowest price and their summed stock where it states none itself.
    Raises ValueError that names the field and what is wrong with it.
    """
    variants = tuple(_variant(item, record, number) for number, item in enumerate(_list(record, "variants"), start=1))
    skus = [variant.sku for variant in variants]
    if len(set(skus)) != len(skus):
        raise ValueError("variants: two of them have one sku")
    stated = _is_stated(record, "price_fen") or _is_stated(record, "price")
    price_fen = price_of(record) if stated or not variants else min(variant.price_fen for variant in variants)
    summed = sum(variant.stock for variant in variants)
    return Product(
        sku=sku_of(record),
        title=text_of(record, "title"),
        category=text_of(record, "category"),
        brand=text_of(record, "brand", required=False),
        price_fen=price_fen,
        stock=stock_of(record) if _is_stated(record, "stock") or not variants else summed,
        attributes=_texts(record, "attributes"),
        variants=variants,
        aliases=tuple(dict.fromkeys(_text("aliases", alias) for alias in _list(record, "aliases"))),
        image=text_of(record, "image", required=False),
        url=text_of(record, "url", required=False),
        restock_at=_time(record, "restock_at"),
    )


def sku_of(record: Mapping[str, Any]) -> str:
    sku = text_of(record, "sku")
    if len(sku) > 64 or any(character.isspace() for character in sku):
        raise ValueError("sku: up to 64 characters without spaces")
    return sku


def price_of(record: Mapping[str, Any]) -> int:
    """Fen from `price_fen`, else from `price` in yuan. Never 0: a price that is not known must not be imported as free."""
    in_fen = _is_stated(record, "price_fen")
    name = "price_fen" if in_fen else "price"
    amount = _number(record, name) * (1 if in_fen else 100)
    if amount != int(amount):
        raise ValueError(f"{name}: {record[name]!r} is not a whole number of fen")
    if not 0 < amount <= _HIGHEST_FEN:
        raise ValueError(f"{name}: {record[name]!r} must be above 0")
    return int(amount)


def stock_of(record: Mapping[str, Any]) -> int:
    amount = _number(record, "stock")
    if amount != int(amount) or not 0 <= amount <= _MOST_STOCK:
        raise ValueError(f"stock: {record['stock']!r} must be a whole number from 0")
    return int(amount)


def text_of(record: Mapping[str, Any], name: str, *, required: bool = True) -> str:
    if not _is_stated(record, name):
        if required:
            raise ValueError(f"{name} is missing")
        return ""
    return _text(name, record[name])


def _variant(item: Any, record: Mapping[str, Any], number: int) -> Variant:
    if not isinstance(item, Mapping):
        raise ValueError(f"variants: number {number} is not an object")
    own = dict(item)
    if not (_is_stated(own, "price_fen") or _is_stated(own, "price")):
        own |= {name: record[name] for name in ("price_fen", "price") if _is_stated(record, name)}
    try:
        options = _texts(own, "options")
        sku, price_fen, stock, restock_at = sku_of(own), price_of(own), stock_of(own), _time(own, "restock_at")
    except ValueError as error:
        raise ValueError(f"variants: number {number}: {error}") from error
    return Variant(sku=sku, options=options, price_fen=price_fen, stock=stock, restock_at=restock_at)


def _is_stated(record: Mapping[str, Any], name: str) -> bool:
    return record.get(name) is not None and record[name] != ""


def _number(record: Mapping[str, Any], name: str) -> Decimal:
    if not _is_stated(record, name):
        raise ValueError(f"{name} is missing")
    value = record[name]
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        raise ValueError(f"{name}: {value!r} is not a number")
    try:
        amount = Decimal(str(value).strip())
    except InvalidOperation as error:
        raise ValueError(f"{name}: {value!r} is not a number") from error
    if not amount.is_finite() or abs(amount) > 10**15:
        raise ValueError(f"{name}: {value!r} is not a number that fits")
    return amount


def _text(name: str, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError(f"{name}: {value!r} is not a text")
    text = str(value).strip()
    if not text:
        raise ValueError(f"{name}: an empty text")
    if len(text) > _LONGEST_TEXT:
        raise ValueError(f"{name}: over {_LONGEST_TEXT} characters")
    if any(unicodedata.category(character) in ("Cc", "Cs", "Cf") for character in text):
        raise ValueError(f"{name}: holds an invisible or control character")
    return text


def _texts(record: Mapping[str, Any], name: str) -> dict[str, str]:
    value = record.get(name)
    if value is None or value == "":
        return {}
    if not isinstance(value, Mapping):
        raise ValueError(f"{name}: not an object of names and texts")
    return {_text(name, key): _text(f"{name}.{key}", text) for key, text in value.items() if text not in (None, "")}


def _list(record: Mapping[str, Any], name: str) -> Sequence[Any]:
    value = record.get(name)
    if value is None or value == "":
        return ()
    if not isinstance(value, (list, tuple)):
        raise ValueError(f"{name}: not a list")
    return value


def _time(record: Mapping[str, Any], name: str) -> datetime | None:
    value = record.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.replace("Z", "+00:00"))
        except ValueError as error:
            raise ValueError(f"{name}: {value!r} is not an ISO 8601 time") from error
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError(f"{name}: {value!r} has no time zone")
    return value
