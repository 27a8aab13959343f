"""How a run of digit groups falls apart into identifiers: the cheapest reading by small, stated costs.

Groups of one number are usually alike (4-4-4-4, one by one) and never parted by a comma when a group is a whole number
by itself. Holds no words but the carriers' letters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bot.text.checksums import is_card_shaped, is_id_card, mobile_in, passes_luhn
from bot.text.digits import DigitGroup
from bot.text.fold import digit_of
from bot.text.identifier_words import Context

ItemKind = Literal["order_number", "phone", "phone_tail", "tracking_number", "id_card", "bank_card"]
MIN_ORDER, MAX_ORDER = 12, 20
_MAX_GROUPS = 24
_GLUED, _TAIL = 20, 4
_CARRIER_LETTERS = re.compile(
    r"(?<![a-z])(sf|yt|jt|jdv[a-z]|jd[a-z]{0,2}|zto|sto|yto|yunda|yd|zjs|dpk|db|ht|best|ems|tt|ky|uc|anl?)[ \t:-]{0,2}$"
)
_POSTAL_LETTERS = re.compile(r"(?<![a-z])([a-z]{2}) ?$")
_POSTAL_COUNTRY = re.compile(r" ?(cn)(?![a-z])")
_AREA_CODE = re.compile(r"0[0-9]{2,3}")
_DATED = re.compile(r"20[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One identifier of a run, at [start, end) of the text."""

    kind: ItemKind
    value: str
    start: int
    end: int


class _Reading(NamedTuple):
    cost: float
    kind: ItemKind
    value: str
    start: int
    end: int


# The cost from a group to the run's end, the group where the next reading begins, and what this one is, if anything.
_Step = tuple[float, int, _Reading | None]


def parse_run(folded: str, groups: list[DigitGroup], context: Context) -> list[Item]:
    """The identifiers among groups that only separators part; `context` is what the words before the run call it."""
    best: list[_Step] = [(0.0, 0, None)] * (len(groups) + 1)
    for first in range(len(groups) - 1, -1, -1):
        skipped = 3 + len(groups[first].digits) * 0.2 + best[first + 1][0]
        choice: _Step = (skipped, first + 1, None)
        for cost, until, reading in _readings_from(folded, groups, first, context if first == 0 else None):
            total = cost + best[until][0]
            if total < choice[0]:
                choice = (total, until, reading)
        best[first] = choice
    whole = len(groups) == 1 and context is None
    return [part for item in _along(best) for part in (_parted(folded, item) if whole else (item,))]


def _parted(folded: str, item: Item) -> tuple[Item, ...]:
    """Twenty digits typed in one go and called nothing are an order number of sixteen with the tail glued on."""
    if item.kind != "order_number" or len(item.value) != _GLUED:
        return (item,)
    places = [at for at in range(item.start, item.end) if digit_of(folded[at]) or folded[at] in "oli"]
    middle, cut = places[-_TAIL - 1] + 1, places[-_TAIL]
    number = Item(kind="order_number", value=item.value[:-_TAIL], start=item.start, end=middle)
    return number, Item(kind="phone_tail", value=item.value[-_TAIL:], start=cut, end=item.end)


def _along(best: list[_Step]) -> Iterator[Item]:
    at = 0
    while at < len(best) - 1:
        _, until, reading = best[at]
        if reading:
            yield Item(kind=reading.kind, value=reading.value, start=reading.start, end=reading.end)
        at = until


def _readings_from(folded: str, groups: list[DigitGroup], first: int, context: Context) -> Iterator[_Step]:
    head = _Head(folded, groups[first], context)
    digits = ""
    joining = 0.0
    even = True
    for last in range(first, min(len(groups), first + _MAX_GROUPS)):
        group = groups[last]
        size = len(group.digits)
        if len(digits) + size > MAX_ORDER + 1:
            return
        if last > first:
            even = even and len(groups[last - 1].digits) == head.size
            joining += 5 if group.gap == "strong" else 0
            joining += 6 if size >= 11 or (last == first + 1 and head.size >= 11) else 0
        digits += group.digits
        if len(digits) < 4:
            continue
        named = head.named(group, digits)
        if named:
            uneven = last > first and _is_uneven(named, head.size, size, even)
            tail_first = 3 * (last > first and context == "phone_tail" and head.size == 4)
            yield named.cost + joining + uneven + tail_first, last + 1, named


def _is_uneven(named: _Reading, first_size: int, last_size: int, even: bool) -> int:
    """1 for an order number or tail of unlike groups; 3 more where 16 digits that begin with a date would leave a tail."""
    if named.kind not in ("order_number", "phone_tail"):
        return 0
    leaves_tail = len(named.value) == 20 and last_size == 4 and _DATED.match(named.value)
    return (0 if even and last_size <= first_size else 1) + (3 if leaves_tail else 0)


