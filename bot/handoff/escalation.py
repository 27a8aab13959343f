"""When the bot passes somebody on to a person by itself: it has failed her again and again, or she is past patience.

Pure. The rule is a shop's duty of care (first comfort, then solve; at repeated failure or anger a person).
"""

from __future__ import annotations

from dataclasses import dataclass

MISSES = 3
FURIOUS = 0.9  # of the mood's score: no second message is waited for
LOYAL = frozenset({"vip"})
BIG_FEN = 200_000  # goods worth this much are a person's at the first refusal or miss
_ALWAYS = frozenset({"threaten_escalation"})


def reason_to_escalate(*, misses: int, emotion: str, intent: str) -> str | None:
    """not_understood, threat or anger; None while the bot may go on. `misses`: turns in a row that it did not understand."""
    if intent in _ALWAYS:
        return "threat"
    if emotion == "angry" and misses:
        return "anger"
    if misses >= MISSES:
        return "not_understood"
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What may make a complaint a person's. `harm`: fire, allergy or injury; `misses`: broken promises, settlements that did
    not hold; `times`: her messages about this matter, this one too; `angry_turns` in a row, this one too."""

    asked: bool = False
    despair: bool = False
    harm: str | None = None
    threat: bool = False
    refused: bool = False
    demands_too_much: bool = False
    insults: int = 0
    misses: int = 0
    times: int = 1
    angry_turns: int = 0
    heat: float = 0.0
    customer_class: str = "guest"
    value_fen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """`why` as in HandoffRequested; `at_once`: before everybody who waits; `skill` as in bot.handoff.skills."""

    why: str
    at_once: bool = False
    skill: str = "complaint"


def escalation_of(grounds: Grounds) -> Escalation | None:
    """Why a person takes over now, the gravest ground first; None while the bot may go on.

    Loyal customers, and whoever has much money in it, one step earlier than others.
    """
    early = grounds.customer_class in LOYAL or grounds.value_fen >= BIG_FEN
    furious = grounds.angry_turns > 0 and grounds.heat >= FURIOUS
    for why, met in (
        ("despair", grounds.despair),
        ("safety", grounds.harm is not None),
        ("threat", grounds.threat),
        ("asked", grounds.asked),
        ("above_limit", grounds.demands_too_much),
        ("remedy_refused", grounds.refused),
        ("second_miss", grounds.misses >= (1 if early else 2)),
        ("anger", furious or grounds.angry_turns >= (1 if early else 2)),
        ("abuse", grounds.insults >= 2),
        ("not_settled", grounds.times >= (2 if early else 3)),
    ):
        if met:
            return Escalation(why=why, at_once=why in AT_ONCE)
    return None


AT_ONCE = frozenset({"despair", "safety"})
