"""How much of her money she wants back: 退50, 补我二十块, 退一半, 退三成. Pure; what may be given is decided elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.text.amounts import find_amounts
from bot.text.fold import fold
from bot.text.numerals import find_numerals, parse_numeral

_VERB = re.compile(r"[退赔补返还](?:[给我您个款钱点一]|偿|差价|回来?){0,4}[:： ]{0,2}$")
_GIVE = re.compile(
    r"(?:[退赔补返还付](?:[给我您个款钱点一掉到还现]|偿|差价|回来?|大概|大约|差不多|至少|最多|起码){0,4}|给我(?:大概|差不多|个)?)[:： ]{0,2}$"
)
_GIVEN_AFTER = re.compile(r"的?(?:[退赔补返](?!货)|给我)")
# 不要退一半, 不是三成; 能不能退一半 and 要不退一半 ask for it.
_REFUSED = re.compile(
    r"(?:(?<![能可要是行])不|别)(?:要|想|用|是|行|接受|同意)?(?:只|光|仅|就)?(?:[退赔补返还](?:[给我您款钱]){0,2})?$"
)
_SHARE = re.compile(
    r"(?P<half>[一对]半(?!年|个?月|天|小时))"
    r"|(?P<tenths>[一二三四五六七八九两1-9])成(?:(?P<more>[一二三四五六七八九半1-9])(?![十百千万0-9块元.]))?(?![交功员新熟是坏假被会没得])"
    r"|(?<![0-9.])(?P<percent>[0-9]{1,4}(?:\.[0-9]{1,4})?) ?%|百分之(?P<parts>[零〇一二三四五六七八九十百两0-9.]{1,8})"
)
_ALL = re.compile(r"全[部额]|全都?退|都退")
_ALONE = re.compile(r"[-负元块钱吧就行好的了。.!！,，\s要想退给我]*")
_LITTLE = 12
_WHOLE = Decimal(100)
_NO_NUMBER = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyBack:
    """Either a sum or a share of what was paid, above 0 and up to 100 percent. `asked_back`: said as what she wants, not as a price."""

    fen: int | None = None
    percent: Decimal | None = None
    asked_back: bool = True


def money_back_in(text: str, *, asked: bool) -> MoneyBack | None:
    """`asked`: the sum was asked for, so that a bare number is one. A sum without 退, 补, 赔 before it may be a price."""
    folded = fold(text)
    if (share := _share(folded, asked=asked)) is not None:
        return MoneyBack(percent=share) if 0 < share <= _WHOLE else None
    shares = [each.span() for each in _SHARE.finditer(folded)]
    amounts = [
        each
        for each in find_amounts(text)
        if each.high_fen is not None and not any(start <= each.start < end for start, end in shares)
    ]
    if amounts:
        verbs = [each for each in amounts if _is_given(folded, each.start, _VERB)]
        meant = (verbs or amounts)[-1]
        alone = not _ALONE.sub("", folded[: meant.start])
        return MoneyBack(fen=meant.high_fen, asked_back=bool(asked or verbs or alone))
    bare = find_numerals(folded) if asked else []
    if len(bare) == 1 and not _ALONE.sub("", folded[: bare[0].start] + folded[bare[0].end :]):
        below = folded[: bare[0].start].rstrip()[-1:] in ("-", "负")
        return MoneyBack(fen=0 if below else int(bare[0].high * 100))
    return None


def _share(folded: str, *, asked: bool) -> Decimal | None:
    """退一半, 两成五, 12.5%, as it was written, more than all of it too. Where none was asked for, only what stands beside its verb:
    八成是假货 and 含棉95% are no shares of her money. Of several the one beside its verb, else the last."""
    if not asked and (len(folded) > _LITTLE or not re.search(r"[退赔补返]", folded)):
        return None
    found = [each for each in _SHARE.finditer(folded) if not _REFUSED.search(folded[: each.start()])]
    given = [each for each in found if _GIVE.search(folded[: each.start()]) or _GIVEN_AFTER.match(folded, each.end())]
    if meant := given or (found if asked else []):
        return _percent(meant[-1])
    whole = asked and any(not _REFUSED.search(folded[: each.start()]) for each in _ALL.finditer(folded))
    return _WHOLE if whole else None


def _percent(said: re.Match[str]) -> Decimal | None:
    if said["half"]:
        return Decimal(50)
    if said["tenths"]:
        more = 5 if said["more"] == "半" else _number(said["more"] or "0")
        return 10 * _number(said["tenths"]) + more
    return _number(said["percent"] or said["parts"])


def _number(words: str) -> Decimal:
    """Its value; more than all where the words are no number."""
    value = parse_numeral(words.replace("两", "二").strip("."))
    return Decimal(_NO_NUMBER) if value is None else value


def _is_given(folded: str, start: int, verb: re.Pattern[str]) -> bool:
    before = folded[:start]
    return bool(verb.search(before)) and not _REFUSED.search(before)
