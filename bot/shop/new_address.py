"""What a message says of a new address: its parts, the recipient, the phone; and how they go together with what is known. Pure.

改成浙江省杭州市文一西路969号 · 电话换成13900001111 · 收件人改成李四 · 改成公司 (a place that only she knows)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.shop.address import LONGEST_ADDRESS, Address, is_mobile, read_address
from bot.text.addresses import find_address_details
from bot.text.emoji import PICTOGRAPH
from bot.text.endings import without_endings
from bot.text.identifiers import find_identifiers

_PHONE_DIGITS = 11
_VERB = re.compile(r"(?:改|换|寄|送|发|移|变)(?:成|到|为|给|寄到|送到|去)|(?:新?地址|应该)是|地址[:：]|写成")
_RECIPIENT = re.compile(
    r"(?:收件人|收货人|联系人|收件的人|姓名|名字|人名)(?:是|叫|改成|改为|换成|应该是|写成|要改成|写错了?|错了|不对|[,，:：\s])*"
    r"([\u4e00-\u9fff·]{2,6}|[A-Za-z][A-Za-z .]{1,19})"
)
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}|[A-Za-z][A-Za-z .]{1,19}")
_NO_NAME = re.compile(r"[写错改换新电话手机号码地址是吗呢吧的了都也和要能可以]")
_PLACE = re.compile(r"(公司|单位|家里|家|老家|学校|宿舍|爸妈那|父母家|朋友那|办公室)")
_SAYS_PHONE = re.compile(r"(?:电话|手机|号码)[^0-9]{0,8}([0-9][0-9 \-]{3,})")
_DOOR = re.compile(r"[0-9一二三四五六七八九十百] ?(?:号|弄|栋|幢|座|单元|室|楼|层)|^[0-9]{1,4}(?:[-－][0-9]{1,4})*$")
_UNITS = "号楼|号院|号|弄|栋|幢|座|单元|层|楼|室|房"
_LETTER = "(?<![A-Za-z])[A-Za-z](?= ?[座栋幢])"  # B座
_DOOR_PART = re.compile(rf"([0-9]+(?:[-－][0-9]+)*|{_LETTER}) ?({_UNITS})?")
# 门牌是306, 不对 是3幢, 房号错了 应该306室: a part of the door, nothing of where the street is.
_DOOR_SAID = re.compile(
    r"^(?=.*(?:门牌|房号|房间|室|栋|幢|座|单元|号楼|[层楼]))"
    rf"(?:(?:不对|不是)?[，,\s]?(?:[0-9]{{1,6}}|{_LETTER}) ?(?:{_UNITS})?(?=改|换|写错|错了))?(?:不对|错了|写错了?|不是|应该|门牌号?码?|房间?号?|是|写成?|改成?|换成?|要|[，,：:。\s])*"
    rf"((?:(?:[0-9]{{1,6}}(?![0-9])(?:[-－][0-9]{{1,6}}(?![0-9])){{0,3}}|{_LETTER}) ?(?:{_UNITS})? ?){{1,4}})(?:[吧哦啊的了。.！!\s])*"
)
_CORRECTING = re.compile(r"^(?:不对|错了|写错了?|不是|应该|地址|是|改成|[，,：:。\s]){1,6}")
_BUILDINGS = frozenset({"栋", "幢", "座", "号楼"})
_ROOMS = frozenset({"室", "房"})
_SHARED = 3  # letters said again before the part that is new
_DISTRICT = re.compile(r"[\u4e00-\u9fff]{1,8}[区县旗]")
_COURTESIES = ("可以吗", "行吗", "好吗", "吗", "吧", "谢谢", "谢谢您", "麻烦了", "呢", "啊", "哦")
_SIGNS = "。.！!~"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAddress:
    """Parts that were said; `place` when only a place was named that no record knows; `fault`: too_long, emoji, phone."""

    address: Address
    place: str = ""
    fault: str = ""

    @property
    def says_something(self) -> bool:
        return self.address != Address() or bool(self.place or self.fault)


def told_address(words: str, *, asked: bool = False) -> ToldAddress:
    """`asked`: the message answers the question for it, so a bare name is the recipient."""
    if door := _DOOR_SAID.fullmatch(words.strip()):
        return ToldAddress(address=Address(street=door[1].strip()))
    tail = _without_courtesy(_after_verb(words).strip())
    recipient = _recipient(words, tail, asked=asked)
    phone, fault = _phone(words)
    if len(tail) > LONGEST_ADDRESS:
        return ToldAddress(address=_region(tail[:LONGEST_ADDRESS], recipient, phone), fault="too_long")
    if PICTOGRAPH.search(tail):
        return ToldAddress(address=_region(PICTOGRAPH.split(tail)[0], recipient, phone), fault="emoji")
    read = _read(_without_recipient(tail, recipient), asked=asked)
    is_place = bool(read.city or read.district or find_address_details(tail) or (asked and _DOOR.search(tail)))
    if not is_place:
        place = _PLACE.search(tail)
        named = place[1] if place and not (recipient or phone) else ""
        return ToldAddress(address=Address(recipient=recipient, phone=phone), place=named, fault=fault)
    given = recipient or (read.recipient if phone or read.street else "")
    return ToldAddress(address=replace(read, recipient=given.removesuffix("收"), phone=phone), fault=fault)


def together(told: Address, before: Address) -> Address:
    """What was told now over what was told before: another city makes a new address, a door joins the street that lacked one."""
    moved = bool(told.city) and told.city != before.city
    street = told.street
    if not moved and before.street and "door" in before.missing and told.street and not told.district:
        street = f"{before.street}{told.street}"
    elif not moved and before.street and not told.district and is_door(told.street):
        street = _with_door(before.street, told.street)
    kept = Address(recipient=before.recipient, phone=before.phone) if moved else before
    return Address(
        province=told.province or kept.province,
        city=told.city or kept.city,
        district=told.district or kept.district,
        street=street or kept.street,
        recipient=told.recipient or kept.recipient,
        phone=told.phone or kept.phone,
    )


def corrected_street(words: str, street: str) -> str:
    """不对 是环球金融中心20楼, of a street that ends in 环球金融中心: what she says again, from where it begins in the street;
    empty where the words say nothing of this street."""
    said = _without_courtesy(_CORRECTING.sub("", words.strip()))
    if not street or len(said) > LONGEST_ADDRESS or PICTOGRAPH.search(said):
        return ""
    shared = next(
        (said[:size] for size in range(min(len(said), len(street)), _SHARED - 1, -1) if said[:size] in street), ""
    )
    rest = said[len(shared) :]
    if not shared or not rest or not _DOOR.search(rest):
        return ""
    return f"{street[: street.rfind(shared)]}{said}"


def is_door(street: str) -> bool:
    """306室, 3幢: no road in it."""
    return bool(street) and not _DOOR_PART.sub("", street).strip()


def _with_door(street: str, door: str) -> str:
    """The street with these parts of its door instead: each by its unit, a bare number for the last one."""
    for number, unit in _DOOR_PART.findall(door):
        same = [each for each in _DOOR_PART.finditer(street) if not unit or (each[2] or "") in _alike(unit)]
        if not same:
            street = _with_part(street, f"{number}{unit}", of_room=unit in _ROOMS)
            continue
        last = same[-1]
        street = f"{street[: last.start()]}{number}{unit or last[2] or ''}{street[last.end() :]}"
    return street


def _alike(unit: str) -> frozenset[str]:
    """The units that mean the same part of a door: 栋, 幢, 座; a bare number is a room's."""
    if unit in _BUILDINGS:
        return _BUILDINGS
    return frozenset({unit, ""}) if unit in _ROOMS else frozenset({unit})