class _Head:
    """The first group of a possible number and what stands before it."""

    __slots__ = ("context", "folded", "group", "is_area_code", "letters", "postal", "size", "start")

    def __init__(self, folded: str, group: DigitGroup, context: Context) -> None:
        self.folded, self.group, self.context = folded, group, context
        self.size, self.start = len(group.digits), group.start
        before = folded[max(0, self.start - 9) : self.start]
        self.letters = _CARRIER_LETTERS.search(before)
        self.postal = _POSTAL_LETTERS.search(before)
        self.is_area_code = bool(_AREA_CODE.fullmatch(group.digits)) and folded[group.end : group.end + 1] == "-"

    def named(self, last: DigitGroup, digits: str) -> _Reading | None:
        """What the digits up to the group `last` can be, at the cost of that kind alone."""
        end, size = last.end, len(digits)
        if size == 4:
            return self._tail(digits, end)
        if size == 17 and self.folded[end : end + 1] == "x" and is_id_card(digits + "X"):
            return _Reading(0.0, "id_card", digits + "X", self.start, end + 1)
        if size == 18 and is_id_card(digits):
            return _Reading(0.1, "id_card", digits, self.start, end)
        if size < 8:
            return None
        return self._parcel(digits, end) or self._phone(digits, end) or self._long(last, digits, end)

    def _tail(self, digits: str, end: int) -> _Reading | None:
        if _stands_in_a_word(self.folded, self.start, end, self.context):
            return None
        return _Reading(0.2 if self.context == "phone_tail" else 1.2, "phone_tail", digits, self.start, end)

    def _parcel(self, digits: str, end: int) -> _Reading | None:
        if self.postal and len(digits) == 9 and (country := _POSTAL_COUNTRY.match(self.folded, end)):
            value = f"{self.postal[1]}{digits}cn".upper()
            return _Reading(0.1, "tracking_number", value, self.start - len(self.postal[0]), country.end())
        if self.letters:
            value = self.letters[1].upper() + digits
            return _Reading(0.4, "tracking_number", value, self.start - len(self.letters[0]), end)
        if self.context == "tracking_number" and len(digits) <= MAX_ORDER:
            return _Reading(0.6 if len(digits) >= 10 else 1.4, "tracking_number", digits, self.start, end)
        return None

    def _phone(self, digits: str, end: int) -> _Reading | None:
        if len(digits) not in (11, 13, 15) or (len(digits) > 11 and self.context == "order_number"):
            return None
        mobile = mobile_in(digits)
        start = self.start - 1 if self.folded[max(0, self.start - 1) : self.start] == "+" else self.start
        return _Reading(0.3, "phone", mobile, start, end) if mobile else None

    def _long(self, last: DigitGroup, digits: str, end: int) -> _Reading | None:
        size, card = len(digits), self.context == "bank_card"
        # One in ten order numbers that begin with 4 has a Visa card's sum: what nobody calls a card is none, but UnionPay's.
        unionpay = self.context != "order_number" and digits.startswith("62") and is_card_shaped(digits)
        if (card or unionpay) and passes_luhn(digits):
            return _Reading(0.8, "bank_card", digits, self.start, end)
        if MIN_ORDER <= size <= MAX_ORDER and not (self.is_area_code and size == MIN_ORDER):
            return _Reading(1.0, "order_number", digits, self.start, end)
        if size == 21 and self.size == 6 and len(last.digits) == 15:
            return _Reading(-6.0, "order_number", digits, self.start, end)
        return None


_UNIT_AFTER = re.compile(
    r" ?(?:年|元|块|圆|毛|米|厘米|cm|mm|kg|克|斤|千克|公斤|毫安|毫升|ml|ma|瓦|个|件|只|条|天|小时|分钟|秒|"
    r"转|点|月|日|人|次|多|左右|以内|以下|以上|万|千|百|十|积分|分(?!钟)|像素|[a-z0-9%¥:])"
)


_ORDER_AFTER = re.compile(r" [0-9]{14,20}(?![0-9])")


def _stands_in_a_word(folded: str, start: int, end: int, context: Context) -> bool:
    before = folded[start - 1 : start] if start else ""
    glued = ("a" <= before <= "z" and before != "") or before in ("¥", "$", ":", ".")
    if context == "phone_tail":
        return glued and before != ":" and before != "."
    if before == ":":
        glued = False
    return glued or bool(_UNIT_AFTER.match(folded, end) and not _ORDER_AFTER.match(folded, end))
