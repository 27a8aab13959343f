"""Parts of a day and clock times: 下午, 晚上8点半, 20:15. Holds no days."""

import re
from dataclasses import dataclass

from bot.text.numerals import parse_numeral

# From the minute of the day on, for so many minutes.
_PARTS = {
    "凌晨": (0, 360), "半夜": (0, 300), "清晨": (300, 180), "早上": (360, 240), "早晨": (360, 240), "上午": (480, 240),
    "中午": (660, 180), "下午": (780, 300), "傍晚": (1020, 120), "晚上": (1080, 360), "夜里": (1320, 240), "晚间": (1080, 360),
    "早": (360, 240), "晚": (1080, 360),
}  # fmt: skip
_N = "[0-9]{1,2}|[零一二两三四五六七八九十]{1,3}"
_PART = re.compile("凌晨|半夜|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|晚间")
_SHORT_PART = re.compile("[早晚](?!点|班|餐|饭|安|了|就|到)")
_CLOCK = re.compile(
    rf" ?(?P<hour>{_N}) ?(?:点钟?|时(?!候|间))(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>{_N})(?:分|(?![0-9a-z一-鿿])))?"
    r"| ?(?P<hh>[0-9]{1,2}):(?P<mm>[0-9]{2})(?::[0-9]{2})?(?![0-9:])"
)
_MEANT_AS_TIME = re.compile(r"(?:钟|半|之?前|之?后|以前|以后|多|左右|到|送|来|发|下班|上班|开始|的时候|整)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time that ends at `end` of the text; `start_minute` counts from midnight, may pass it, and is None if there is

    no such time.
    """

    start_minute: int | None
    length_min: int
    end: int


def clock_at(folded: str, at: int, *, has_day: bool) -> Clock | None:
    """The part of a day, the clock time or both that begin at `at`. Without a day, 3点 needs a sign that it is a time."""
    part = _PART.match(folded, at) or (_SHORT_PART.match(folded, at) if has_day else None)
    clock = _CLOCK.match(folded, part.end() if part else at)
    if clock and not _glued(folded, clock, part is not None) and (part or has_day or _is_time(folded, clock)):
        return _read(clock, part[0] if part else None)
    if part:
        start, length = _PARTS[part[0]]
        return Clock(start_minute=start, length_min=length, end=part.end())
    return None


def _glued(folded: str, clock: re.Match[str], has_part: bool) -> bool:
    return not has_part and clock.start() > 0 and folded[clock.start() - 1] in "0123456789.:-/" and clock[0][0] != " "


def _is_time(folded: str, clock: re.Match[str]) -> bool:
    if clock["hh"] or clock["half"] or clock["quarter"] or clock["minute"]:
        return True
    hour = clock["hour"]
    return hour != "一" and bool("钟" in clock[0] or _MEANT_AS_TIME.match(folded, clock.end()))


def _read(clock: re.Match[str], part: str | None) -> Clock:
    hour = int(parse_numeral(clock["hh"] or clock["hour"]) or 0)
    minute = _minute(clock)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return Clock(start_minute=None, length_min=0, end=clock.end())
    on_the_hour = not (clock["hh"] or clock["half"] or clock["quarter"] or clock["minute"])
    start = _hour_of_day(hour, part, written=clock["hh"] is not None) * 60 + minute
    return Clock(start_minute=start, length_min=60 if on_the_hour else 1, end=clock.end())


def _minute(clock: re.Match[str]) -> int:
    if clock["half"]:
        return 30
    if clock["quarter"]:
        return 15 if clock["quarter"] == "一" else 45
    written = clock["mm"] or clock["minute"]
    return int(parse_numeral(written) or 0) if written else 0


def _hour_of_day(hour: int, part: str | None, *, written: bool) -> int:
    if part in ("下午", "傍晚", "晚上", "晚间", "晚", "夜里", "半夜") and hour == 12:
        return 24 if part != "下午" else 12
    if part in ("下午", "傍晚", "晚上", "晚间", "晚") and hour < 12:
        return hour + 12
    if part == "夜里" and 6 <= hour < 12:
        return hour + 12
    if part == "中午" and hour < 6:
        return hour + 12
    if part == "凌晨" and hour == 12:
        return 0
    return hour + 12 if part is None and not written and 1 <= hour <= 6 else hour
