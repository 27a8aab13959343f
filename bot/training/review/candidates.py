"""Which messages the bot missed, and why we think so: rules over what was heard and what speaks against it.

Pure. Texts leave here masked. A message is a candidate once, by the strongest reason.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from bot.nlu.intents import INTENTS_BY_TOPIC, TOPIC_OF
from bot.records.heard import Heard, Talk
from bot.text.titles import MEANINGS
from bot.training.examples import sameness_key
from bot.training.review.masking import masked

REASONS = ("relabelled", "button", "not_solved", "bad_rating", "quick_handoff", "unsure", "low", "out_of_scope")
SURE = 0.45  # as bot/conversation/evidence.py's Limits.sure
QUICK_MS = 120_000
_MAY_HIDE_A_WISH = frozenset({"inform", "chitchat", "suggestion", "out_of_scope"})
_TALK = frozenset(INTENTS_BY_TOPIC["talk"]) - _MAY_HIDE_A_WISH
_UNSURE = frozenset({"unsure", "nlu_fallback"})
_LONGEST, _SHORTEST = 120, 2
_SAYING = 6  # characters; what is longer and not clearly talk may be a wish
_CLEARLY = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """`wish`: the intent that a click or an agent gave it, None where nobody did."""

    heard: Heard
    reason: str
    wish: str | None = None


@dataclass(slots=True, kw_only=True)
class Candidate:
    """One masked text, however often it was said. `key` is its hash; `wishes` what clicks and agents gave it."""

    key: str
    text: str
    times: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    wishes: Counter[str] = field(default_factory=Counter)
    taken_for: Counter[str] = field(default_factory=Counter)
    conversations: set[str] = field(default_factory=set)


def key_of(text: str) -> str:
    """Of a masked text: the same for texts that are one sentence in training."""
    return hashlib.sha256(sameness_key(text).encode()).hexdigest()[:32]


def missed_in(talk: Talk) -> Iterator[Missed]:
    """The missed messages of one conversation, each once."""
    found: dict[int, Missed] = {}
    for each in [*_by_itself(talk.heard), *_by_what_followed(talk.heard), *_by_marks(talk)]:
        before = found.get(each.heard.position)
        if before is None or REASONS.index(each.reason) < REASONS.index(before.reason):
            found[each.heard.position] = each
    yield from found.values()


def _by_itself(heard: list[Heard]) -> Iterator[Missed]:
    for each in heard:
        if each.clicked:
            continue
        if each.intent in _UNSURE or not each.intent:
            yield Missed(heard=each, reason="unsure")
        elif each.intent == "out_of_scope":
            yield Missed(heard=each, reason="out_of_scope")
        elif each.confidence < SURE:
            yield Missed(heard=each, reason="low")


def _by_what_followed(heard: list[Heard]) -> Iterator[Missed]:
    for each, after in pairwise(heard):
        if each.clicked or each.last_seq is None:
            continue
        doubtful = each.intent not in TOPIC_OF or each.intent == "out_of_scope" or each.confidence < SURE
        if doubtful and after.clicked and after.intent in TOPIC_OF and after.intent != "request_human":
            yield Missed(heard=each, reason="button", wish=after.intent)
        elif after.intent == "problem_not_solved" and _may_be_a_wish(each):
            yield Missed(heard=each, reason="not_solved")
        elif after.intent == "request_human" and _may_be_a_wish(each) and after.at_ms - each.at_ms <= QUICK_MS:
            yield Missed(heard=each, reason="quick_handoff")


def _by_marks(talk: Talk) -> Iterator[Missed]:
    for after_seq in talk.rated_low:
        if last := _last_wish(talk.heard, after_seq):
            yield Missed(heard=last, reason="bad_rating")
    for requested_ms, from_seq in talk.handoffs:
        last = _last_wish(talk.heard, from_seq)
        if last and requested_ms - last.at_ms <= QUICK_MS:
            yield Missed(heard=last, reason="quick_handoff")
    yield from _by_agents(talk)
    wish = next((found for tag in talk.tags if (found := wish_of_tag(tag))), None)
    seq = talk.handoffs[-1][1] if talk.handoffs else None
    if wish and (last := _last_wish(talk.heard, seq)) and last.intent != wish:
        yield Missed(heard=last, reason="relabelled", wish=wish)


def _by_agents(talk: Talk) -> Iterator[Missed]:
    """What an agent said of a line at the desk. A turn that held two wishes was taken rightly when one of them is hers."""
    for last_seq, wish in talk.relabels:
        typed = [each for each in talk.heard if each.last_seq == last_seq and not each.clicked]
        if typed and wish not in {each.intent for each in typed}:
            yield Missed(heard=typed[0], reason="relabelled", wish=wish)


def wish_of_tag(tag: str) -> str | None:
    """The intent that an agent's tag names, by name or by title (催发货); None for other tags."""
    return tag if tag in TOPIC_OF else MEANINGS.get(tag)


def _last_wish(heard: list[Heard], until_seq: int | None) -> Heard | None:
    typed = [each for each in heard if not each.clicked and each.last_seq is not None and _may_be_a_wish(each)]
    return next((each for each in reversed(typed) if until_seq is None or (each.last_seq or 0) <= until_seq), None)


def _may_be_a_wish(each: Heard) -> bool:
    """Not a greeting, a thank-you, a yes or no; but 可以赊账不 is no yes, whatever it was taken for."""
    return each.intent not in _TALK or (each.confidence < _CLEARLY and len(sameness_key(each.text)) > _SAYING)


def gather(talks: Mapping[str, Talk], without: Iterable[str] = ()) -> list[Candidate]:
    """All missed texts, the most frequent first; those whose key is in `without` are left out."""
    known, found = frozenset(without), dict[str, Candidate]()
    for talk in talks.values():
        for each in missed_in(talk):
            text = masked(each.heard.text, talk.names)
            if not _SHORTEST <= len(sameness_key(text)) or len(text) > _LONGEST or not any(map(str.isalpha, text)):
                continue
            key = key_of(text)
            if key not in known:
                _count(found.setdefault(key, Candidate(key=key, text=text)), each)
    return sorted(found.values(), key=lambda one: (-one.times, one.text))


def _count(candidate: Candidate, missed: Missed) -> None:
    candidate.times += 1
    candidate.reasons[missed.reason] += 1
    candidate.taken_for[missed.heard.intent or "nothing"] += 1
    candidate.conversations.add(missed.heard.conversation_id)
    if missed.wish:
        candidate.wishes[missed.wish] += 1
