"""A consultation (咨询): the lines of one conversation with no silence of more than half an hour between them. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

SILENCE_MS = 30 * 60_000
BACK_WITHIN_MS = 24 * 3_600_000

# What was said in one conversation within one half hour of the clock, in which no silence can be longer than that:
# conversation id, first and last moment (milliseconds), and how many lines of the shopper, the bot and people.
Slot = tuple[str, int, int, int, int, int]


@dataclass(slots=True, kw_only=True)
class Consultation:
    """`wish` is the last one that she named, `said` whether the shopper wrote at all; the rest is counted from lines."""

    conversation_id: str
    begin_ms: int
    end_ms: int
    said: bool = False
    bot: int = 0
    people: int = 0
    wish: str | None = None
    agent: str | None = None
    asked_person: bool = False
    complained: bool = False
    back: bool = False
    given_up: bool = False


def cut(slots: Iterable[Slot]) -> dict[str, list[Consultation]]:
    """By conversation, in order; `slots` by time. What nobody but bot or agent said in is left out."""
    found: dict[str, list[Consultation]] = {}
    for conversation_id, begin_ms, end_ms, said, bot, people in slots:
        hers = found.setdefault(conversation_id, [])
        if not hers or begin_ms - hers[-1].end_ms > SILENCE_MS:
            hers.append(Consultation(conversation_id=conversation_id, begin_ms=begin_ms, end_ms=end_ms))
        here = hers[-1]
        here.end_ms = end_ms
        here.said = here.said or said > 0
        here.bot += bot
        here.people += people
    heard = {name: [each for each in each_list if each.said] for name, each_list in found.items()}
    return {name: each_list for name, each_list in heard.items() if each_list}


def one_at(consultations: list[Consultation], at_ms: int) -> Consultation | None:
    """The one that was going on then, or had ended half an hour before at most; None for another time."""
    place = bisect_left(consultations, at_ms + 1, key=_began) - 1
    if place < 0:
        return None
    found = consultations[place]
    return found if at_ms - found.end_ms <= SILENCE_MS else None


def _began(consultation: Consultation) -> int:
    return consultation.begin_ms


def mark_who_came_back(consultations: Mapping[str, list[Consultation]], who: Mapping[str, str]) -> None:
    """Sets `back` on each that the same person followed by another within 24 hours of its end."""
    by_person: dict[str, list[Consultation]] = {}
    for conversation_id, each_list in consultations.items():
        by_person.setdefault(who.get(conversation_id, conversation_id), []).extend(each_list)
    for each_list in by_person.values():
        each_list.sort(key=_began)
        for former, later in pairwise(each_list):
            former.back = later.begin_ms - former.end_ms <= BACK_WITHIN_MS
