"""Order numbers, phones and their tails, tracking numbers, identity and bank cards, in any spelling and grouping.

Holds the reading of a text; whether a number exists is the shop's to say, how it is shown is `bot.text.redact`'s.
"""

import re
from dataclasses import dataclass
from typing import Literal

from bot.text.digits import MASKED_PHONE, DigitGroup, find_digit_groups
from bot.text.fold import fold
from bot.text.identifier_parse import Item, parse_run
from bot.text.identifier_words import context_before, is_filler, is_negated, says_tail_after

MAX_GROUPS = 200
_APART = re.compile(r"[\s,.;:!?、。，；：|/]{1,4}")
Kind = Literal["order_number", "phone", "phone_tail", "tracking_number", "id_card", "bank_card"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """One number at [start, end) of the text; `value` is plain digits (a tracking number's letters in upper case).

    A phone's value is its 11 digits. `negated`: the shopper says that it is not this one.
    """

    kind: Kind
    value: str
    start: int
    end: int
    negated: bool = False


def find_identifiers(text: str) -> list[Identifier]:
    """The identifiers in the order of the text; empty for none.

    A bare group of four counts as a phone's tail only where the message gives numbers and nothing else, beside a word
    such as 尾号, or right beside an order number; the last four of 136****8487 are one too. Three loose groups of four (1299 1399 1499) are an order number only in such a message.
    """
    folded = fold(text)
    found = read_identifiers(text)
    gives_numbers = _gives_numbers(folded, found)
    return [
        identifier
        for place, identifier in enumerate(found)
        if gives_numbers
        or _is_certain(folded, identifier)
        or _follows_order(folded, found[:place], identifier)
        or _leads_order(folded, identifier, found[place + 1 : place + 2])
    ]


def gives_only_numbers(text: str) -> bool:
    """查 1234, 订单 2374… 尾号 8487: numbers, and words that only hand them over."""
    found = read_identifiers(text)
    return bool(found) and _gives_numbers(fold(text), found)


def read_identifiers(text: str) -> list[Identifier]:
    """Everything that could be an identifier, in order: what redaction needs, too much for an answer.

    Nothing for a text with more than MAX_GROUPS groups of digits, which no shopper writes.
    """
    folded = fold(text)
    found: list[Identifier] = []
    since = 0
    groups = find_digit_groups(text)
    if len(groups) > MAX_GROUPS:
        return found
    for run in runs_of(groups):
        context = context_before(folded, run[0].start, since)
        for item in parse_run(folded, run, context):
            found.append(_identified(folded, item, found))
        if len(run[-1].digits) >= 4:
            since = run[-1].end
    return sorted([*found, *_masked_phones(folded)], key=lambda each: each.start)


def _masked_phones(folded: str) -> list[Identifier]:
    """136****8487, as apps show it: what can be read of it is the tail."""
    return [
        Identifier(kind="phone_tail", value=match[1], start=match.start(), end=match.end())
        for match in MASKED_PHONE.finditer(folded)
    ]


def runs_of(groups: list[DigitGroup]) -> list[list[DigitGroup]]:
    """The groups in runs that only separators part."""
    runs: list[list[DigitGroup]] = []
    for group in groups:
        if runs and group.gap != "none":
            runs[-1].append(group)
        else:
            runs.append([group])
    return runs


def _identified(folded: str, item: Item, found: list[Identifier]) -> Identifier:
    since = found[-1].end if found else 0
    is_tail = len(item.value) == 4 and says_tail_after(folded, item.end)
    return Identifier(
        kind="phone_tail" if is_tail else item.kind,
        value=item.value,
        start=item.start,
        end=item.end,
        negated=is_negated(folded, since, item.start, item.end),
    )


def _gives_numbers(folded: str, found: list[Identifier]) -> bool:
    rest = []
    done = 0
    for identifier in found:
        rest.append(folded[done : identifier.start])
        done = identifier.end
    return is_filler("".join([*rest, folded[done:]]))


def _follows_order(folded: str, before: list[Identifier], identifier: Identifier) -> bool:
    """Whether a bare four follows an order number with nothing telling between: 我的快递到哪了 4059127744180236 8487."""
    if identifier.kind != "phone_tail" or not before:
        return False
    number = before[-1]
    return (
        number.kind == "order_number" and len(number.value) >= 14 and is_filler(folded[number.end : identifier.start])
    )


def _leads_order(folded: str, identifier: Identifier, after: list[Identifier]) -> bool:
    """Whether a bare four stands by itself right before an order number: 怎么还没到 8487 4059127744180236."""
    if identifier.kind != "phone_tail" or not after or after[0].kind != "order_number" or len(after[0].value) < 14:
        return False
    alone = identifier.start == 0 or _APART.fullmatch(folded[identifier.start - 1])
    return bool(alone and _APART.fullmatch(folded, identifier.end, after[0].start))


def _is_certain(folded: str, identifier: Identifier) -> bool:
    before = context_before(folded, identifier.start)
    if identifier.kind == "phone_tail":
        masked = MASKED_PHONE.fullmatch(folded, identifier.start, identifier.end)
        return masked is not None or before == "phone_tail" or says_tail_after(folded, identifier.end)
    if identifier.kind == "order_number" and len(identifier.value) < 14:
        return before == "order_number" or identifier.end - identifier.start == len(identifier.value)
    return True
