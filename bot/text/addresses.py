"""Where an address says more than the district. Holds patterns only, no list of places."""

import re

from bot.text.fold import CHINESE_DIGITS, fold

_NUMBER = rf"[0-9{CHINESE_DIGITS}十百千a-z]"
_WORD = "\u4e00-\u9fff0-9a-z"
_SUB_UNIT = "号楼|号院|号|弄|栋|幢|座|单元|室|楼|层|房|组|队|门|斋|梯"
_PLACE = (
    "路(?![上线由过])|街道|街(?!上)|大道|巷|弄|胡同|镇|乡|村|社区|小区|花园|家园|公寓|大厦|广场|写字楼|园区|工业区|开发区|科技园|学校|大学|"
    "医院|苑|宿舍"
)
_UPPER = "(?:省|自治区|(?<![超城门])市|自治州|北京|上海|天津|重庆)"
# A province or city and a district of it; a park or an estate (园区, 小区) is none.
_DISTRICT = re.compile(
    rf"{_UPPER}(?:[{_WORD} ]{{1,12}}?(?:(?<![园小社校景厂库业发片])区|(?<!州)县|旗)|[\u4e00-\u9fff ]{{2,8}}(?<![超城门])市|(?!.))?"
)
_DETAIL = re.compile(rf"[ ,]?[{_WORD} #\-]{{1,60}}")
_DETAIL_SIGN = re.compile(rf"{_PLACE}|{_NUMBER}[ ]?(?:{_SUB_UNIT})")
_STREET = re.compile(
    rf"[\u4e00-\u9fff]{{1,8}}?(?:{_PLACE})[{_WORD} \-]{{0,12}}?{_NUMBER} ?(?:{_SUB_UNIT})"
    rf"(?:[ \-]?(?:[{_WORD}]{{0,6}}?{_NUMBER} ?(?:{_SUB_UNIT})|{_NUMBER}{{1,5}})){{0,6}}"
)
_LEAD = re.compile(
    r"^.*(?:住在|住|地址是|地址|寄到|送到|寄回|发到|送去|改成|改到|改为|换成|换到|搬到|就在|放在|在|是|到|给|往|[市县省]|(?<![小社园])区)(?=.)"
)


def find_address_details(text: str) -> list[tuple[int, int]]:
    """[start, end) of every part of an address below the district, in order, none overlapping."""
    folded = fold(text)
    found: list[tuple[int, int]] = []
    for district in _DISTRICT.finditer(folded):
        detail = _DETAIL.match(folded, district.end())
        if detail and _DETAIL_SIGN.search(detail[0]):
            found.append((district.end(), _trimmed_end(detail)))
    free = bytearray(b"\x01" * len(folded))
    for start, end in found:
        free[start:end] = bytes(end - start)
    for street in _STREET.finditer(folded):
        if all(free[street.start() : street.end()]):
            found.append((_without_lead(street), street.end()))
    return sorted(found)


def _trimmed_end(detail: re.Match[str]) -> int:
    last = list(_DETAIL_SIGN.finditer(detail[0]))[-1]
    rest = re.match(r"[0-9a-z\-#]*", detail[0][last.end() :])
    return detail.start() + last.end() + (rest.end() if rest else 0)


def _without_lead(street: re.Match[str]) -> int:
    lead = _LEAD.match(street[0][:10])
    return street.start() + (lead.end() if lead else 0)
