"""One measured figure with its target. Pure; nothing here measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`relation` is how the value must stand to `bound`, in the figure's unit."""

    relation: Literal["≤", "≥"]
    bound: float

    def holds(self, value: float) -> bool:
        return value <= self.bound if self.relation == "≤" else value >= self.bound

    def __str__(self) -> str:
        return f"{self.relation} {self.bound:g}"


def at_most(bound: float) -> Target:
    return Target(relation="≤", bound=bound)


def at_least(bound: float) -> Target:
    return Target(relation="≥", bound=bound)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`value` is None when it could not be measured; `note` then says why. Without a target it only informs."""

    name: str
    unit: str
    value: float | None
    target: Target | None = None
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the target is met; None without a target or a value."""
        if self.target is None or self.value is None:
            return None
        return self.target.holds(self.value)


def ratio(name: str, above: float | None, below: float | None, target: Target | None = None) -> Figure:
    """`above / below` as a figure in "times"; without one of the two it is not measured."""
    if above is None or not below:
        return Figure(name=name, unit="times", value=None, target=target, note="stock Rasa was not measured")
    return Figure(name=name, unit="times", value=above / below, target=target)
