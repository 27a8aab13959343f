"""The JSON of the shop's HTTP API: its shapes beside the dataclasses of bot.shop, and the one strict reading. Pure.

Fields that are not known here are passed over: the shop may say more. What is missing, of another type, without a time
zone or out of bounds is nonsense, and the field is named without its value.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

import msgspec

from bot.shop.changes import Outcome
from bot.shop.product import Product

T = TypeVar("T")
_LARGEST = 2**53  # beyond it not every JSON reader keeps a whole number whole
_NEVER_NEGATIVE = ("_fen", "stock", "quantity", "version", "_permille")


@dataclass(frozen=True, slots=True, kw_only=True)
class CataloguePage:
    """Products by SKU that changed after the version that was asked with; `next` is what to ask the next page with."""

    version: int
    products: tuple[Product, ...]
    removed: tuple[str, ...] = ()
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRule:
    """One version of a rule as a file of data/shop/policies has it, in force from `valid_from`."""

    valid_from: datetime
    rule: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSheet:
    """All rules of service by topic; `zone` (Asia/Shanghai) is where their days begin."""

    version: int
    zone: str
    rules: dict[str, tuple[DatedRule, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOutcome:
    """What was answered to a key, and to which change."""

    key: str
    order_id: str
    kind: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """The body of every answer that is no success. `nothing_done`: this attempt at a change has had no effect and will have none."""

    code: str
    message: str = ""
    nothing_done: bool = False


def parsed(shape: type[T], body: bytes) -> T:
    """The value that a body holds. Raises ValueError naming the field, never what stood there."""
    try:
        value = _decoder(shape).decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(_what_is_wrong(error)) from None
    _check("", value)
    return value  # type: ignore[no-any-return]


def fault_in(body: bytes) -> Fault:
    """What an answer says that is no success; one without a code when the body is none of the shop's."""
    try:
        return parsed(Fault, body)
    except ValueError:
        return Fault(code="")


def written(value: Any) -> bytes:
    """UTF-8 JSON of dataclasses, times as RFC 3339."""
    return msgspec.json.encode(value)


@cache
def _decoder(shape: Hashable) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(shape)


def _what_is_wrong(error: Exception) -> str:
    if not isinstance(error, msgspec.ValidationError):
        return "no JSON"
    said, at, path = str(error).partition(" - at ")
    if said.startswith("Invalid enum value"):
        said = "none of the allowed values"
    return f"{path.strip('`')}: {said}" if at else said


def _check(path: str, value: Any) -> None:
    """What types alone do not say: times have a zone, whole numbers fit, money and goods are not below nothing."""
    if is_dataclass(value):
        for field in fields(value):
            _check(f"{path}.{field.name}" if path else field.name, getattr(value, field.name))
    elif isinstance(value, (tuple, list)):
        for number, each in enumerate(value):
            _check(f"{path}[{number}]", each)
    elif isinstance(value, Mapping):
        for each in value.values():
            _check(f"{path}[…]", each)
    elif isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{path}: a time without its zone")
    elif type(value) is int:
        low = 0 if path.endswith(_NEVER_NEGATIVE) else -_LARGEST
        if not low <= value <= _LARGEST:
            raise ValueError(f"{path}: out of bounds")
