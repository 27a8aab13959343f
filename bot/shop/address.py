"""An address in one line, in any order: province, city, district, street and door, recipient, phone. Pure; asks no map.

浙江杭州西湖区文三路1号2单元301 张三 13800001111 · 张三,13800001111,昆山市玉山镇前进路8号
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.shop.regions import city_without_districts, region_at, short_province
from bot.text.emoji import PICTOGRAPH
from bot.text.fold import fold

LONGEST_ADDRESS = 200
LONGEST_RECIPIENT = 20
_MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)?86[ -]?)?(1[3-9]\d(?:[ -]?\d{4}){2}|1[3-9]\d{9})(?!\d)")
_LABEL = re.compile(
    r"(?:收货|收件|详细|所在|新的?|寄送)?(?:地址|地区)(?:是|为|改成|改到|改为|换成)?[:： ]?|"
    r"(?:手机号?码?|电话号?码?|联系(?:电话|方式)|号码)(?:是|为)?[:： ]?"
)
_NAMED = re.compile(r"(?:收货人|收件人|联系人|姓名|名字|叫)(?:是|为)?[:： ]?([\u4e00-\u9fffA-Za-z·]{1,20})")
_LEAD = re.compile(
    r"^(?:请|麻烦)?(?:帮我|给我)?(?:把?(?:它|订单))?(?:改成|改到|改为|换成|换到|寄到|送到|发到|寄给|是|到)[:： ]?"
)
_PARTS = re.compile(r"(?:[,;、|/\n]|(?<![A-Za-z])\s|\s(?![A-Za-z]))+")
_DOOR = re.compile(r"\d|[一二三四五六七八九十百] ?(?:号|栋|幢|单元|室|楼|层|组|队|巷|弄)")
_VILLAGE = re.compile(r"[村屯组队庄寨]")
_PLACE = re.compile(r"[路街道巷弄号栋幢室楼层村镇乡区县市省旗厦园苑城府院场店厂校站湾座单]")
_TITLE = "先生|女士|小姐|老师|同学|阿姨|叔叔|师傅|经理|总"
_NAME = re.compile(rf"[\u4e00-\u9fff·]{{2,6}}|[\u4e00-\u9fff]{{1,4}}(?:{_TITLE})|[A-Za-z][A-Za-z .]{{1,19}}")
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺"
)  # the two-character ones begin with 欧 司 上 诸 …, most of which are in the list


class BadAddress(ValueError):
    """The address cannot be delivered to; `rule` says why (docs/after-sale.md), and is turned into words by responses."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Full names of province, city and district; "" is what was not said and nothing implies."""

    province: str = ""
    city: str = ""
    district: str = ""
    street: str = ""
    recipient: str = ""
    phone: str = ""

    @property
    def line(self) -> str:
        """As it is printed: 浙江省杭州市西湖区文三路 1 号. A municipality is said once."""
        province = "" if self.province == self.city else self.province
        return f"{province}{self.city}{self.district}{self.street}"

    @property
    def delivery_province(self) -> str:
        """As bot.shop.delivery names it: 浙江."""
        return short_province(self.province)

    @property
    def missing(self) -> tuple[str, ...]:
        """What was not said, of city, district, door, recipient, phone; the last two need not be, they keep the order's."""
        said = {
            "city": self.city,
            "district": self.district or city_without_districts(self.city),
            "door": _has_door(self.street),
            "recipient": self.recipient,
            "phone": self.phone,
        }
        return tuple(name for name, value in said.items() if not value)

    def masked(self) -> str:
        """Down to the district, as logs and read-backs to an unsure hand show it."""
        return f"{Address(province=self.province, city=self.city, district=self.district).line}****"


def read_address(text: str) -> Address:
    """What a line says, with gaps where it says nothing; `missing` names them. Never raises."""
    rest = _one_width(text)
    phone = ""
    found = _MOBILE.search(rest)
    if found:
        phone = re.sub(r"\D", "", found[1])
        rest = f"{rest[: found.start()]}\n{rest[found.end() :]}"
    named = _NAMED.search(rest)
    if named:
        rest = f"{rest[: named.start()]}\n{rest[named.end() :]}"
    parts = [part for part in (_LEAD.sub("", each) for each in _PARTS.split(_LABEL.sub("\n", rest))) if part]
    recipient = named[1] if named else _taken_name(parts)
    street_line = _joined(parts)
    region = region_at(street_line)
    street = street_line[region.end :].strip()
    if not recipient and phone:
        street, recipient = _name_at_the_end(street)
    return Address(
        province=region.province,
        city=region.city,
        district=region.district,
        street=street,
        recipient=recipient,
        phone=phone,
    )


def parse_address(text: str) -> Address:
    """An address that can be delivered to. Raises BadAddress: address_empty, address_too_long, address_emoji,
    address_no_city, address_no_district, address_no_door."""
    if not text.strip():
        raise BadAddress("address_empty")
    if len(text) > LONGEST_ADDRESS:
        raise BadAddress("address_too_long")
    if PICTOGRAPH.search(text):
        raise BadAddress("address_emoji")
    address = read_address(text)
    for part in ("city", "district", "door"):
        if part in address.missing:
            raise BadAddress(f"address_no_{part}")
    return address


def is_mobile(phone: str) -> bool:
    return re.fullmatch(r"1[3-9]\d{9}", phone) is not None


def _has_door(street: str) -> bool:
    """A number of a house, or a village behind which no road is named."""
    behind_roads = max(street.rfind(road) for road in "路街") + 1
    return bool(_DOOR.search(street) or _VILLAGE.search(street, behind_roads))


def _one_width(text: str) -> str:
    """Full-width characters in ASCII, letters as they were typed."""
    return "".join(typed if typed.lower() == folded else folded for typed, folded in zip(text, fold(text), strict=True))


def _taken_name(parts: list[str]) -> str:
    """The first or last part when it is a name and no place; taken out of the parts."""
    for place in (0, -1):
        part = parts[place] if len(parts) > 1 else ""
        is_name = _NAME.fullmatch(part) is not None and not region_at(part).end
        if is_name and (_is_called(part) or part[0].isascii()):
            return parts.pop(place)
    return ""


def _is_called(part: str) -> bool:
    titled = re.search(rf"(?:{_TITLE})$", part) is not None
    return titled or (len(part) <= 4 and part[0] in _SURNAMES and not _PLACE.search(part[1:]))


def _name_at_the_end(street: str) -> tuple[str, str]:
    """文三路1号张三: a name that hangs on the door's number, where a phone was given with it."""
    for length in (2, 3, 4):
        rest, name = street[:-length], street[-length:]
        if _NAME.fullmatch(name) and _is_called(name) and re.search(r"[\d号室栋幢座]$", rest):
            return rest, name
    return street, ""


def _joined(parts: list[str]) -> str:
    """Parts of one address together; digits that a space kept apart stay apart."""
    line = ""
    for part in parts:
        line += f" {part}" if line and line[-1].isascii() and part[0].isascii() else part
    return line
