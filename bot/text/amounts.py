"""Amounts of money and ranges of them, in fen. Holds no price of anything."""

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from bot.text.fold import fold
from bot.text.numerals import Numeral, find_numerals

_YUAN = r"(?:块钱|块|元钱|元(?![旦宵])|圆(?!通)|rmb|cny|人民币|¥|￥)"
_CURRENCY = re.compile(rf" ?(?:来|多|几)? ?{_YUAN}")
# 两块电池 counts pieces, 一块退 means together.
_PIECE = re.compile(r"块(?=[\u4e00-\u9fff])(?![钱的吧吗呢了多左上以到够给补就也行啊呀都还是不零一二三四五六七八九半])")
_JIAO = re.compile(
    r"([0-9一二两三四五六七八九]|半)(?:毛|角)?(?![0-9一二三四五六七八九十百千万个件天条只])(?:([0-9一二三四五六七八九])分)?"
)
_SMALL = re.compile(r" ?(毛钱|毛|角|分钱)")
_SIGN_BEFORE = re.compile(r"(?:¥|￥|rmb|人民币) ?$")
_BETWEEN = re.compile(rf" ?{_YUAN}? ?(?:到|至|-|~|或|和) ?")
_ABOUT_AFTER = re.compile(r" ?(?:左右|上下|的样子|出头|差不多|来块|多块|多元|多)")
_MOST_AFTER = re.compile(r" ?(?:以内|以下|之内|内|之下|封顶)")
_LEAST_AFTER = re.compile(r" ?(?:以上|往上|之上|起步|起(?!来|码))")
_ABOUT_BEFORE = re.compile(r"(?:大概|大约|约|差不多|将近|接近|近) ?$")
_MOST_BEFORE = re.compile(r"(?:不超过|别超过|不要超过|不能超过|不高于|低于|小于|少于|最多|至多|顶多|不到|不足) ?$")
_LEAST_BEFORE = re.compile(
    r"(?:(?<!不)(?<!别)(?<!要)(?<!能)超过|(?<!不)高于|大于|多于|至少|起码|最少|不低于|不少于) ?$"
)
_MONEY_BEFORE = re.compile(
    r"(?:预算|价格|价位|价钱|价|钱|满|减|便宜|优惠|退款?|补|赔|差|花了?|付了?|扣了?|降了?|涨了?|卖|报价|券|红包|额度|收了?)[是在有为了我你:的 ]{0,2}$"
)
_MEASURE_AFTER = re.compile(
    r" ?(?:[a-z%号楼栋室层年月日天周点时分秒个件款只条双台部单张把套瓶盒箱包本位斤克两公米厘毫升寸岁人次遍度码折倍期页代第后前]|平方|[0-9\-/:])"
)
_BODY_BEFORE = re.compile(
    r"(?:身高|体重|高|胸围|腰围|尺寸|长|宽|重|码|尾号|单号|四位|4位|号|第|[a-z0-9\-/:.])[是约有大概: ]{0,3}$"
)
_BARE_RANGE_FROM = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Money between `low_fen` and `high_fen` (None: no bound) at [start, end); `about`: said as roughly."""

    low_fen: int | None
    high_fen: int | None
    start: int
    end: int
    about: bool = False


@dataclass(frozen=True, slots=True)
class _Sum:
    low_fen: int
    high_fen: int
    start: int
    end: int
    is_money: bool


def find_amounts(text: str) -> list[Amount]:
    """The amounts in order, none overlapping. A number counts as money by its unit (块, 元, ¥), by a word before it (预算,

    满), or as a range of prices that nothing else measures (两三百, 200以内, 100-300).
    """
    folded = fold(text)
    sums = _sums(folded)
    found: list[Amount] = []
    at = 0
    while at < len(sums):
        pair = _range(folded, sums, at)
        amount = pair or _single(folded, sums[at])
        if amount and (fitting := _behind(found, amount)):
            found.append(fitting)
        at += 2 if pair else 1
    return found


def _behind(found: list[Amount], amount: Amount) -> Amount | None:
    """The amount without what the one before it has taken already: in 5¥6 the sign belongs to the five."""
    end = found[-1].end if found else 0
    if amount.start >= end:
        return amount
    return replace(amount, start=end) if end < amount.end else None


def _sums(folded: str) -> list[_Sum]:
    sums: list[_Sum] = []
    for numeral in find_numerals(folded):
        if not sums or numeral.start >= sums[-1].end:
            sums.append(_sum(folded, numeral))
    return sums


def _sum(folded: str, numeral: Numeral) -> _Sum:
    before = folded[max(0, numeral.start - 6) : numeral.start]
    sign = _SIGN_BEFORE.search(before)
    start = numeral.start - len(sign[0]) if sign else numeral.start
    low, high, end = _fen(numeral.low), _fen(numeral.high), numeral.end
    if (unit := _CURRENCY.match(folded, end)) and not (low < 1000 and _PIECE.match(folded, end)):
        end = unit.end()
        if unit[0].strip() in ("块", "元", "圆") and (small := _JIAO.match(folded, end)):
            extra = _jiao(small)
            return _Sum(low + extra, high + extra, start, small.end(), True)
        return _Sum(low, high, start, end, True)
    if coin := _SMALL.match(folded, end):
        part = 100 if coin[1].startswith("分") else 10
        return _Sum(low // part, high // part, start, coin.end(), True)
    return _Sum(low, high, start, end, sign is not None)


def _fen(value: Decimal) -> int:
    return int((min(value, Decimal(10**12)) * 100).to_integral_value(ROUND_HALF_UP))


def _jiao(match: re.Match[str]) -> int:
    jiao = find_numerals(match[1])[0].low
    tenths = 50 if match[1] == "半" else int(jiao) * 10
    return tenths + (int(find_numerals(match[2])[0].low) if match[2] else 0)


def _range(folded: str, sums: list[_Sum], at: int) -> Amount | None:
    if at + 1 >= len(sums):
        return None
    first, second = sums[at], sums[at + 1]
    joint = _BETWEEN.fullmatch(folded, first.end, second.start)
    if not joint or _BODY_BEFORE.search(folded[max(0, first.start - 8) : first.start]):
        return None
    low = first.low_fen
    if low * 10 <= second.high_fen and not first.is_money and low < 1000 and _shares_unit(folded, second):
        low *= 100 if "百" in folded[second.start : second.end] else 1000
    is_money = first.is_money or second.is_money or _is_priced(folded, first)
    bare = low >= _BARE_RANGE_FROM * 100 and not _MEASURE_AFTER.match(folded, second.end)
    if not (is_money or bare) or low > second.high_fen or re.search("[和或]", joint[0]):
        return None
    about = _ABOUT_AFTER.match(folded, second.end)
    end = about.end() if about else second.end
    return Amount(low_fen=low, high_fen=second.high_fen, start=first.start, end=end, about=about is not None)


def _shares_unit(folded: str, second: _Sum) -> bool:
    return bool(re.search("[百千]", folded[second.start : second.end]))


def _is_priced(folded: str, each: _Sum) -> bool:
    return bool(_MONEY_BEFORE.search(folded[max(0, each.start - 8) : each.start]))


def _single(folded: str, each: _Sum) -> Amount | None:
    before = folded[max(0, each.start - 8) : each.start]
    about = _ABOUT_AFTER.match(folded, each.end)
    end = about.end() if about else each.end
    most, least = _MOST_AFTER.match(folded, end), _LEAST_AFTER.match(folded, end)
    bound = most or least
    end = bound.end() if bound else end
    if not each.is_money and not _is_bare_money(folded, each, before, bound is not None or about is not None):
        return None
    no_low = bool(most or _MOST_BEFORE.search(before))
    no_high = bool(not no_low and (least or _LEAST_BEFORE.search(before)))
    roughly = (
        about is not None
        or bool(_ABOUT_BEFORE.search(before))
        or bool(re.search("[来多几]", folded[each.start : each.end]))
    )
    return Amount(
        low_fen=None if no_low else each.low_fen,
        high_fen=None if no_high else each.high_fen,
        start=each.start,
        end=end,
        about=roughly,
    )


def _is_bare_money(folded: str, each: _Sum, before: str, bounded: bool) -> bool:
    """A number without a unit that still can only be a price."""
    if _BODY_BEFORE.search(before) or each.end - each.start > 7:
        return False
    if not bounded and _MEASURE_AFTER.match(folded, each.end):
        return False
    written = folded[each.start : each.end]
    hundreds = each.low_fen >= 10_000 and re.search("[百千万]", written) is not None
    limited = bool(_MOST_BEFORE.search(before) or _LEAST_BEFORE.search(before))
    priced = bool(_MONEY_BEFORE.search(before))
    return hundreds or priced or ((bounded or limited) and each.low_fen >= 2_000)
