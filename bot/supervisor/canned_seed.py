"""The canned replies that a new desk begins with: data/shop/canned.yml into the record, once."""

from __future__ import annotations

import uuid
from pathlib import Path

import yaml
from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.errors import ConfigurationError
from bot.handoff.skills import SKILLS
from bot.records import canned
from bot.records.canned import CannedReply
from bot.records.database import Database
from bot.records.handoff_tables import audit
from bot.settings import PROJECT_ROOT, Settings

FILE = PROJECT_ROOT / "data" / "shop" / "canned.yml"
_SPACE = uuid.UUID("3f0c1d0e-7f0a-4b5e-9a51-0d1c6b8e2a44")  # of the ids made of shortcuts
_LIMITS = {"shortcut": 32, "title": 80, "text": 2_000}


def seed_canned(settings: Settings, file: Path = FILE) -> int:
    """How many were stored: none where there are some, or where an admin has removed them. Raises ConfigurationError."""
    database = Database.open(settings)
    try:
        return database.write_now(_seed, read_canned(file))
    finally:
        database.close()


def _seed(connection: Connection, replies: list[CannedReply]) -> int:
    removed = select(audit.c.id).where(audit.c.action == "canned_removed").limit(1)
    if canned.list_all(connection) or connection.execute(removed).one_or_none() is not None:
        return 0
    for reply in replies:
        canned.put(connection, reply)
    return len(replies)


def read_canned(file: Path = FILE) -> list[CannedReply]:
    """Each with an id made of its shortcut. Raises ConfigurationError that names the entry."""
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(entries, list):
        raise ConfigurationError(f"{file.name}: a list of replies is needed")
    found = [_reply(file.name, number, entry) for number, entry in enumerate(entries, start=1)]
    if len({reply.shortcut for reply in found}) != len(found):
        raise ConfigurationError(f"{file.name}: two replies have the same shortcut")
    return found


def _reply(name: str, number: int, entry: object) -> CannedReply:
    if not isinstance(entry, dict):
        raise ConfigurationError(f"{name}: entry {number} is no reply")
    for field, limit in _LIMITS.items():
        if not isinstance(entry.get(field), str) or not 0 < len(entry[field]) <= limit:
            raise ConfigurationError(f"{name}: entry {number}: {field} must be a text of 1–{limit} letters")
    skill = entry.get("skill")
    if " " in entry["shortcut"] or (skill is not None and skill not in SKILLS):
        raise ConfigurationError(f"{name}: entry {number}: no spaces in a shortcut; the skill must exist")
    return CannedReply(
        id=str(uuid.uuid5(_SPACE, entry["shortcut"])), shortcut=entry["shortcut"], title=entry["title"],
        text=entry["text"], skill=skill,
    )  # fmt: skip
