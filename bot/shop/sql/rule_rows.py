"""The shop's rules of service as dated records, one row each; their dataclasses are made by bot.shop.rule_records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.shop.rule_records import Record, rules_from
from bot.shop.service_rules import ServiceRules
from bot.shop.sql import care_tables as c
from bot.shop.sql.product_rows import raise_state, state_value

RULES_VERSION = "rules_version"
_ZONE = "zone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """All rules as they are stored, dated, by topic."""

    version: int
    zone: ZoneInfo
    dated: Mapping[str, Sequence[tuple[datetime, Record]]]


def service_rules(connection: Connection) -> ServiceRules:
    """All rules; a shop without any has none, and then people decide."""
    found = records(connection)
    return rules_from(found.dated, found.zone)


def records(connection: Connection) -> Records:
    version = state_value(connection, RULES_VERSION)
    dated: dict[str, list[tuple[datetime, Record]]] = {}
    zone = ZoneInfo("Asia/Shanghai")
    for row in connection.execute(sa.select(c.rules).order_by(c.rules.c.topic, c.rules.c.valid_from)):
        if row.topic == _ZONE:
            zone = ZoneInfo(row.record[_ZONE])
        else:
            dated.setdefault(row.topic, []).append((row.valid_from, row.record))
    return Records(version=version, zone=zone, dated=dated)


def write_rules(
    connection: Connection, records: Mapping[str, Sequence[tuple[datetime, Record]]], zone: ZoneInfo
) -> None:
    """Replace all of them; the caller raises the version."""
    rows = [
        {"topic": topic, "valid_from": valid_from, "record": dict(record)}
        for topic, dated in records.items()
        for valid_from, record in dated
    ]
    begin = datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC"))
    rows.append({"topic": _ZONE, "valid_from": begin, "record": {_ZONE: zone.key}})
    connection.execute(sa.delete(c.rules))
    connection.execute(sa.insert(c.rules), rows)


def raise_version(connection: Connection, at_least: int = 1) -> None:
    """Tell every process that the rules are other ones."""
    raise_state(connection, RULES_VERSION, at_least)


class RulesShelf:
    """The rules, read anew only when the shop has written other ones."""

    def __init__(self) -> None:
        self._kept: tuple[int, ServiceRules] | None = None

    def read(self, connection: Connection) -> ServiceRules:
        version = state_value(connection, RULES_VERSION)
        kept = self._kept
        if kept is None or kept[0] != version:
            kept = (version, service_rules(connection))
            self._kept = kept
        return kept[1]
