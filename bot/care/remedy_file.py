"""Reads the shop's remedy policy from YAML, and refuses what it does not know, with the place at fault."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any, get_type_hints

import yaml

from bot.care.cause import CAUSES, RESPONSIBILITIES
from bot.care.remedy import DOERS, REMEDIES, Limits, Policy, Remedy, Rule
from bot.errors import ConfigurationError
from bot.settings import PROJECT_ROOT

REMEDY_FILE = PROJECT_ROOT / "data" / "shop" / "remedies.yml"


@lru_cache(maxsize=4)
def read_policy(path: Path = REMEDY_FILE) -> Policy:
    """Raises ConfigurationError that names the file and the line of the policy at fault."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        return policy_of(document)
    except (OSError, yaml.YAMLError, ValueError, TypeError, KeyError) as error:
        raise ConfigurationError(f"{path}: {error}") from error


def policy_of(document: dict[str, Any]) -> Policy:
    """Raises ValueError, TypeError or KeyError for what is missing, unknown or impossible."""
    limits = Limits(**_checked("limits", document["limits"], Limits))
    remedies = {name: _remedy(name, line) for name, line in document["remedies"].items()}
    rules = tuple(_rule(number, line, set(remedies)) for number, line in enumerate(document["offers"], start=1))
    if missing := [cause for cause in CAUSES if not _has_last_resort(cause, rules)]:
        raise ValueError(f"offers: no last rule without conditions for {', '.join(missing)}")
    return Policy(version=str(document["version"]), limits=limits, remedies=remedies, rules=rules)


def _remedy(name: str, line: dict[str, Any]) -> Remedy:
    if name not in REMEDIES:
        raise ValueError(f"remedies: {name} is unknown; known are {', '.join(REMEDIES)}")
    found = Remedy(name=name, **_checked(f"remedies.{name}", line, Remedy))  # type: ignore[arg-type]
    if found.who not in DOERS:
        raise ValueError(f"remedies.{name}: who must be one of {', '.join(sorted(DOERS))}")
    if found.share_percent > 100 or bool(found.share_percent) != bool(found.cap_fen):
        raise ValueError(f"remedies.{name}: share_percent (up to 100) and cap_fen go together")
    return found


def _rule(number: int, line: dict[str, Any], known: set[str]) -> Rule:
    where = f"offers, {number}"
    values = _checked(where, line, Rule)
    for name in ("offer", "responsibility", "customer"):
        if name in values:
            values[name] = tuple(values[name])
    found = Rule(**values)
    if found.cause not in CAUSES:
        raise ValueError(f"{where}: cause {found.cause} is unknown")
    if unknown := set(found.offer) - known:
        raise ValueError(f"{where}: {', '.join(sorted(unknown))} is none of the remedies above")
    if set(found.responsibility) - set(RESPONSIBILITIES):
        raise ValueError(f"{where}: responsibility is one of {', '.join(RESPONSIBILITIES)}")
    return found


def _has_last_resort(cause: str, rules: tuple[Rule, ...]) -> bool:
    return any(rule == Rule(cause=rule.cause, offer=rule.offer) for rule in rules if rule.cause == cause)


def _checked(where: str, line: dict[str, Any], kind: type) -> dict[str, Any]:
    """The line's values; whole numbers where whole numbers belong, nothing below 0."""
    hints = get_type_hints(kind)
    names = {each.name for each in fields(kind)}
    for name, value in line.items():
        if name not in names:
            raise ValueError(f"{where}: {name} is unknown")
        if name.endswith(("_fen", "_percent", "_days", "again_from")) and type(value) is not int:
            raise ValueError(f"{where}: {name} is a whole number")
        if isinstance(value, (int, float)) and value < 0:
            raise ValueError(f"{where}: {name} is below 0")
        if hints[name] is bool and type(value) is not bool:
            raise ValueError(f"{where}: {name} is true or false")
    return dict(line)