def _with_part(street: str, part: str, *, of_room: bool) -> str:
    """A part that the street lacks: before its room, unless it is one."""
    rooms = [each for each in _DOOR_PART.finditer(street) if (each[2] or "") in (*_ROOMS, "")]
    if of_room or not rooms:
        return f"{street}{part}"
    at = rooms[-1].start()
    return f"{street[:at]}{part}{street[at:]}"


def completed(told: Address, old: Address) -> Address:
    """A street alone lies where the order's old address does; what is read back shows it."""
    if not told.street or (told.city and told.city != old.city):
        return told
    return replace(
        told,
        province=told.province or old.province,
        city=told.city or old.city,
        district=told.district or old.district,
    )


def _read(text: str, *, asked: bool) -> Address:
    """As read_address; in answer to the question which district, a district alone is one."""
    read = read_address(text)
    if asked and not read.city and _DISTRICT.fullmatch(text.strip()):
        return Address(district=text.strip())
    return read


def _region(text: str, recipient: str, phone: str) -> Address:
    """What can be used of an address that cannot be printed: a street that is told next lies there."""
    read = read_address(text)
    return Address(province=read.province, city=read.city, district=read.district, recipient=recipient, phone=phone)


def _after_verb(words: str) -> str:
    verbs = list(_VERB.finditer(words))
    return words[verbs[-1].end() :] if verbs else words


def _without_courtesy(tail: str) -> str:
    """Without 可以吗 and the like behind it, and the signs behind those."""
    bare = tail.rstrip(_SIGNS)
    rest = without_endings(bare, _COURTESIES)
    return tail if rest == bare else rest


def _recipient(words: str, tail: str, *, asked: bool) -> str:
    said = _RECIPIENT.search(words)
    if said and not _NO_NAME.search(said[1]):
        return said[1].strip()
    bare = re.sub(r"[\d\s,，。]+", "", tail)
    names = re.search(r"收件人|收货人|联系人|名字|姓名", words)
    if (asked or names) and _NAME.fullmatch(bare) and not _NO_NAME.search(bare) and not _PLACE.fullmatch(bare):
        return "" if read_address(bare).city else bare
    return ""


def _without_recipient(tail: str, recipient: str) -> str:
    return re.sub(_RECIPIENT, " ", tail) if recipient else tail


def _phone(words: str) -> tuple[str, str]:
    """The last whole mobile number that is not taken back; a number that is said to be the phone and is none is a fault."""
    phones = [each.value for each in find_identifiers(words) if each.kind == "phone" and not each.negated]
    if phones:
        return phones[-1], ""
    said = _SAYS_PHONE.search(words)
    if said is None or "尾号" in words:
        return "", ""
    digits = re.sub(r"\D", "", said[1])
    return (digits, "") if is_mobile(digits) else ("", "phone")
