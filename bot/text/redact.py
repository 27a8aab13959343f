"""Masks what a log, an export or another machine must not see. Whatever it writes, it leaves alone the next time.

Holds masks only; what counts as a number is `bot.text.identifiers`', what counts as an address `bot.text.addresses`'.
"""

from bot.text.addresses import find_address_details
from bot.text.digits import find_digit_groups
from bot.text.identifiers import MAX_GROUPS, Identifier, read_identifiers, runs_of

_STARS = "****"
_SHORTEST_NUMBER, _LONGEST_NUMBER = 8, 20


def redact(text: str) -> str:
    """The text with mobile numbers as 138****5678, identity cards as 110***********002X, bank cards, order and tracking

    numbers as their last four behind stars, and addresses down to the district. Redacting twice changes nothing.
    """
    while (masked := _masked_once(text)) != text:
        text = masked
    return text


def _masked_once(text: str) -> str:
    masks = [(found.start, found.end, _mask(found)) for found in read_identifiers(text) if found.kind != "phone_tail"]
    masks += _whole_runs(text)
    masks += [(start, end, _STARS) for start, end in find_address_details(text)]
    parts: list[str] = []
    done = 0
    for start, end, mask in sorted(masks):
        if start < done:
            continue
        parts += (text[done:start], mask)
        done = end
    return "".join([*parts, text[done:]])


def _whole_runs(text: str) -> list[tuple[int, int, str]]:
    """Digits that are no number of any kind and too many to be harmless."""
    groups = find_digit_groups(text)
    dense = len(groups) > MAX_GROUPS
    shortest = _SHORTEST_NUMBER if dense else _LONGEST_NUMBER + 1
    runs = runs_of(groups) if dense else [[group] for group in groups]
    return [
        (run[0].start, run[-1].end, _STARS + digits[-4:])
        for run in runs
        if len(digits := "".join(group.digits for group in run)) >= shortest
    ]


def _mask(found: Identifier) -> str:
    if found.kind == "phone":
        return f"{found.value[:3]}{_STARS}{found.value[-4:]}"
    if found.kind == "id_card":
        return f"{found.value[:3]}{'*' * 11}{found.value[-4:]}"
    return _STARS + found.value[-4:]
