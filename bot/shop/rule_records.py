"""Rules of service from records (mappings as YAML and JSON give them), with errors that name the entry and what to do. Pure.

A record is what a file of data/shop/policies says; the same form is stored and sent, so there is one reading. Money is
in yuan there (`pickup: 12.5` is `pickup_fen`), times of the day are "09:00-12:00".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from bot.shop.after_sale import CASE_TYPES
from bot.shop.case_states import NEXT_WHATS
from bot.shop.order import ORDER_STATUSES
from bot.shop.service_rules import Minutes, Rule, ServiceRules, Version

Record = Mapping[str, Any]
_SLOT = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
_LARGEST = 1_000_000
_DAYS = frozenset({"holidays", "working"})
_OWN = frozenset({"valid_from", "categories"})
URGE_SUBJECTS: tuple[str, ...] = ("shipping", "delivery", "refund", "invoice")
_ONE_OF: dict[str, tuple[str, ...]] = {
    "automatic": ORDER_STATUSES,
    "person": ORDER_STATUSES,
    "types": CASE_TYPES,
    "title_types": ("personal", "company"),
    "needs": ("tax_no", "registered", "email"),
    "fault": ("none", "goods", "shop", "carrier", "shopper"),
    "without_fault": ("shopper", "shop"),
    "with_fault": ("shopper", "shop"),
    "repair": ("shopper", "shop"),
    "kind": ("normal", "special"),
    "answer_hours": URGE_SUBJECTS,
    "hours": NEXT_WHATS,
    "working_days": NEXT_WHATS,
}


@cache
def topics() -> dict[str, type[Any]]:
    """The rules' dataclasses by topic."""
    hints = get_type_hints(ServiceRules)
    return {field.name: get_args(hints[field.name])[0] for field in fields(ServiceRules) if field.name != "zone"}


def version_from(topic: str, record: Record, valid_from: datetime) -> Version[Any]:
    """One version of a topic's rule. Raises ValueError naming the entry, or the topic when there is none such."""
    kind = topics().get(topic)
    if kind is None:
        raise ValueError(f"{topic} is no topic: name the file one of {', '.join(topics())}")
    own = {name: value for name, value in record.items() if name not in _OWN}
    exceptions = record.get("categories") or {}
    if not isinstance(exceptions, Mapping):
        raise ValueError("categories: a category and what is different for it, such as 图书: {days: 15}")
    return Version(
        valid_from=valid_from,
        rule=_made(kind, own, topic),
        categories={str(name): _exception(kind, own, name, other) for name, other in exceptions.items()},
    )


def rules_from(records: Mapping[str, Sequence[tuple[datetime, Record]]], zone: ZoneInfo) -> ServiceRules:
    """All rules, from each topic's dated records. Raises ValueError naming topic and entry."""
    rules: dict[str, Any] = {}
    for topic, dated in records.items():
        versions = tuple(version_from(topic, record, valid_from) for valid_from, record in dated)
        rules[topic] = Rule(versions=tuple(sorted(versions, key=lambda version: version.valid_from)))
    return ServiceRules(zone=zone, **rules)


def _exception(kind: type[Any], own: Record, name: Any, other: Any) -> Any:
    if not isinstance(other, Mapping):
        raise ValueError(f"categories: {name}: say what is different, such as {{days: 15}}")
    return _made(kind, {**own, **other}, f"categories: {name}")


def _made(kind: type[Any], record: Any, where: str) -> Any:
    if not isinstance(record, Mapping):
        raise ValueError(f"{where}: {record!r} is not a mapping")
    hints = get_type_hints(kind)
    known = {field.name.removesuffix("_fen"): field for field in fields(kind)}
    strange = sorted(str(name) for name in record if name not in known)
    if strange:
        raise ValueError(f"{where}: {strange[0]} is not known here: take it out, or one of {', '.join(known)}")
    missing = [name for name, field in known.items() if name not in record and _is_needed(field)]
    if missing:
        raise ValueError(f"{where}: {missing[0]} is missing: add it")
    values = {known[name].name: _value(known[name].name, hints[known[name].name], record[name]) for name in record}
    try:
        return kind(**values)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from error


def _is_needed(field: Any) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _value(name: str, hint: Any, value: Any) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin is tuple:
        return _several(name, args[0], value)
    if is_dataclass(hint):
        return _made(hint, value, name)  # type: ignore[arg-type]
    if origin is Mapping or str(origin).endswith("Mapping'>"):
        return _counts(name, value)
    return _SIMPLE[hint](name, value)


def _several(name: str, hint: Any, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{name}: {value!r} is not a list")
    if hint == Minutes:
        return tuple(_slot(name, each) for each in value)
    return tuple(_value(name, hint, each) for each in value)


def _counts(name: str, value: Any) -> dict[str, int]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{name}: {value!r} is not a mapping of names and hours")
    return {_text(name, each): _count(f"{name}: {each}", hours) for each, hours in value.items()}


def _count(name: str, value: Any) -> int:
    if name.endswith("_fen"):
        return _fen(name.removesuffix("_fen"), value)
    if type(value) is not int or not 0 <= value <= _LARGEST:
        raise ValueError(f"{name}: {value!r} is not a whole number from 0 to {_LARGEST}")
    return value


def _fen(name: str, value: Any) -> int:
    try:
        fen = Decimal(str(value)) * 100 if not isinstance(value, bool) else Decimal("nan")
    except InvalidOperation as error:
        raise ValueError(f"{name}: {value!r} is not an amount in yuan such as 12.50") from error
    if not fen.is_finite() or fen != int(fen) or not 0 <= fen <= _LARGEST * 100:
        raise ValueError(f"{name}: {value!r} is not an amount in yuan such as 12.50")
    return int(fen)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name}: {value!r} is not a text")
    allowed = _ONE_OF.get(name)
    if allowed is not None and value not in allowed:
        raise ValueError(f"{name}: {value!r} is none of {', '.join(allowed)}")
    return _days(name, value.strip()) if name in _DAYS else value.strip()


def _days(name: str, value: str) -> str:
    first, span, last = value.partition("~")
    try:
        good = date.fromisoformat(first) <= date.fromisoformat(last if span else first)
    except ValueError:
        good = False
    if not good:
        raise ValueError(f'{name}: {value!r} is not a day such as "2026-10-01", nor a span "2026-10-01~2026-10-07"')
    return value


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{name}: {value!r} is not true or false")
    return value


def _slot(name: str, value: Any) -> Minutes:
    match = _SLOT.fullmatch(str(value))
    if match is None:
        raise ValueError(f"{name}: {value!r} is not a time of the day such as 09:00-12:00")
    hours = [int(part) for part in match.groups()]
    start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if not start < end <= 24 * 60:
        raise ValueError(f"{name}: {value!r} ends before it begins")
    return start, end


_SIMPLE: dict[Any, Callable[[str, Any], Any]] = {int: _count, str: _text, bool: _flag}
