"""Changes and outcomes as JSON objects, for the HTTP connector and the journal. Pure; nothing is judged but the shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from datetime import datetime
from typing import Any, get_args

from bot.clock import iso
from bot.shop.after_sale import CASE_TYPES, CaseItem
from bot.shop.changes import Change, Outcome

_KINDS: dict[str, type[Any]] = {each.kind: each for each in get_args(Change)}
CHANGE_KINDS: tuple[str, ...] = tuple(_KINDS)
_OUTCOME_STATES = ("done", "refused")
_LARGEST = 10**12


def as_json(change: Change) -> dict[str, Any]:
    """`{"kind": "cancel_order", "order_id": …}`: every field, times as ISO 8601 in UTC."""
    return {"kind": change.kind, **{field.name: _written(getattr(change, field.name)) for field in fields(change)}}


def change_from_json(record: Any) -> Change:
    """The change that a record holds. Raises ValueError naming the field: a kind or type that is none, one that is missing."""
    if not isinstance(record, Mapping):
        raise ValueError("a change is an object")
    made = _KINDS.get(str(record.get("kind")))
    if made is None:
        raise ValueError(f"kind: {record.get('kind')!r} is none of {', '.join(CHANGE_KINDS)}")
    change: Change = made(**_values(made, {name: value for name, value in record.items() if name != "kind"}))
    if not change.order_id:
        raise ValueError("order_id: an empty text")
    return change


def outcome_as_json(outcome: Outcome) -> dict[str, Any]:
    return {field.name: _written(getattr(outcome, field.name)) for field in fields(outcome)}


def outcome_from_json(record: Any) -> Outcome:
    """Raises ValueError naming the field."""
    if not isinstance(record, Mapping):
        raise ValueError("an outcome is an object")
    if record.get("state") not in _OUTCOME_STATES:
        raise ValueError(f"state: {record.get('state')!r} is none of {', '.join(_OUTCOME_STATES)}")
    return Outcome(**_values(Outcome, record))


def _values(made: type[Any], record: Mapping[str, Any]) -> dict[str, Any]:
    """Unknown fields are passed over: a newer side may say more."""
    known = {field.name: field for field in fields(made)}
    values = {name: _read(known[name], value) for name, value in record.items() if name in known}
    missing = [name for name, field in known.items() if field.default is MISSING and name not in values]
    if missing:
        raise ValueError(f"{missing[0]} is missing")
    return values


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, tuple):
        return [{"sku": each.sku, "quantity": each.quantity} for each in value]
    return value


def _read(field: Field[Any], value: Any) -> Any:
    wanted = str(field.type)
    if value is None and "None" in wanted:
        return None
    if "datetime" in wanted:
        return _time(field.name, value)
    if wanted.startswith("tuple"):
        return _items(field.name, value)
    if wanted.startswith("int"):
        return _integer(field.name, value)
    if not isinstance(value, str):
        raise ValueError(f"{field.name}: {value!r} is not a text")
    if wanted == "CaseType" and value not in CASE_TYPES:
        raise ValueError(f"{field.name}: {value!r} is none of {', '.join(CASE_TYPES)}")
    return value


def _time(name: str, value: Any) -> datetime:
    try:
        at = datetime.fromisoformat(value.replace("Z", "+00:00"))
    except (AttributeError, ValueError) as error:
        raise ValueError(f"{name}: {value!r} is not an ISO 8601 time") from error
    if at.tzinfo is None:
        raise ValueError(f"{name}: {value!r} has no time zone")
    return at


def _integer(name: str, value: Any) -> int:
    if type(value) is not int or abs(value) > _LARGEST:
        raise ValueError(f"{name}: {value!r} is not a whole number")
    return value


def _items(name: str, value: Any) -> tuple[CaseItem, ...]:
    if not isinstance(value, list) or not all(isinstance(each, Mapping) and "sku" in each for each in value):
        raise ValueError(f"{name}: not a list of objects with sku and quantity")
    return tuple(CaseItem(sku=str(each["sku"]), quantity=_integer("quantity", each.get("quantity"))) for each in value)
