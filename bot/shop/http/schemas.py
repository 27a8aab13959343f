"""JSON schemas of everything that goes over the shop's HTTP API, made from the dataclasses that read it. Pure.

docs/shop-api.yaml holds them for readers; `python -m tools.shop_api` writes them there.
"""

from __future__ import annotations

import inspect
from dataclasses import is_dataclass
from datetime import datetime
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from bot.shop.after_sale import AfterSale, OrderCare
from bot.shop.changes import Change, Outcome
from bot.shop.delivery import DeliveryRules
from bot.shop.faq import FaqBook
from bot.shop.hours import WorkingHours
from bot.shop.http.wire import CataloguePage, Fault, KeptOutcome, RuleSheet
from bot.shop.order import Customer, Order
from bot.shop.port import CasePage, Names
from bot.shop.product import Product
from bot.shop.promotion import Promotion
from bot.shop.search.query import Query

Schema = dict[str, Any]
_REF = "#/components/schemas/{name}"
_CHANGES = get_args(Change)
_ROOTS = (
    Order, Customer, Product, AfterSale, OrderCare, CasePage, CataloguePage, Query, Names, FaqBook, Promotion, DeliveryRules,
    WorkingHours, RuleSheet, *_CHANGES, Outcome, KeptOutcome, Fault,
)  # fmt: skip


def schemas() -> dict[str, Schema]:
    """By name, each dataclass that is read or written, and `Change`: one of its kinds, told apart by `kind`."""
    _, found = msgspec.json.schema_components(_ROOTS, ref_template=_REF)
    named = {shape.__name__: shape for shape in _reached(_ROOTS)}
    made = {name: _made_plain(named[name], found[name]) for name in sorted(found)}
    for change in _CHANGES:
        own = made[change.__name__]
        own["properties"] = {"kind": {"const": change.kind}, **own["properties"]}
        own["required"] = ["kind", *own["required"]]
    kinds = {change.kind: _REF.format(name=change.__name__) for change in _CHANGES}
    made["Change"] = {
        "oneOf": [{"$ref": ref} for ref in kinds.values()],
        "discriminator": {"propertyName": "kind", "mapping": kinds},
    }
    return made


def _reached(shapes: tuple[Any, ...]) -> set[Any]:
    """The dataclasses themselves and all within them."""
    seen: set[Any] = set()
    left = list(shapes)
    while left:
        shape = left.pop()
        if is_dataclass(shape) and shape not in seen:
            seen.add(shape)
            left += get_type_hints(shape).values()
        left += get_args(shape) if get_origin(shape) is not None or get_args(shape) else ()
    return seen


def _made_plain(shape: Any, schema: Schema) -> Schema:
    """Times have their format, and descriptions stand on one line."""
    plain = dict(schema)
    plain.pop("title", None)
    if "description" in plain:
        plain["description"] = " ".join(inspect.cleandoc(plain["description"]).split())
    hints = get_type_hints(shape)
    plain["properties"] = {name: _field(hints[name], value) for name, value in schema["properties"].items()}
    return plain


def _field(hint: Any, schema: Schema) -> Schema:
    if hint is datetime:
        return {**schema, "format": "date-time"}
    if datetime in get_args(hint):
        kinds = [{**each, "format": "date-time"} if each.get("type") == "string" else each for each in schema["anyOf"]]
        return {**schema, "anyOf": kinds}
    return schema
