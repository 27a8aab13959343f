"""A person at the desk, as the record knows her. Pure; her password's hash stays in the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from bot.handoff.skills import may_serve

Role = Literal["agent", "supervisor", "admin"]
ROLES: tuple[str, ...] = get_args(Role)
DEFAULT_CAPACITY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """`name` is unique: she signs in by it, colleagues and shoppers see it."""

    name: str
    role: str
    skills: tuple[str, ...]
    status: str
    capacity: int
    disabled: bool = False

    @property
    def supervises(self) -> bool:
        return self.role in ("supervisor", "admin")

    def may_serve(self, skill: str | None, customer_class: str) -> bool:
        return self.supervises or may_serve(self.skills, skill, customer_class)
