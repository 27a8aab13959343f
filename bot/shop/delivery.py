"""Delivery as rules: to which places, at what fee, in how many days. Pure; the figures are the merchant's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice

from bot.shop.regions import region_at, short_province
from bot.shop.word_lists import groups_of

_TOWARDS = re.compile(r"(?<!收)(?<!买)[到往去至]")
_GOAL = re.compile(
    r"(?:送|寄|发|邮|运|快递)(?:货)?(?:得|不)?(?:到|往|去|至)(?:了|我们?这?|咱们?)?(?P<what>[\u4e00-\u9fff]{2,6}?)"
    r"(?=吗|么|嘛|不|没|要|多|几|得|运|邮|快|能|可|行|呢|[，。,？?\s]|$)"
)
_GOALS = 4  # how many are looked at in one message
_NO_GOAL = re.compile(
    r"家|门|楼|屋|学校|公司|单位|小区|驿站|柜|手|哪|那|这|村|乡|镇|山区|外地|外省|省外|偏远|部队|医院|宿舍|寝室|代收|自提|快递|仓"
    r"|上门|货|什么|付|之前|以前|时候|今|明|后天|[早晚]上|指定|别的|其他|地址|地方|地区|城市|全国|国内|本地|同城|海岛|岛上|我|你|他|她"
    r"|邮箱|微信|短信|工地|中心|厂|店|场|国|[车网]站|码头|大厦|园区|公园|院|校|大学|[中小]学|[馆厅房]$|朋友|亲戚|爸|妈"
)
_HEADS_FOR = re.compile(
    r"(?:(?<!收)(?<!买)到|往|去|至|[寄邮](?![到往去至寄])|我在|人在|我们在|住(?!在)|住在|我是)(?P<whole>[\u4e00-\u9fff]{2,8})?$"
)
# A name that is another word, or where goods come from: 开封后能放多久, 三明治机, 六安瓜片, 德国进口.
_NO_PLACE_AFTER = {
    "开封": re.compile(r"后|了|过|前|以后|之后|即|没|再"),
    "三明": re.compile(r"治"),
    "大同": re.compile(r"小异"),
}
_NO_PLACE_BEFORE = {"开封": ("未", "已", "没", "拆", "刚")}
_FROM_THERE = re.compile(
    r"(?:原装|原产|进口|产(?!业)|生产|制造|特产|土特产|本地产|毛峰|瓜片|毛尖|龙井|大米|苹果|红枣|大枣|枸杞|拉面|烤鸭|烧鸡|火锅|米粉|牛肉|茶|酒(?!店))"
)
_ABROAD = "海外"
_GOES_ON = re.compile(
    r"$|[，。,.？?！!、\s]|吗|么|嘛|呢|吧|啊|不|没|要|多|几|得|运|邮|快|能|可|行|那|这|的话|地区|也|和|跟|包|发|送|寄|直邮|有|怎|会|收|支持|买家"
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
    found = [(name, province) for name, province in _provinces().items() if name in text and _is_place(text, name)]
    if not found:
        return _smaller_place(text)
    name, province = max(found, key=lambda pair: (_is_goal(text, pair[0]), len(pair[0]), -text.index(pair[0])))
    towns = [each for each, its in found if its == province and each not in province]
    name = province if name in province else name  # 内蒙 is short for 内蒙古
    return Place(name=max(towns, key=len) if towns and name == province else name, province=province)


def heads_for(text: str, place: Place) -> bool:
    """Whether a normalised text sends to the place or says that she is there: 能寄到拉萨吗, 我在广东佛山."""
    before = _HEADS_FOR.search(text[: max(text.find(place.name), 0)])
    return before is not None and before["whole"] in (None, place.province, f"{place.province}省")


def unknown_goal(text: str) -> str:
    """The 桃花岛 of 能送到桃花岛吗: a place that no list holds; empty where none is named."""
    if place_in(text):
        return ""
    named = (match["what"] for match in _GOAL.finditer(text))
    return next((what for what in named if not _NO_GOAL.search(what)), "")


def _smaller_place(text: str) -> Place | None:
    """能送到漠河吗: a district or a town of the list of regions, right after 到, 往, 去, 至."""
    for match in islice(_TOWARDS.finditer(text), _GOALS):
        rest = text[match.end() :]
        region = region_at(rest)
        if region.province:
            return Place(name=rest[: region.end], province=short_province(region.province))
    return None


def _is_place(text: str, name: str) -> bool:
    """Whether a name of the lists is one here, and no country that goods come from."""
    at = text.index(name)
    before, after = text[:at], text[at + len(name) :]
    if before.endswith(("到", "往", "去", "至")):
        return True
    other = _NO_PLACE_AFTER.get(name)
    if (other and other.match(after)) or before.endswith(_NO_PLACE_BEFORE.get(name, ())):
        return False
    if _FROM_THERE.match(after):
        return False
    if _provinces()[name] != _ABROAD:
        return True
    return not before.endswith(("从", "自")) and _GOES_ON.match(after) is not None


def _is_goal(text: str, name: str) -> bool:
    return text[: text.index(name)].endswith(("到", "寄", "往", "去", "送"))


@cache
def _provinces() -> dict[str, str]:
    """Name of a place → its province."""
    found = {place: province for province, places in groups_of("provinces").items() for place in places}
    return found | {province: province for province in groups_of("provinces")}
