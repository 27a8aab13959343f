"""Delivery as rules: to which places, at what fee, in how many days. Pure; the figures are the merchant's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice

from bot.shop.regions import region_at, short_province
from bot.shop.word_lists import groups_of

_TOWARDS = re.compile(r"(?:送|寄|发|邮|运|快递)?(?:货)?(?:得|不)?(?:到|往|去|至)|[送寄发邮]")
_GOAL = re.compile(
    r"(?:送|寄|发|邮|运|快递)(?:货)?(?:得|不)?(?:到|往|去|至)(?:了|我们?这?|咱们?)?(?P<what>[\u4e00-\u9fff]{2,6}?)"
    r"(?=吗|么|嘛|不|没|要|多|几|得|运|邮|快|能|可|行|呢|[，。,？?\s]|$)"
)
_GOALS = 4  # how many are looked at in one message
_NO_GOAL = re.compile(
    r"家|门|楼|屋|学校|公司|单位|小区|驿站|柜|手|哪|那|这|村|乡|镇|山区|外地|外省|省外|偏远|部队|医院|宿舍|寝室|代收|自提|快递|仓"
    r"|上门|货|什么|付|之前|以前|时候|今|明|后天|[早晚]上|指定|别的|其他|地址|地方|地区|城市|全国|国内|本地|同城|海岛|岛上|我|你|他|她"
)


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
        return _smaller_place(text)
    name, province = max(found, key=lambda pair: (_is_goal(text, pair[0]), len(pair[0]), -text.index(pair[0])))
    towns = [each for each, its in found if its == province and each != province]
    return Place(name=max(towns, key=len) if towns and name == province else name, province=province)


def unknown_goal(text: str) -> str:
    """The 桃花岛 of 能送到桃花岛吗: a place that no list holds; empty where none is named."""
    if place_in(text):
        return ""
    named = (match["what"] for match in _GOAL.finditer(text))
    return next((what for what in named if not _NO_GOAL.search(what)), "")


def _smaller_place(text: str) -> Place | None:
    """能送到漠河吗: a district or a town of the list of regions, right after 到, 寄, 发 and the like."""
    for match in islice(_TOWARDS.finditer(text), _GOALS):
        rest = text[match.end() :]
        region = region_at(rest)
        if region.province:
            return Place(name=rest[: region.end], province=short_province(region.province))
    return None


def _is_goal(text: str, name: str) -> bool:
    return text[: text.index(name)].endswith(("到", "寄", "往", "去", "送"))


@cache
def _provinces() -> dict[str, str]:
    """Name of a place → its province."""
    found = {place: province for province, places in groups_of("provinces").items() for place in places}
    return found | {province: province for province in groups_of("provinces")}
