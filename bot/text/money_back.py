"""How much of her money she wants back: 退50, 补我二十块, 退一半, 退三成. Pure; what may be given is decided elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text.amounts import find_amounts
from bot.text.fold import fold
from bot.text.numerals import find_numerals

_VERB = re.compile(r"[退赔补返还](?:[给我您个款钱点一]|偿|差价|回来?){0,4}[:： ]{0,2}$")
_HALF = re.compile(r"[一对]半(?!年|个?月|天|小时)")
_TENTHS = re.compile(r"([一二三四五六七八九两1-9])成(?!交|功|员)")
_PERCENT = re.compile(r"(?:([1-9][0-9]?|100)\s?%|百分之(十|[二三四五六七八九]十)|百分之([1-9][0-9]?|100))")
_ALL = re.compile(r"全[部额]|全都?退|都退")
_ALONE = re.compile(r"[-负元块钱吧就行好的了。.!！,，\s要想退给我]*")
_LITTLE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyBack:
    """Either a sum or a share of what was paid, 1 to 100 percent. `asked_back`: said as what she wants, not as a price."""

    fen: int | None = None
    percent: int | None = None
    asked_back: bool = True


def money_back_in(text: str, *, asked: bool) -> MoneyBack | None:
    """`asked`: the sum was asked for, so that a bare number is one. A sum without 退, 补, 赔 before it may be a price."""
    folded = fold(text)
    if (percent := _percent(folded, asked=asked)) is not None:
        return MoneyBack(percent=percent)
    amounts = [each for each in find_amounts(text) if each.high_fen is not None]
    if amounts:
        last = amounts[-1]
        named = asked or bool(_VERB.search(folded[: last.start]))
        return MoneyBack(fen=last.high_fen, asked_back=named or not _ALONE.sub("", folded[: last.start]))
    bare = find_numerals(folded) if asked else []
    if len(bare) == 1 and not _ALONE.sub("", folded[: bare[0].start] + folded[bare[0].end :]):
        below = folded[: bare[0].start].rstrip()[-1:] in ("-", "负")
        return MoneyBack(fen=0 if below else int(bare[0].high * 100))
    return None


def _percent(folded: str, *, asked: bool) -> int | None:
    """退一半, 三成, 30%; of what else is halved or a percent of, only where money is spoken of."""
    if not asked and (len(folded) > _LITTLE or not re.search(r"[退赔补返]", folded)):
        return None
    if _HALF.search(folded):
        return 50
    if found := _TENTHS.search(folded):
        return 10 * int(find_numerals(found[1].replace("两", "二"))[0].high)
    if found := _PERCENT.search(folded):
        said = next(each for each in found.groups() if each)
        return int(find_numerals(said)[0].high)
    return 100 if asked and _ALL.search(folded) else None
