"""Delivery as rules: to which places, at what fee, in how many days. Pure; the figures are the merchant's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bot.shop.word_lists import groups_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """Provinces with one fee and one time; `days` counts from shipping. The zone without provinces is everywhere else."""

    name: str
    provinces: tuple[str, ...]
    days: tuple[int, int] | None = None
    extra_fen: int = 0
    sends: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRules:
    """`extra_fen` of a zone is paid also where the fee itself is free. `same_day_before_minute` is of the day, or None."""

    fee_fen: int
    free_from_fen: int
    ship_within_hours: int
    zones: tuple[Zone, ...]
    same_day_before_minute: int | None = None

    def zone_of(self, province: str) -> Zone | None:
        """The zone of a province; None when it is in none and there is no zone for the rest."""
        named = next((zone for zone in self.zones if province in zone.provinces), None)
        return named or next((zone for zone in self.zones if not zone.provinces), None)

    def fee(self, zone: Zone, goods_fen: int) -> int:
        """What delivery of goods of this worth costs, in fen."""
        return (0 if goods_fen >= self.free_from_fen else self.fee_fen) + zone.extra_fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place as it was named, and its province (海外 for abroad)."""

    name: str
    province: str


def place_in(text: str) -> Place | None:
    """The place to which a normalised text sends: after 到, 寄, 发往 before others, the longest name; of a province and its
    town the town. None when it names none."""
    found = [(name, province) for name, province in _provinces().items() if name in text]
    if not found:
        return None
    name, province = max(found, key=lambda pair: (_is_goal(text, pair[0]), len(pair[0]), -text.index(pair[0])))
    towns = [each for each, its in found if its == province and each != province]
    return Place(name=max(towns, key=len) if towns and name == province else name, province=province)


def _is_goal(text: str, name: str) -> bool:
    return text[: text.index(name)].endswith(("到", "寄", "往", "去", "送"))


@cache
def _provinces() -> dict[str, str]:
    """Name of a place → its province."""
    found = {place: province for province, places in groups_of("provinces").items() for place in places}
    return found | {province: province for province in groups_of("provinces")}
