"""What the shop says: FAQ, promotions, policies and working hours between rows and dataclasses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.shop.delivery import DeliveryRules, Zone
from bot.shop.faq import FaqBook, FaqEntry
from bot.shop.hours import Shift, WorkingHours
from bot.shop.promotion import Promotion
from bot.shop.sql import tables as t
from bot.shop.sql.product_rows import raise_state, state_value

FAQ_VERSION = "faq_version"


def faq_book(connection: Connection) -> FaqBook:
    columns = [column for column in t.faq.c if column.name != "position"]
    rows = connection.execute(sa.select(*columns).order_by(t.faq.c.position))
    entries = tuple(FaqEntry(**_tuples(row._mapping)) for row in rows)
    return FaqBook(version=state_value(connection, FAQ_VERSION), entries=entries)


def all_promotions(connection: Connection) -> tuple[Promotion, ...]:
    rows = connection.execute(sa.select(t.promotions).order_by(t.promotions.c.valid_from, t.promotions.c.promotion_id))
    return tuple(Promotion(**_tuples(row._mapping)) for row in rows)


def all_policies(connection: Connection) -> dict[str, str]:
    return {row.topic: row.text for row in connection.execute(sa.select(t.policies).order_by(t.policies.c.topic))}


def policy_text(connection: Connection, topic: str) -> str | None:
    text: str | None = connection.execute(sa.select(t.policies.c.text).where(t.policies.c.topic == topic)).scalar()
    return text


def working_hours(connection: Connection) -> WorkingHours:
    columns = [column for column in t.shifts.c if column.name != "position"]
    rows = connection.execute(sa.select(*columns).order_by(t.shifts.c.position))
    shifts = tuple(Shift(**{**row._mapping, "weekdays": frozenset(row.weekdays)}) for row in rows)
    days = connection.execute(sa.select(t.closed_days.c.day)).scalars()
    return WorkingHours(shifts=shifts, closed_days=frozenset(days))


def delivery_rules(connection: Connection) -> DeliveryRules | None:
    head = connection.execute(sa.select(t.delivery)).first()
    if head is None:
        return None
    columns = [column for column in t.delivery_zones.c if column.name != "position"]
    rows = connection.execute(sa.select(*columns).order_by(t.delivery_zones.c.position))
    zones = (Zone(**{**_tuples(row._mapping), "days": tuple(row.days) or None}) for row in rows)
    return DeliveryRules(**head._mapping, zones=tuple(zones))


def write_delivery(connection: Connection, rules: DeliveryRules | None) -> None:
    heads = [] if rules is None else [{name: value for name, value in _row(rules).items() if name != "zones"}]
    _replace(connection, t.delivery, heads)
    zones = enumerate(rules.zones if rules is not None else ())
    rows = [{**_row(zone), "days": list(zone.days or ()), "position": number} for number, zone in zones]
    _replace(connection, t.delivery_zones, rows)


def write_faq(connection: Connection, entries: Sequence[FaqEntry]) -> None:
    """Replace the whole book; the caller raises its version."""
    _replace(connection, t.faq, [{**_row(entry), "position": number} for number, entry in enumerate(entries)])


def put_entry(connection: Connection, entry: FaqEntry) -> None:
    """New, or instead of the one with its id, at that one's place; the book's version grows."""
    here = t.faq.c
    known = connection.execute(sa.select(here.position).where(here.entry_id == entry.entry_id)).scalar()
    if known is None:
        known = (connection.execute(sa.select(sa.func.max(here.position))).scalar() or 0) + 1
    connection.execute(sa.delete(t.faq).where(here.entry_id == entry.entry_id))
    connection.execute(sa.insert(t.faq), [{**_row(entry), "position": known}])
    raise_state(connection, FAQ_VERSION, 0)


def remove_entry(connection: Connection, entry_id: str) -> bool:
    """False when there is none."""
    removed = connection.execute(sa.delete(t.faq).where(t.faq.c.entry_id == entry_id)).rowcount == 1
    if removed:
        raise_state(connection, FAQ_VERSION, 0)
    return removed


def write_promotions(connection: Connection, promotions: Sequence[Promotion]) -> None:
    _replace(connection, t.promotions, [_row(promotion) for promotion in promotions])


def write_policies(connection: Connection, texts: Mapping[str, str]) -> None:
    _replace(connection, t.policies, [{"topic": topic, "text": text} for topic, text in texts.items()])


def write_working_hours(connection: Connection, hours: WorkingHours) -> None:
    rows = [
        {**_row(shift), "weekdays": sorted(shift.weekdays), "position": number}
        for number, shift in enumerate(hours.shifts)
    ]
    _replace(connection, t.shifts, rows)
    _replace(connection, t.closed_days, [{"day": day} for day in sorted(hours.closed_days)])


def _replace(connection: Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    connection.execute(sa.delete(table))
    if rows:
        connection.execute(sa.insert(table), rows)


def _row(value: Any) -> dict[str, Any]:
    fields = {name: getattr(value, name) for name in value.__slots__}
    return {name: list(field) if isinstance(field, tuple) else field for name, field in fields.items()}


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
