"""Words and numbers for days, weeks and months, and stretches before or after now. Holds no clock times."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.text.holidays import HOLIDAYS
from bot.text.numerals import parse_numeral

_RELATIVE = {
    "大前天": -3, "前天": -2, "前晚": -2, "昨天": -1, "昨日": -1, "昨儿": -1, "昨晚": -1, "昨": -1, "今天": 0, "今日": 0, "今儿": 0,
    "今晚": 0, "今早": 0, "当天": 0, "明天": 1, "明日": 1, "明儿": 1, "明早": 1, "明晚": 1, "后天": 2, "后晚": 2, "大后天": 3,
}  # fmt: skip
# The 晚 or 早 of 今晚 is left for the clock to read.
_DAY = re.compile(
    "大前天|大后天|前天|昨天|昨日|昨儿|今天|今日|今儿|当天|明天|明日|明儿|后天|(?:前|昨|今|明|后)(?=[早晚][^点]|[早晚]$)"
)
_N = "[0-9]{1,3}|[一二两三四五六七八九十半几]{1,3}"
_AGO = re.compile(
    rf"(?P<n>{_N}) ?(?P<half>个半)?(?P<unit>天|个?星期|个?礼拜|周|个月|月|年|个?小时|分钟)(?P<side>之前|以前|前|之后|以后|后)(?!天|台|面)"
)
_FEW = re.compile("前几天|前两天|前些天|前些日子|这两天|这几天|最近几天|过两天|过几天")
_FEW_DAYS = {
    "前几天": (-7, 7),
    "前两天": (-3, 3),
    "前些天": (-10, 10),
    "前些日子": (-30, 30),
    "这两天": (-1, 3),
    "这几天": (-3, 5),
}
_FEW_DAYS |= {"最近几天": (-5, 6), "过两天": (1, 3), "过几天": (2, 6)}
_WEEK = re.compile(
    r"(?P<which>上上个?|下下个?|上个?|下个?|这个?|本)?(?:(?P<unit>周|星期|礼拜)(?P<day>末|[一二三四五六日天1-6](?![0-9个件年天月周期])))"
    r"|(?P<whole>上上个?|下下个?|上个?|下个?|这个?|本)(?:周|星期|礼拜)(?![围边岁转一-五六日天])"
)
_MONTH = re.compile(
    r"(?P<which>上上个?|上个?|下下个?|下个?|这个?|本)月(?P<part>初|底|中旬|中)?(?:的? ?(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3}) ?[号日])?"
    r"|(?P<bare>月初|月底|月中)"
)
_YEAR_WORD = {"前年": -2, "去年": -1, "今年": 0, "明年": 1, "后年": 2}
_FULL = re.compile(
    r"(?:(?P<year>(?:19|20)[0-9]{2}|[0-9]{2}|[二〇零一三四五六七八九]{4}|前年|去年|今年|明年|后年)年?(?:的| )?(?<=[年的 ]))?"
    r"(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2}) ?月(?:份)?(?: ?(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3}) ?[号日]?(?![0-9个件天]))?"
)
_NUMERIC = re.compile(r"(?P<year>20[0-9]{2})([-./])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})(?![0-9])")
_DAY_OF_MONTH = re.compile(
    r"(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3}) ?[号日](?!电池|线|色|楼|店|仓|柜|机|地铁|客服|链接|款|院|门|库|码|本|元|段|的鞋|房|单元|栋|桌|员|车)"
)
_YEAR_ONLY = re.compile("前年|去年|今年|明年|后年")
_HOLIDAY = re.compile("|".join(sorted((re.escape(name) for name in HOLIDAYS), key=len, reverse=True)))
_HOLIDAY_YEAR = re.compile("(前年|去年|今年|明年|后年)的?")


_NUMERALS = "0123456789零〇一二两三四五六七八九十"
_WORD_STARTS = frozenset("今昨前明后大当这最过上下本周星礼月去" + "".join(name[0] for name in HOLIDAYS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """`length` days from `first` on, said up to `end` of the text; `first` is None for a day that does not exist."""

    first: date | None
    length: int
    end: int


_Reader = Callable[[str, int, date], Days | None]


def span_ago(folded: str, at: int, now: datetime) -> tuple[int, datetime, datetime] | None:
    """End in the text, start and end in time of 三天前, 两小时后 and the like at `at`; days are whole, hours are not."""
    if folded[at] not in _NUMERALS + "半几" or _follows_digit(folded, at):
        return None
    match = _AGO.match(folded, at)
    amount = parse_numeral(match["n"]) if match else None
    if match is None or amount is None or (match["unit"] == "月" and not match["half"]):
        return None
    sign = -1 if "前" in match["side"] else 1
    count = float(amount) + (0.5 if match["half"] else 0)
    unit = match["unit"]
    if unit in ("小时", "个小时", "分钟"):
        length = timedelta(hours=1) if unit != "分钟" else timedelta(minutes=1)
        moment = now + sign * count * length
        return match.end(), moment, moment + length
    days = {"天": 1, "年": 365, "个月": 30, "月": 30}.get(unit, 7) * count
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    first = midnight + timedelta(days=sign * int(days))
    if unit in ("个月", "年") and count == int(count):
        day = _months_from(now.date(), sign * int(count) * (12 if unit == "年" else 1))
        first = midnight.replace(year=day.year, month=day.month, day=day.day)
    return match.end(), first, first + timedelta(days=1)


def days_at(folded: str, at: int, today: date) -> Days | None:
    """The days that begin at `at` of the text, longest reading first; None where none does."""
    if _follows_digit(folded, at):
        return None
    first = folded[at]
    if first in _NUMERALS:
        readers: tuple[_Reader, ...] = (_numeric, _holiday, _full, _day_of_month)
    else:
        readers = (_relative, _few, _holiday, _week, _month, _full, _year) if first in _WORD_STARTS else ()
    for read in readers:
        days = read(folded, at, today)
        if days:
            return days
    return None


def _follows_digit(folded: str, at: int) -> bool:
    return at > 0 and folded[at].isascii() and folded[at].isdigit() and bool(re.match(r"[0-9.:/\-a-z]", folded[at - 1]))


def _numeric(folded: str, at: int, today: date) -> Days | None:
    match = _NUMERIC.match(folded, at)
    return _one(_date(int(match["year"]), int(match["month"]), int(match["day"])), match.end()) if match else None


def _relative(folded: str, at: int, today: date) -> Days | None:
    match = _DAY.match(folded, at)
    if not match:
        return None
    days = _RELATIVE.get(match[0], {"前": -2, "昨": -1, "今": 0, "明": 1, "后": 2}.get(match[0], 0))
    return _one(today + timedelta(days=days), match.end())


def _few(folded: str, at: int, today: date) -> Days | None:
    match = _FEW.match(folded, at)
    if not match:
        return None
    shift, length = _FEW_DAYS[match[0]]
    return Days(first=today + timedelta(days=shift), length=length, end=match.end())


def _holiday(folded: str, at: int, today: date) -> Days | None:
    said_year = _HOLIDAY_YEAR.match(folded, at)
    match = _HOLIDAY.match(folded, said_year.end() if said_year else at)
    if not match or (match[0].isdigit() and re.match(r"[0-9a-z.元块个件号单¥]", folded[match.end() :])):
        return None
    if re.match("[0-9个件点]|月", folded[match.end() :]) and match[0] in ("五一", "六一"):
        return None
    day_of, length = HOLIDAYS[match[0]]
    years = [today.year + _YEAR_WORD[said_year[1]]] if said_year else [today.year - 1, today.year, today.year + 1]
    days = [day for year in years if (day := day_of(year))]
    return Days(first=_nearest(days, today), length=length, end=match.end()) if days else None


def _week(folded: str, at: int, today: date) -> Days | None:
    match = _WEEK.match(folded, at)
    if not match:
        return None
    which = (match["which"] or match["whole"] or "这").removesuffix("个")
    shift = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(which, 0)
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=shift)
    day = match["day"]
    if not day:
        return Days(first=monday, length=7, end=match.end())
    if day == "末":
        return Days(first=monday + timedelta(days=5), length=2, end=match.end())
    index = "一二三四五六日".find(day.replace("天", "日")) if not day.isdigit() else int(day) - 1
    return _one(monday + timedelta(days=index), match.end())


def _month(folded: str, at: int, today: date) -> Days | None:
    match = _MONTH.match(folded, at)
    if not match:
        return None
    which = (match["which"] or "这").removesuffix("个")
    first = _months_from(today.replace(day=1), {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(which, 0))
    if match["day"]:
        return _one(_date(first.year, first.month, int(parse_numeral(match["day"]) or 0)), match.end())
    return _part_of_month(first, (match["part"] or "") if match["which"] else match["bare"][1:], match.end())


def _part_of_month(first: date, part: str, end: int) -> Days:
    size = calendar.monthrange(first.year, first.month)[1]
    start, length = {"初": (1, 5), "中": (11, 10), "中旬": (11, 10), "底": (size - 5, 6)}.get(part, (1, size))
    return Days(first=first.replace(day=start), length=length, end=end)


def _full(folded: str, at: int, today: date) -> Days | None:
    match = _FULL.match(folded, at)
    if not match or (not match["day"] and not match["year"] and re.match("个|份的?量", folded[match.end() :])):
        return None
    month = int(parse_numeral(match["month"]) or 0)
    year = _year_of(match["year"], today) if match["year"] else None
    if not match["day"]:
        days = [first for each in _years(year, today) if (first := _date(each, month, 1))]
        nearest = _nearest(days, today) if days else None
        return _part_of_month(nearest, "", match.end()) if nearest else Days(first=None, length=1, end=match.end())
    day = int(parse_numeral(match["day"]) or 0)
    found = [valid for each in _years(year, today) if (valid := _date(each, month, day))]
    return _one(_nearest(found, today) if found else None, match.end())


def _years(year: int | None, today: date) -> list[int]:
    return [year] if year else [today.year - 1, today.year, today.year + 1]


def _year_of(said: str, today: date) -> int:
    if said in _YEAR_WORD:
        return today.year + _YEAR_WORD[said]
    year = int(parse_numeral(said) or 0)
    return year + 2000 if year < 100 else year


def _day_of_month(folded: str, at: int, today: date) -> Days | None:
    match = _DAY_OF_MONTH.match(folded, at)
    if not match or (at and folded[at - 1] in "第双星期周月尾单约一二三四五六七八九十路街"):
        return None
    day = int(parse_numeral(match["day"]) or 0)
    firsts = [_months_from(today.replace(day=1), shift) for shift in (-1, 0, 1)]
    found = [each for first in firsts if (each := _date(first.year, first.month, day))]
    return _one(_nearest(found, today) if found else None, match.end())


def _year(folded: str, at: int, today: date) -> Days | None:
    match = _YEAR_ONLY.match(folded, at)
    if not match:
        return None
    first = date(today.year + _YEAR_WORD[match[0]], 1, 1)
    return Days(first=first, length=366 if calendar.isleap(first.year) else 365, end=match.end())


def _one(day: date | None, end: int) -> Days:
    return Days(first=day, length=1, end=end)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(days: list[date], today: date) -> date:
    return min(days, key=lambda day: abs(day - today))


def _months_from(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
