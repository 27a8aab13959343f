"""FAQ, promotions, policies and working hours from data/shop/*.yml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from bot.errors import ConfigurationError
from bot.shop.delivery import DeliveryRules, Zone
from bot.shop.demo.files import Faults, Located, read_yaml
from bot.shop.demo.moments import Anchor, parse_moment
from bot.shop.faq import FaqEntry
from bot.shop.hours import EVERY_SKILL, MINUTES_A_DAY, Shift, WorkingHours
from bot.shop.product_record import price_of
from bot.shop.promotion import PROMOTION_KINDS, Promotion

_CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d)")


def read_faq(path: Path, anchor: Anchor, faults: Faults) -> list[FaqEntry]:
    """The entries in the file's order."""
    entries: dict[str, FaqEntry] = {}
    for item in _listed(path, "entries", faults):
        entry = faults.tried(path, item.line, partial(_entry, item, anchor))
        if entry is not None and entry.entry_id in entries:
            faults.add(path, item.line, f"id {entry.entry_id} is given twice")
        if entry is not None:
            entries[entry.entry_id] = entry
    return list(entries.values())


def read_promotions(path: Path, anchor: Anchor, faults: Faults) -> list[Promotion]:
    """The promotions in the file's order."""
    made = [
        faults.tried(path, item.line, partial(_promotion, item, anchor)) for item in _listed(path, "promotions", faults)
    ]
    return [promotion for promotion in made if promotion is not None]


def read_policies(path: Path, faults: Faults) -> dict[str, str]:
    """The shop's texts by topic."""
    document = read_yaml(path)
    if not isinstance(document, Located):
        raise ConfigurationError(f"{path.name}:1: needs a text for each topic")
    for topic, text in document.items():
        if not isinstance(text, str) or not text.strip():
            faults.add(path, document.line, f"{topic}: not a text")
    return {topic: str(text).strip() for topic, text in document.items()}


def read_delivery(path: Path, faults: Faults) -> DeliveryRules | None:
    """Fees and zones; None where the shop has no such file."""
    if not path.exists():
        return None
    zones = [faults.tried(path, item.line, partial(_zone, item)) for item in _listed(path, "zones", faults)]
    document = read_yaml(path)
    return faults.tried(path, 1, lambda: _delivery(document, tuple(zone for zone in zones if zone is not None)))


def read_working_hours(path: Path, faults: Faults) -> WorkingHours:
    shifts = [
        shift
        for item in _listed(path, "shifts", faults)
        if (shift := faults.tried(path, item.line, partial(_shift, item))) is not None
    ]
    days = read_yaml(path).get("closed_days") or []
    return WorkingHours(shifts=tuple(shifts), closed_days=frozenset(_closed_day(day) for day in days))


def _entry(item: Located, anchor: Anchor) -> FaqEntry:
    valid_from, valid_until = _period(item, anchor)
    return FaqEntry(
        entry_id=_text(item, "id"),
        intents=_texts(item, "intents"),
        questions=_texts(item, "questions"),
        keywords=_texts(item, "keywords", required=False),
        answer=_text(item, "answer"),
        general=bool(item.get("general", False)),
        valid_from=valid_from,
        valid_until=valid_until,
    )


def _promotion(item: Located, anchor: Anchor) -> Promotion:
    valid_from, valid_until = _period(item, anchor)
    if valid_from is None or valid_until is None:
        raise ValueError("valid_from and valid_until are needed")
    if item.get("kind") not in PROMOTION_KINDS:
        raise ValueError(f"kind: {item.get('kind')!r} is none of {', '.join(PROMOTION_KINDS)}")
    return Promotion(
        promotion_id=_text(item, "id"),
        kind=item["kind"],
        title=_text(item, "title"),
        text=_text(item, "text"),
        valid_from=valid_from,
        valid_until=valid_until,
        threshold_fen=_fen(item, "threshold"),
        amount_fen=_fen(item, "amount"),
        pay_permille=int(item.get("pay_permille", 1000)),
        repeats=bool(item.get("repeats", False)),
        stacks=bool(item.get("stacks", False)),
        limit_per_customer=int(item.get("limit_per_customer", 0)),
        gift=str(item.get("gift", "")),
        categories=_texts(item, "categories", required=False),
        skus=_texts(item, "skus", required=False),
        levels=_texts(item, "levels", required=False),
    )


