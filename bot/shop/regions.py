"""Which province, city and district an address begins with, by the list of lexicon/regions.txt. Pure; knows no streets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.shop.word_lists import lines_of

_PROVINCE_END = re.compile(r"(?:省|市|特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区)$")
_PEOPLES = re.compile(
    r"(?:(?:朝鲜|土家|苗|藏|羌|彝|布依|侗|哈尼|壮|傣|白|傈僳|景颇|蒙古|回|哈萨克|黎)族|蒙古|柯尔克孜|哈萨克)+自治(?:州|县)$"
)
# A district that the list does not name: up to its first ending, without what streets and estates are made of.
_DISTRICT = re.compile(
    r"[^\d\s路街巷弄号镇乡村栋幢室]{1,10}?(?:自治县|自治旗|(?<![小社园校景厂库营特])区|县|旗|(?<![超城门菜夜])市)(?!场|民)"
)


_WHOLE = re.compile("[省市区县旗州盟]$")
_GOES_ON = re.compile("[东西南北中]?[一二三四五六]?(?:[路街巷村]|大[道街])|[区县旗市]")


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """`province` and `name` are the full names; `districts` those that are known without the city."""

    province: str
    name: str
    districts: tuple[str, ...]
    has_districts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """What was found, with full names; "" is what the text does not say and nothing implies. `end` is where the street begins."""

    province: str = ""
    city: str = ""
    district: str = ""
    end: int = 0


@cache
def cities() -> tuple[City, ...]:
    found = []
    for line in lines_of("regions"):
        province, _, rest = line.partition("|")
        name, _, districts = rest.partition(":")
        has_districts = not name.strip().endswith("*")
        found.append(
            City(
                province=province.strip(),
                name=name.strip().rstrip("*"),
                districts=tuple(districts.split()),
                has_districts=has_districts,
            )
        )
    return tuple(found)


def short_province(province: str) -> str:
    """As the delivery rules name it: 浙江 for 浙江省, 新疆 for 新疆维吾尔自治区."""
    return _PROVINCE_END.sub("", province)


def city_without_districts(name: str) -> bool:
    return any(city.name == name and not city.has_districts for city in cities())


def region_at(text: str) -> Region:
    """The region that the text begins with; all empty when it begins with none."""
    end = len("中国") if text.startswith("中国") else 0
    written, after = _named(_province_names(), text, end)
    if _named(_city_names(""), text, end)[1] > after:  # 海南藏族自治州 is not in 海南
        written, after = "", end
    province, end = _province_names().get(written, ""), after
    if province.endswith("市") or province.endswith("特别行政区"):
        return _in_municipality(text, province, end)
    written, after = _named(_city_names(province), text, end)
    found = _city_names(province).get(written)
    if found is None:
        return _by_district(text, province, end)
    inside = next((each for each in found.districts if text.startswith(each, end)), "")  # 苏州工业园区
    district, end = (inside, end + len(inside)) if inside else _district(text, after, found)
    return Region(province=found.province, city=found.name, district=district, end=end)


def _in_municipality(text: str, province: str, end: int) -> Region:
    city = next(each for each in cities() if each.province == province)
    for again in (city.name, short_province(province) + "市", "市辖区"):
        if text.startswith(again, end):
            end += len(again)
    district, end = _district(text, end, city)
    return Region(province=province, city=city.name, district=district, end=end)


def _by_district(text: str, province: str, end: int) -> Region:
    """A district or county-level city names its city where only one has it: 昆山市, 海淀区."""
    written, after = _named(_district_names(province), text, end)
    owner = _district_names(province).get(written)
    if owner is not None:
        full = next((each for each in owner.districts if each.startswith(written)), written)
        return Region(province=owner.province, city=owner.name, district=full, end=after)
    if not province:
        return Region()
    match = _DISTRICT.match(text, end)
    return Region(province=province, district=match[0] if match else "", end=match.end() if match else end)


def _district(text: str, end: int, city: City) -> tuple[str, int]:
    known = {name: name for name in city.districts}
    known |= {re.sub("(?:新区|[区市县])$", "", name): name for name in city.districts if len(name) > 2}
    written, after = _named(known, text, end)
    if written:
        return known[written], after
    match = _DISTRICT.match(text, end)
    return (match[0], match.end()) if match else ("", end)


def _named(names: Mapping[str, object], text: str, start: int) -> tuple[str, int]:
    """The longest of these names that stands there; a short one only where no other name goes on from it: 中山路, 朝阳区."""
    standing = sorted((name for name in names if text.startswith(name, start)), key=len, reverse=True)
    for name in standing:
        if _WHOLE.search(name) or not _GOES_ON.match(text, start + len(name)):
            return name, start + len(name)
    return "", start


@cache
def _province_names() -> dict[str, str]:
    """Every way to write a province at the begin of an address."""
    names: dict[str, str] = {}
    for province in dict.fromkeys(city.province for city in cities()):
        names |= {province: province, short_province(province): province}
        if province.endswith("自治区"):
            names[short_province(province) + "自治区"] = province
    return names | {"内蒙": "内蒙古自治区", "广西省": "广西壮族自治区", "新疆省": "新疆维吾尔自治区"}


@cache
def _city_names(province: str) -> dict[str, City]:
    names: dict[str, City] = {}
    for city in cities():
        if province and city.province != province:
            continue
        stem = re.sub("(?:市|地区|盟|林区|县)$", "", _PEOPLES.sub("", city.name))
        names |= {stem: city, city.name: city}
        if city.name.endswith("自治州"):
            names[stem + "州"] = city
    return names


@cache
def _district_names(province: str) -> dict[str, City]:
    """Districts that only one city (of the province) has; county-level cities also without their ending."""
    owners: dict[str, list[City]] = {}
    for city in cities():
        if not province or city.province == province:
            for district in city.districts:
                owners.setdefault(district, []).append(city)
    alone = {name: found[0] for name, found in owners.items() if len(found) == 1}
    stems = {name[:-1]: city for name, city in alone.items() if name.endswith("市") and len(name) > 2}
    return stems | alone
