"""The rules of service from data/shop/policies/*.yml: one file per topic, each with dated versions."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.errors import ConfigurationError
from bot.shop.demo.files import Faults, Located, read_yaml
from bot.shop.rule_records import Record, topics, version_from

Dated = tuple[datetime, Record]


def read_rules(directory: Path, zone: ZoneInfo, faults: Faults) -> dict[str, list[Dated]]:
    """Each topic's checked records with the time from which they count. No directory, no rules: then people decide."""
    found: dict[str, list[Dated]] = {}
    for path in sorted(directory.glob("*.yml")):
        if path.stem not in topics():
            faults.add(path, 1, f"{path.stem} is no topic: name the file one of {', '.join(topics())}")
            continue
        document = read_yaml(path)
        if not isinstance(document, Located) or not isinstance(document.get("versions"), list):
            raise ConfigurationError(f"policies/{path.name}:1: needs a list of `versions`, each with `valid_from`")
        found[path.stem] = _versions(path, document, zone, faults)
    return found


def _versions(path: Path, document: Located, zone: ZoneInfo, faults: Faults) -> list[Dated]:
    dated: dict[datetime, Record] = {}
    for entry in document["versions"]:
        if not isinstance(entry, Located):
            faults.add(path, document.line, f"versions: {entry!r} is not a mapping")
            continue
        valid_from = faults.tried(path, entry.line, partial(_valid_from, entry, zone))
        if valid_from is None:
            continue
        record = {name: value for name, value in entry.items() if name != "valid_from"}
        if faults.tried(path, entry.line, partial(version_from, path.stem, record, valid_from)) is None:
            continue
        if valid_from in dated:
            faults.add(
                path, entry.line, f"valid_from: {entry['valid_from']} is given twice: give each version its own day"
            )
        dated[valid_from] = record
    return sorted(dated.items())


def _valid_from(entry: Located, zone: ZoneInfo) -> datetime:
    day: Any = entry["valid_from"]
    if isinstance(day, datetime) or not isinstance(day, date):
        raise ValueError(f"valid_from: {day!r} is not a day such as 2026-01-01")
    return datetime.combine(day, time(), zone)
