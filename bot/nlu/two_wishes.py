"""Two wishes in one message: where it falls into two, and in which order they are taken up.

A message is cut only where both halves ask for something by themselves and for different things: a reason before a wish
(碎了 给我退款) is one wish, and so is a complaint that goes on. Pure; what a half wants is judged by whoever calls.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.nlu.intents import TOPIC_OF
from bot.text.gist import gist

_CUT = re.compile(r"[,，。;；!！?？~～…\n]+|\s+(?=\S)|(?<=\S)(?=顺便|顺带|另外)")
_JOINT = re.compile(r"^.{0,2}(?:顺便|顺带|另外|还有|再|同时|一起|也)")
_BESIDES = re.compile(r"^.{0,2}(?:顺便|顺带|另外|还有)")
_QUESTION = re.compile(
    r"[?？吗么]|[嘛呢吧不没]\W*$|怎么|咋|什么|啥|几[点号天时个年块]|多[久少大长高]|哪|谁|能不能|可不可以|是不是"
    r"|有没有|行不行|要不要|会不会|包不包|有货|能[用开送退换发便优]"
)
_REQUEST = re.compile(
    r"帮|麻烦|给我|给补|我要|要[张个]|我想|想要|要退|要换|请|把|改成?|取消|退[了货款掉吧给一]|换[成个大小一]|开[张个一发票专]"
    r"|重开|催|快点|赶紧|尽快|查一?下|发我|补[一发开给]|转人工|推荐|不要了|别|申请|作废|撤|^退货|^换货|^发票"
)
_MOST_CLAUSES = 6
_MOST_CHARACTERS = 200
_SURE = 0.6
_SURE_WHEN_JOINT = 0.4
_ANSWERED_IN_WORDS = frozenset(
    {"ask_payment", "place_order_help", "ask_shipping_fee", "ask_delivery_area", "ask_return_policy"}
    | {"ask_return_shipping_fee", "ask_membership", "ask_privacy", "ask_shop_info", "account_help"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A half of a message as it was typed, and what it wants."""

    text: str
    intent: str
    confidence: float


_CASES = frozenset({"request_return", "request_exchange", "request_refund", "request_repair"})
Judge = Callable[[str], tuple[str, float]]


def two_wishes(typed: str, judge: Judge) -> tuple[Wish, Wish] | None:
    """Both wishes, the one that needs work last, or None; `judge` gives intent and confidence of a piece of text."""
    if len(typed) > _MOST_CHARACTERS:
        return None
    halves = list(_halves(typed))
    if not halves:
        return None
    whole, _ = judge(typed)
    found = [pair for left, right in halves if (pair := _asked_for(left, right, whole, judge))]
    best = max(found, key=lambda pair: pair[0].confidence * pair[1].confidence, default=None)
    return _work_last(best) if best else None


def _halves(typed: str) -> Iterator[tuple[str, str]]:
    """Each way to cut the message at the end of a clause, when both sides ask for something."""
    ends = [(match.start(), match.end()) for match in _CUT.finditer(typed)]
    borders = [(0, 0), *ends, (len(typed), len(typed))]
    clauses = [(left[1], right[0]) for left, right in pairwise(borders) if typed[left[1] : right[0]].strip()]
    if not 1 < len(clauses) <= _MOST_CLAUSES:
        return
    for place in range(1, len(clauses)):
        left, right = typed[: clauses[place][0]].strip(), typed[clauses[place][0] :].strip()
        if _asks_beside_courtesies(right) and (_asks_beside_courtesies(left) or _JOINT.match(right)):
            yield left, right


def _asks_beside_courtesies(half: str) -> bool:
    """在吗 ⏎ 我那个订单 asks nothing yet: the question is the greeting's, and what is wanted comes after it."""
    return asks(gist(half))


def asks(text: str) -> bool:
    """Whether a piece of text asks or orders anything, so that it is more than a reason."""
    return bool(_QUESTION.search(text) or _REQUEST.search(text))


def _asked_for(left: str, right: str, whole: str, judge: Judge) -> tuple[Wish, Wish] | None:
    first, second = _wish(left, judge), _wish(right, judge)
    least = _SURE_WHEN_JOINT if _JOINT.match(right) else _SURE
    topics = [TOPIC_OF.get(wish.intent, "talk") for wish in (first, second)]
    same_matter = {first.intent, second.intent} <= _CASES  # 鞋子换大一码，耳机退货: one talk about both
    apart = (
        not same_matter
        and first.intent != second.intent
        and "talk" not in topics
        and topics != ["complaint", "complaint"]
    )
    sure = min(first.confidence, second.confidence)
    said_so = bool(_BESIDES.match(right)) and sure >= _SURE  # then the whole, which is neither, has no say
    if apart and (said_so or (whole in (first.intent, second.intent) and sure >= least)):
        return first, second
    return None


def _wish(text: str, judge: Judge) -> Wish:
    intent, confidence = judge(text)
    return Wish(text=text, intent=intent, confidence=confidence)


def _work_last(pair: tuple[Wish, Wish]) -> tuple[Wish, Wish]:
    first, second = pair
    return (second, first) if not answered_in_words(first) and answered_in_words(second) else pair


def answered_in_words(wish: Wish) -> bool:
    """Whether a sentence answers it; everything else needs an order, money or somebody's hands."""
    return TOPIC_OF[wish.intent] == "presale" or wish.intent in _ANSWERED_IN_WORDS
