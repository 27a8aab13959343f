"""Which order a message speaks of, as far as its words tell: numbers, tails, ordinals, 另一个, goods, states, days.

Pure reading of one message; matching it to orders is pick_order.py's, and nobody's right is decided here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from actions.asking import Asking
from bot.shop.tax_number import check_tax_number
from bot.text import cues
from bot.text.dates import find_dates
from bot.text.identifiers import Identifier, find_identifiers
from bot.text.invoice_words import bank_number_at, tax_number_at
from bot.text.ordinals import find_ordinals

_UNSHIPPED = frozenset({"unpaid", "paid", "packed"})
_MOVING = frozenset({"shipped", "in_transit", "out_for_delivery"})
_STATUS_WORDS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"没付|未付|待付|没给钱|没支付|未支付"), frozenset({"unpaid"})),
    (re.compile(r"[没未]发货?|待发货|还不发|不发货|没打包|没出库"), frozenset({"paid", "packed"})),
    (re.compile(r"(?<![没未])打(?:好|完)?了?包(?:好|完)?了?的|已打包|(?<![没未])打包好|包好了"), frozenset({"packed"})),
    (re.compile(r"派送|派件|送货中|配送中"), frozenset({"out_for_delivery"})),
    (re.compile(r"在路上|运输|已发货|发了货|发出来?了|发货了的|在途"), _MOVING),
    (
        re.compile(r"(?:已|显示|说|写着|被)签收|签收了?的|签收了(?!吗|没|么)|收到的|收了的|已收货"),
        frozenset({"signed"}),
    ),
    (re.compile(r"拒收|退回"), frozenset({"refused", "returned"})),
    (re.compile(r"丢件?|弄丢"), frozenset({"lost"})),
    (re.compile(r"取消的|取消了的|已取消|关闭"), frozenset({"cancelled", "closed"})),
)
OF_PHONES = re.compile(r"手机(?=号|尾|后)|电话")
_BOUGHT_THEN = re.compile(
    r"(?:早上|上午|中午|下午|晚上|那天)?我?刚?(?:买|下的|下单|拍|订|的(?:那个|那|这)?(?:订单|单|快递|包裹|东西))"
)
_TAX_LETTERS = 18
_LANDLINE = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{6,7}")
_LOOSE_NUMBER_DIGITS = range(5, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`number` is an order or tracking number, `tail` a phone's tail or all of it; the `not_` ones were taken back."""

    number: str | None = None
    tail: str | None = None
    not_number: bool = False
    not_tail: bool = False
    last_digits: str | None = None  # 最后一位是0: what the number given before should end in
    ordinal: int | None = None  # 1-based, -1: the last, 0: the middle
    parcel: int | None = None  # of one order: 1-based, -1: the last
    other: bool = False
    all_of_them: bool = False
    that_one: bool = False
    more: bool = False
    no_number: bool = False
    skus: frozenset[str] = frozenset()
    names_goods: bool = False
    statuses: frozenset[str] = frozenset()
    days: tuple[datetime, datetime] | None = None
    bought_then: bool = False  # the order of that day is meant, and no other will do
    asked_at: datetime | None = None
    words: str = ""

    @property
    def picks(self) -> bool:
        """Whether anything in the message points at one order rather than another."""
        return bool(
            self.number
            or self.tail
            or self.ordinal is not None
            or self.other
            or self.that_one
            or self.skus
            or self.names_goods
        )


def wanted_of(asking: Asking) -> Wanted:
    """Read the message, its entities and, on a button, what the button means."""
    text = asking.words
    numbers, tails, taken_back = _numbers(asking)
    days = find_dates(text, asking.now)
    return Wanted(
        number=numbers[-1] if numbers else None,
        tail=tails[-1] if tails else None,
        not_number="number" in taken_back,
        not_tail="tail" in taken_back,
        last_digits=cues.last_digits(text) if asking.thread.number_given else None,
        ordinal=_ordinal(asking, text),
        parcel=cues.parcel_named(text),
        all_of_them=cues.asks_all(text) or (bool(asking.thread.orders_offered) and cues.all_of_those(text)),
        other=cues.asks_other(text),
        that_one=cues.points_back(text),
        more="orders" in asking.values("more"),
        no_number=cues.has_no_number(text),
        skus=frozenset(asking.values("product")),
        names_goods=bool(_goods_named(asking, text)),
        statuses=_statuses(text),
        days=(days[0].start_at, days[0].end_at) if days else None,
        bought_then=bool(days and _BOUGHT_THEN.match(text[days[0].end :])),
        asked_at=asking.now,
        words=text,
    )


def _ordinal(asking: Asking, text: str) -> int | None:
    """A place in the list just shown, a digit alone where one was."""
    if cues.names_middle(text):
        return 0
    if cues.is_digit(text) and asking.thread.orders_offered:
        return int(unicodedata.normalize("NFKC", text).strip(" ,.，。、)）(（#?？吧的")[:1])
    ordinals = find_ordinals(text)
    return ordinals[0].index if ordinals else None


def _goods_named(asking: Asking, text: str) -> tuple[str, ...]:
    """Goods, kinds and brands in the text; the 手机 of 手机号 is none."""
    named = (*asking.values("product"), *asking.values("category"), *asking.values("brand"))
    return tuple(each for each in named if each != "手机" or not OF_PHONES.search(text))


def _numbers(asking: Asking) -> tuple[list[str], list[str], set[str]]:
    numbers = list(asking.values("order_number")) if asking.trusted else []
    tails: list[str] = []
    taken_back: set[str] = set()
    for found in find_identifiers(asking.words):
        is_number = found.kind in ("order_number", "tracking_number")
        if not is_number and found.kind not in ("phone", "phone_tail"):
            continue
        if _is_tax_number(asking.words, found) or _is_bank_number(asking.words, found):
            continue
        if found.negated:
            taken_back.add("number" if is_number else "tail")
        else:
            (numbers if is_number else tails).append(found.value)
    if not numbers and not tails and asking.thread.asked in ("order_number", "phone_tail"):
        numbers, tails = _loose_number(asking)
    return numbers, tails, taken_back


def _is_tax_number(text: str, found: Identifier) -> bool:
    """A firm's number, named as such or by its checksum: no order has it."""
    start, end = found.start, found.end
    while start and text[start - 1].isascii() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isascii() and text[end].isalnum():
        end += 1
    whole = text[start:end]
    firm = len(whole) == _TAX_LETTERS and not whole.isdigit() and check_tax_number(whole).possible
    return firm or tax_number_at(text, found.start)


def _is_bank_number(text: str, found: Identifier) -> bool:
    """An account, or a phone on a desk: no order has it, and no phone's tail either."""
    return found.kind in ("order_number", "phone_tail") and (
        bank_number_at(text, found.start) or bool(_LANDLINE.fullmatch(found.value))
    )


def _loose_number(asking: Asking) -> tuple[list[str], list[str]]:
    """Digits and nothing else, in answer to the question: taken as what was asked, even if too long or too short."""
    text = unicodedata.normalize("NFKC", asking.text)
    if not cues.is_bare_number(text):
        return [], []
    digits = "".join(str(unicodedata.digit(each)) for each in text if each.isdigit())
    if len(digits) == 4:
        return [], [digits]
    return ([digits], []) if len(digits) in _LOOSE_NUMBER_DIGITS else ([], [])


def _statuses(text: str) -> frozenset[str]:
    found = [statuses for pattern, statuses in _STATUS_WORDS if pattern.search(text)]
    return frozenset().union(*found) if found else frozenset()
