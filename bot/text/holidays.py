"""The days that shoppers call by name, for any year. The lunar ones are a table, from the official calendars' dates."""

from collections.abc import Callable
from datetime import date, timedelta

_SPRING = {
    2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13),
    2030: (2, 3), 2031: (1, 23), 2032: (2, 11), 2033: (1, 31), 2034: (2, 19), 2035: (2, 8),
}  # fmt: skip
_DRAGON_BOAT = {
    2023: (6, 22), 2024: (6, 10), 2025: (5, 31), 2026: (6, 19), 2027: (6, 9), 2028: (5, 28), 2029: (6, 16),
    2030: (6, 5), 2031: (6, 24), 2032: (6, 12), 2033: (6, 1), 2034: (6, 20), 2035: (6, 10),
}  # fmt: skip
_MID_AUTUMN = {
    2023: (9, 29), 2024: (9, 17), 2025: (10, 6), 2026: (9, 25), 2027: (9, 15), 2028: (10, 3), 2029: (9, 22),
    2030: (9, 12), 2031: (10, 1), 2032: (9, 19), 2033: (9, 8), 2034: (9, 27), 2035: (9, 16),
}  # fmt: skip
_QIXI = {
    2023: (8, 22), 2024: (8, 10), 2025: (8, 29), 2026: (8, 19), 2027: (8, 8), 2028: (8, 26), 2029: (8, 16),
    2030: (8, 5), 2031: (8, 24), 2032: (8, 12), 2033: (8, 1), 2034: (8, 20), 2035: (8, 10),
}  # fmt: skip

_Day = Callable[[int], date | None]


def _fixed(month: int, day: int) -> _Day:
    return lambda year: date(year, month, day)


def _table(rows: dict[int, tuple[int, int]], shift_days: int = 0) -> _Day:
    return lambda year: date(year, *rows[year]) + timedelta(days=shift_days) if year in rows else None


def _nth_sunday(month: int, nth: int) -> _Day:
    def day(year: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=6 - first.weekday() + 7 * (nth - 1))

    return day


def _qingming(year: int) -> date:
    """By the rule of the century: [Y × 0.2422 + 4.81] − [Y / 4], with Y the year's last two digits."""
    short = year % 100
    return date(year, 4, int(short * 0.2422 + 4.81) - short // 4)


# Name → (the day of a year, its length in days).
HOLIDAYS: dict[str, tuple[_Day, int]] = {
    "元旦": (_fixed(1, 1), 1), "情人节": (_fixed(2, 14), 1), "女神节": (_fixed(3, 8), 1), "妇女节": (_fixed(3, 8), 1),
    "三八节": (_fixed(3, 8), 1), "38节": (_fixed(3, 8), 1), "315": (_fixed(3, 15), 1), "清明节": (_qingming, 1),
    "清明": (_qingming, 1), "五一": (_fixed(5, 1), 5), "51劳动节": (_fixed(5, 1), 5), "劳动节": (_fixed(5, 1), 5),
    "520": (_fixed(5, 20), 1), "母亲节": (_nth_sunday(5, 2), 1), "儿童节": (_fixed(6, 1), 1), "六一": (_fixed(6, 1), 1),
    "618": (_fixed(6, 18), 1), "六一八": (_fixed(6, 18), 1), "六幺八": (_fixed(6, 18), 1), "父亲节": (_nth_sunday(6, 3), 1),
    "端午节": (_table(_DRAGON_BOAT), 1), "端午": (_table(_DRAGON_BOAT), 1), "七夕": (_table(_QIXI), 1),
    "教师节": (_fixed(9, 10), 1), "中秋节": (_table(_MID_AUTUMN), 1), "中秋": (_table(_MID_AUTUMN), 1),
    "国庆节": (_fixed(10, 1), 7), "国庆": (_fixed(10, 1), 7), "十一假期": (_fixed(10, 1), 7), "十一长假": (_fixed(10, 1), 7),
    "万圣节": (_fixed(10, 31), 1), "双十一": (_fixed(11, 11), 1), "双11": (_fixed(11, 11), 1), "双一一": (_fixed(11, 11), 1),
    "双十二": (_fixed(12, 12), 1), "双12": (_fixed(12, 12), 1), "平安夜": (_fixed(12, 24), 1), "圣诞节": (_fixed(12, 25), 1),
    "圣诞": (_fixed(12, 25), 1), "除夕": (_table(_SPRING, -1), 1), "大年三十": (_table(_SPRING, -1), 1),
    "春节": (_table(_SPRING), 7), "过年": (_table(_SPRING), 7), "大年初一": (_table(_SPRING), 1),
    "元宵节": (_table(_SPRING, 14), 1), "元宵": (_table(_SPRING, 14), 1),
}  # fmt: skip
