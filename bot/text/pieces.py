"""How many pieces are wished for, in a wish to change the number: 改成3件, 只要一个, 多买两件. Pure.

A number that nobody can buy (0, 1.5, -1, 十万) comes back as it is; what follows is the caller's.
"""

from __future__ import annotations

import re
import unicodedata

from bot.text.numerals import parse_numeral

_NUMBER = r"-?负?[0-9]+(?:\.[0-9]+)?|负?[零一二两三四五六七八九十百千万亿半]+"
_UNIT = "件|个|双|台|份|套|条|盒|瓶|把|张|本|只|箱|包|袋|支|罐|单"
_TO = re.compile(
    rf"(?:数量|件数|个数)(?:是|要|写)?(?:改|换|变)?(?:成|为|到)?(?:了)?\s*({_NUMBER})|(?:改|换|变|减|加)(?:成|为|到)\s*({_NUMBER})\s*(?:{_UNIT})"
    rf"|^\s*(?:那|就|不对)?(?:改|变|减)(?:成|为|到)\s*(-[0-9]+|0|[0-9]\.[0-9]|零|负{_NUMBER})\s*[吧了。.!！]*\s*$"
    rf"|(?:只要|一共要|总共要|要买)\s*({_NUMBER})\s*(?:{_UNIT})"
)
_MORE = re.compile(rf"(?:再|多)(?:加|买|要|来|拍)?\s*({_NUMBER})\s*(?:{_UNIT})|加\s*({_NUMBER})\s*(?:{_UNIT})")
_LESS = re.compile(rf"(?:少|减|去掉|退掉)(?:买|要|掉|去)?\s*({_NUMBER})\s*(?:{_UNIT})")
_SAYS_NUMBER = re.compile(r"数量|件数|个数|多拍了|拍多了|少拍了|买多了")


def pieces_wished(text: str, now: int) -> float | None:
    """The number of pieces that there are to be, from `now` on; None when the text wishes for no other number."""
    plain = unicodedata.normalize("NFKC", text)
    if found := _TO.search(plain):
        return _number(next(group for group in found.groups() if group))
    if found := _MORE.search(plain):
        more = _number(found[1] or found[2])
        return None if more is None else now + more
    if found := _LESS.search(plain):
        less = _number(found[1])
        return None if less is None else now - less
    return None


def says_number_is_wrong(text: str) -> bool:
    """数量拍错了: a wish for another number that does not say which."""
    return bool(_SAYS_NUMBER.search(text))


def _number(written: str) -> float | None:
    sign = -1 if written.startswith(("-", "负")) else 1
    digits = written.lstrip("-负")
    if digits == "半":
        return sign * 0.5
    try:
        return sign * float(digits)
    except ValueError:
        value = parse_numeral(digits)
        return None if value is None else sign * float(value)
