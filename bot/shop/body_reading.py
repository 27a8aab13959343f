"""A body's measures from a shopper's words: 我175 140斤, 一米六五 52公斤, 腰围二尺四, 脚长24.5, 平时穿42. Pure."""

from __future__ import annotations

import re

from bot.shop.size_chart import Body
from bot.text.normalise import normalise
from bot.text.numerals import parse_numeral

_METRES = re.compile(
    r"(?<!\d)(?:1|一)(?:米|m|\.)\s*(?P<cm>\d{1,2}|[一二三四五六七八九零]{1,3}?(?=[一二两]百|[一二三四五六七八九]十|[^一二三四五六七八九零十百]|$))"
    r"(?![\d个万])"
)
_HEIGHT = re.compile(r"(?<![\d.])(?P<cm>\d{2,3}(?:\.\d)?)\s{0,2}(?:cm|厘米|公分|高|的?个子|的?身高)")
_HEIGHT_NAMED = re.compile(r"(?:身高|个子|高)[是有约大概:：]*\s*(?P<cm>\d{2,3})(?!斤|公斤|kg|码|\d)")
_BARE_HEIGHT = re.compile(r"(?<![\d.])(?P<cm>1[3-9]\d|20\d)(?![\d.]|\s*(?:斤|公斤|kg|元|块|码|g|克|ml|/(?!\d)))")
_JIN = re.compile(r"(?P<n>\d{2,3}(?:\.\d)?|[一二三四五六七八九十百两]{2,5})\s*(?:来|多)?斤")
_KG = re.compile(r"(?P<n>\d{1,3}(?:\.\d)?)\s*(?:kg|公斤|千克)")
_WEIGHT_NAMED = re.compile(r"体?重[是有约大概:：]*\s*(?P<n>\d{2,3}(?:\.\d)?)(?!\d|厘米|cm)")
_AROUND = re.compile(r"(?:[腰胸臀]围?|脚[长掌]?)[是有约大概:：]*\s*\d{2,3}(?:\.\d)?\s*(?:cm|厘米|公分)?")
_GIRTHS = {"waist": "腰围?", "chest": "胸围?", "hip": "臀围?"}
_CHI = re.compile(r"(?P<chi>[一二三四])尺(?P<cun>[一二三四五六七八九])?")
_FOOT = re.compile(
    r"脚(?:长|掌)?[是有约大概:：]*\s*(?P<n>\d{2}(?:\.\d)?)\s*(?:cm|厘米|公分)?|(?P<mm>2[0-9]{2})\s*(?:mm|毫米)"
)
_USUAL = re.compile(
    r"(?:平时|一般|以前|之前|平常|别家|通常|正常|运动鞋|皮鞋|我|脚|耐克|阿迪)[^，。,.]{0,6}?(?:穿|是|码)?\s*(?P<size>[34]\d(?:\.5)?|[2-6]?x{0,3}l|x?s|m)\s*(?:码|号|的|$|(?=[\s，,。穿选该]))"
    r"|(?<![\d.])(?P<shoe>[34]\d(?:\.5)?)\s*(?:码|号)?的?(?:脚)?(?:该|应该|要)?(?:穿|选|买|拍)(?:多大|几码|几号|哪个?码|什么码|多少码)"
)
_AGE = re.compile(r"(?P<n>\d{1,2}(?:\.\d)?|[一二两三四五六七八九十半]{1,3})\s*个?(?P<unit>月|周?岁)(?P<half>半)?")


def read_body(text: str) -> Body:
    """What the text says of a body: height, waist, chest, hip, foot in cm, weight in kg, age in months."""
    plain = normalise(text[:500]).text.replace("\n", " ")
    measures = {name: value for name, value in _read(plain).items() if value is not None}
    usual = _USUAL.search(plain)
    return Body(measures=measures, usual=(usual["size"] or usual["shoe"]).upper() if usual else "")


def _read(plain: str) -> dict[str, float | None]:
    weight = _weight(_METRES.sub(" ", plain))
    girths = {name: _girth(plain, pattern) for name, pattern in _GIRTHS.items()}
    return {
        "height": _height(_AROUND.sub(" ", plain)),
        "weight": weight,
        **girths,
        "foot": _foot(plain),
        "age": _age(plain),
    }


def _height(plain: str) -> float | None:
    if metres := _METRES.search(plain):
        digits = _digits(metres["cm"])
        return 100.0 + (digits * 10 if digits < 10 and len(metres["cm"]) == 1 else digits)
    for pattern in (_HEIGHT_NAMED, _HEIGHT, _BARE_HEIGHT):
        if (found := pattern.search(plain)) and 45 <= float(found["cm"]) <= 230:
            return float(found["cm"])
    return None


def _weight(plain: str) -> float | None:
    if found := _KG.search(plain):
        return float(found["n"])
    if found := _JIN.search(plain):
        in_jin = parse_numeral(found["n"])
        return float(in_jin) / 2 if in_jin else None
    found = _WEIGHT_NAMED.search(plain)
    if not found:
        return None
    value = float(found["n"])
    return value / 2 if value >= 95 else value  # 体重140 is said in 斤, 体重60 in 公斤


def _girth(plain: str, name: str) -> float | None:
    match = re.search(
        rf"{name}[是有约大概:：]*\s*(?:(?P<n>\d{{2,3}}(?:\.\d)?)|(?P<chi>[一二三四1234]尺[一二三四五六七八九]?))", plain
    )
    if not match:
        return None
    if match["n"]:
        return float(match["n"])
    chi = _CHI.search(match["chi"])
    if not chi:
        return None
    return round(_digits(chi["chi"]) * 100 / 3 + (_digits(chi["cun"]) * 10 / 3 if chi["cun"] else 0), 1)


def _foot(plain: str) -> float | None:
    match = _FOOT.search(plain)
    if not match:
        return None
    value = float(match["n"]) if match["n"] else float(match["mm"]) / 10
    return value if 10 <= value <= 32 else None


def _age(plain: str) -> float | None:
    match = _AGE.search(plain)
    if not match:
        return None
    number = 0.5 if match["n"] == "半" else float(parse_numeral(match["n"]) or 0)
    months = number if match["unit"] == "月" else number * 12 + (6 if match["half"] else 0)
    return months if 0 <= months <= 200 else None


def _digits(written: str) -> int:
    value = parse_numeral(written)
    return int(value) if value is not None else 0
