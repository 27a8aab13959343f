"""Measures that a need states: size, device, age, load; and a text without them. Pure."""

from __future__ import annotations

import re

from bot.shop.search.page import fold
from bot.text.numerals import find_numerals

_AGE = re.compile(
    r"(?P<number>(?<![\d.])\d{1,3}(?:\.\d)?|(?<![一二两三四五六七八九十半])[一二两三四五六七八九十半]{1,4})"
    r"\s{0,2}(?:个)?(?P<unit>月|周?岁)(?P<half>半)?(?!份|底|初|号|以内发|保修|质保|后)"
)
_TWO_DIGITS = re.compile(r"([一二两三四五六七八九])[一二两三四五六七八九]")
_NEWBORN = re.compile(r"新生儿|刚出生|初生")
_SIZE = re.compile(
    r"(?<![a-z0-9])(?P<letters>[2-6]?x{0,3}l|x?s|m)(?=码|号|的|$|[\s，,。!?吗有])|(?P<number>\d{2}(?:\.5)?) ?码|(?P<metres>\d(?:\.\d)?) ?米(?!高)|(?P<giga>\d{2,4}) ?gb?(?![a-z])|(?P<tera>\d) ?tb?(?![a-z])"
)
_DIGITS = {"两": "2", **dict(zip("一二三四五六七八九123456789", 2 * "123456789", strict=True))}
_METRES_SAID = re.compile(
    r"(?P<whole>[一两二三123])米(?P<part>[一二三四五六七八九1-9])(?=的|宽|长|大|床|桌|$|[\s，,。!?？吗有])"
)
_DEVICE = re.compile(
    r"(?:苹果|iphone|ip|华为|小米|红米|荣耀|oppo|vivo|三星|ipad|mate|pura|k)\s*\d{1,3}\s*(?:pro\s*max|promax|pro|plus|max|mini|air|ultra|s|e)?"
)
_LOAD = re.compile(
    r"(?:坐|承重|承|睡|躺|撑|站|载|扛)(?:得了|得住|住|受)?(?:重)?[^，,。；;\d一二两三四五六七八九十百]{0,4}"
    r"(?P<number>\d{2,3}|[一二两三四五六七八九十百]{1,5})\s*(?P<unit>公斤|kg|斤)"
)
_OF_HER = re.compile(
    r"(?:我|她|他|孩子|宝宝)?(?:身高|体重)(?:大概|差不多|是|约|有|在)?(?:\d{2,3}(?:\.\d)?|[一1]米\d{1,2})?(?:厘米|cm|公分|公斤|kg|斤)?"
)


def size_in(text: str) -> str:
    """XL, 42, 2米, 128GB; empty when it states none."""
    if said := _METRES_SAID.search(text):
        return f"{_DIGITS[said['whole']]}.{_DIGITS[said['part']]}米"
    match = _SIZE.search(text)
    if not match:
        return ""
    if match["metres"]:
        return f"{match['metres']}米"
    if match["giga"] or match["tera"]:
        return f"{match['giga']}GB" if match["giga"] else f"{match['tera']}TB"
    return (match["letters"] or match["number"]).upper()


def device_in(text: str) -> str:
    """苹果16pro, folded; empty when it names none."""
    match = _DEVICE.search(text)
    return fold(match[0]).replace("iphone", "苹果") if match else ""


def age_in(text: str) -> int | None:
    """In months, up to eighteen years."""
    match = _AGE.search(text)
    if not match:
        return 1 if _NEWBORN.search(text) else None
    first_of_two = _TWO_DIGITS.fullmatch(match["number"])  # 两三岁: it has to suit from two on
    numerals = find_numerals(first_of_two[1] if first_of_two else match["number"])
    if not numerals:
        return None
    number = float(numerals[0].low)
    months = number if match["unit"] == "月" else number * 12 + (6 if match["half"] else 0)
    return int(months) if 0 < months <= 216 else None


def load_in(text: str) -> int | None:
    """What it has to bear: 能坐两百斤的人, 承重150公斤; in kilograms."""
    match = _LOAD.search(text)
    if not match:
        return None
    found = find_numerals(match["number"])
    number = float(found[0].low) if found else 0.0
    return int(number / 2 if match["unit"] == "斤" else number) or None


def without_measures(text: str) -> str:
    """The same text with blanks where they stood."""
    for pattern in (_OF_HER, _DEVICE, _METRES_SAID, _SIZE, _AGE, _LOAD):
        text = pattern.sub(" ", text)
    return text