def _delivery(document: Located, zones: tuple[Zone, ...]) -> DeliveryRules:
    hours = document["ship_within_hours"]
    if type(hours) is not int or hours <= 0:
        raise ValueError("ship_within_hours: a number of hours")
    return DeliveryRules(
        fee_fen=_fen(document, "fee"),
        free_from_fen=_fen(document, "free_from"),
        ship_within_hours=hours,
        zones=zones,
        same_day_before_minute=_minute(document, "same_day_before") if document.get("same_day_before") else None,
    )


def _zone(item: Located) -> Zone:
    days = item.get("days")
    if days is not None and not (isinstance(days, list) and len(days) == 2 and all(type(day) is int for day in days)):
        raise ValueError("days: the fewest and the most, such as [2, 4]")
    return Zone(
        name=_text(item, "name"),
        provinces=_texts(item, "provinces", required=False),
        days=(days[0], days[1]) if days else None,
        extra_fen=_fen(item, "extra"),
        sends=bool(item.get("sends", True)),
    )


def _shift(item: Located) -> Shift:
    days = item.get("weekdays")
    if not isinstance(days, list) or not all(type(day) is int and 1 <= day <= 7 for day in days):
        raise ValueError("weekdays: a list of 1 (Monday) to 7")
    start_minute, end_minute = _minute(item, "from"), _minute(item, "until")
    if start_minute >= end_minute:
        raise ValueError("from must be before until; a night shift is two lines")
    skill = _text(item, "skill")
    return Shift(
        skill=EVERY_SKILL if skill == "all" else skill,
        weekdays=frozenset(day - 1 for day in days),
        start_minute=start_minute,
        end_minute=end_minute,
    )


def _listed(path: Path, name: str, faults: Faults) -> list[Located]:
    document = read_yaml(path)
    if not isinstance(document, Located) or not isinstance(document.get(name), list):
        raise ConfigurationError(f"{path.name}:1: needs a list of `{name}`")
    for item in document[name]:
        if not isinstance(item, Located):
            faults.add(path, document.line, f"{name}: {item!r} is not a mapping")
    return [item for item in document[name] if isinstance(item, Located)]


def _period(item: Mapping[str, Any], anchor: Anchor) -> tuple[datetime | None, datetime | None]:
    bounds = [
        anchor.at(parse_moment(str(item[name]))) if item.get(name) else None for name in ("valid_from", "valid_until")
    ]
    if bounds[0] is not None and bounds[1] is not None and bounds[0] >= bounds[1]:
        raise ValueError("valid_from must be before valid_until")
    return bounds[0], bounds[1]


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item[name]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name}: not a text")
    return value.strip()


def _texts(item: Mapping[str, Any], name: str, *, required: bool = True) -> tuple[str, ...]:
    values = item[name] if required else item.get(name) or []
    if not isinstance(values, list) or (required and not values):
        raise ValueError(f"{name}: not a list of texts")
    return tuple(str(value).strip() for value in values)


def _fen(item: Mapping[str, Any], name: str) -> int:
    return price_of({"price": item[name]}) if item.get(name) else 0


def _closed_day(item: Any) -> str:
    """ "10-01", or {day: "10-01", skill: presale} for one skill alone."""
    return f"{item['day']} {item['skill']}" if isinstance(item, Mapping) else str(item)


def _minute(item: Mapping[str, Any], name: str) -> int:
    match = _CLOCK.fullmatch(str(item[name]))
    minute = int(match[1]) * 60 + int(match[2]) if match else MINUTES_A_DAY + 1
    if minute > MINUTES_A_DAY:
        raise ValueError(f'{name}: {item[name]!r} is not a time of day such as "09:00"')
    return minute
