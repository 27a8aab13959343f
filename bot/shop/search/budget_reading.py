"""The budget that a need states: 两百以内, 预算三百左右, 100到200, also what nothing can cost. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.shop.search.need import Need
from bot.text.amounts import Amount, find_amounts

_BELOW_ZERO = re.compile(
    r"(?:(?:^|[^\d\w])-|负)\s*[\d一二两三四五六七八九十百千]+\s*(?:元|块|折)"
    r"|(?:到|至|低于|不超过|小于)\s*(?:0|零)(?![.\d])\s*(?:元|块|之间|以内|$)"
)
_FREE = re.compile(
    r"(?<![\d.])(?:零|0)[元块折]|免费(?!安装|送(?:货|到|上|装)|包邮|上门|退|换|试|刻|清洗|维修)|不要钱|不花钱|白送|白给|白嫖"
)
_BACKWARDS = re.compile(r"^\s*(?:到|至|-|~|—)\s*$")  # between a greater and a smaller amount: 两百到一百
_ANEW = re.compile(  # 放宽到500: a sum though no unit stands by it
    r"(?:放宽|加|提高|提|涨|降|控制)(?:到|在|至)(?:\d{2,6}|[一二两三四五六七八九]{1,2}[百千万][一二三四五六七八九]?)(?![\d个件双斤码岁克升米月年g])(?=[^元块]|$)"
)
_NEARLY = 0.2
_EXACT_BELOW = 0.6


def with_budget(need: Need, plain: str) -> Need:
    """The need with its bounds in fen; with a bound goods come cheapest first. Free or below zero: nothing may cost more than 0."""
    plain = _ANEW.sub(lambda found: f"{found[0]}元以内", plain)
    if _BELOW_ZERO.search(plain) or (_FREE.search(plain) and not find_amounts(plain)[1:]):
        return replace(need, high_fen=0)
    amounts = find_amounts(plain)
    if len(amounts) == 2 and _BACKWARDS.match(plain[amounts[0].end : amounts[1].start]):
        first, second = amounts[0].high_fen, amounts[1].low_fen
        if first is not None and second is not None and second < first:
            return replace(need, low_fen=second, high_fen=first, sort="cheap" if need.sort == "fit" else need.sort)
    for amount in amounts:
        low, high = _bounds(amount)
        if "预算" in plain and amount.low_fen == amount.high_fen and not amount.about:
            low = None
        if amount.low_fen is not None and amount.high_fen is not None:
            return replace(need, low_fen=low, high_fen=high, sort="cheap" if need.sort == "fit" else need.sort)
        need = replace(
            need,
            low_fen=low if low is not None else need.low_fen,
            high_fen=high if high is not None else need.high_fen,
            sort="cheap" if need.sort == "fit" and high is not None else need.sort,
        )
    return need


def _bounds(amount: Amount) -> tuple[int | None, int | None]:
    """A range as it stands; 500左右 a fifth to both sides; 500块的 no more than that, and not far below."""
    low, high = amount.low_fen, amount.high_fen
    if low is None or high is None or low < high:
        return low, high
    if amount.about:
        return int(low * (1 - _NEARLY)), int(high * (1 + _NEARLY))
    return int(low * _EXACT_BELOW) if high else 0, high
