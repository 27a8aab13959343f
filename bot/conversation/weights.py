"""How sure the bot is once nothing but weights is left: thread and record make some wishes likelier. Pure."""

from __future__ import annotations

from bot.conversation import order_evidence
from bot.conversation.views import CASES, TRACKING, Guess, Limits, ParseView, ThreadView
from bot.text import cues

_UNSHIPPED = frozenset({"unpaid", "paid", "packed"})
_MOVING = frozenset({"shipped", "in_transit", "out_for_delivery"})

_OF_RECORD = TRACKING | {"complain_not_received"}  # 我东西呢: whichever of them it is, the record says where it is
_COURTESIES = frozenset({"goodbye", "thank", "problem_solved", "praise"})


def weighted(parse: ParseView, thread: ThreadView) -> tuple[tuple[Guess, ...], str]:
    """The ranking as thread and record re-weigh it, and which of them moved its head ("words": none)."""
    weights = order_evidence.weights(parse.text, {each.intent: each.confidence for each in parse.ranking})
    reasons = []
    if len(cues.without_greeting(parse.text)) >= 4:
        weights["greet"] = 0.05
    if thread.open_statuses is not None:
        reasons.append("record")
        weights.update(_record_weights(thread.open_statuses))
    if thread.asked is None and not thread.flow:
        weights.update({"affirm": 0.8, "inform": 0.8})
    total = sum(each.confidence for each in parse.ranking) or 1.0
    scaled = [(each.confidence * weights.get(each.intent, 1.0), each.intent) for each in parse.ranking]
    factor = total / (sum(value for value, _ in scaled) or 1.0)
    ranking = tuple(
        Guess(intent=intent, confidence=min(1.0, value * factor))
        for value, intent in sorted(scaled, key=lambda pair: -pair[0])
    )
    moved = ranking[0].intent != parse.ranking[0].intent
    return ranking, ("+".join(reasons) or "thread") if moved else "words"


def _record_weights(open_statuses: tuple[str, ...]) -> dict[str, float]:
    if not open_statuses:
        return {"urge_shipping": 0.7, "urge_delivery": 0.7}
    unshipped = _UNSHIPPED.intersection(open_statuses)
    moving = _MOVING.intersection(open_statuses)
    if moving and not unshipped:
        return {"urge_shipping": 0.4, "urge_delivery": 1.3, "complain_late_delivery": 1.2, "track_order": 1.2}
    if unshipped and not moving:
        return {"urge_shipping": 1.3, "urge_delivery": 0.5, "cancel_order": 1.1, "contact_courier": 0.6}
    return {"track_order": 1.1}


def is_sure(parse: ParseView, ranking: tuple[Guess, ...], limits: Limits) -> bool:
    """The best guess alone (or its family together) is high enough, or well ahead of the next."""
    best = ranking[0]
    confidence = best.confidence
    if best.intent in _OF_RECORD:
        confidence = sum(each.confidence for each in ranking if each.intent in _OF_RECORD)
    if best.intent in CASES and parse.things > 1:  # 空气炸锅坏了要退，充电宝换个雾蓝的: one talk about both
        confidence = sum(each.confidence for each in ranking if each.intent in CASES)
    if not parse.in_scope:
        return confidence >= limits.override
    if confidence >= limits.sure:
        return True
    if best.intent in _COURTESIES:  # said in so many words, or not at all: sounds without a sense resemble them
        return False
    rest = [each.confidence for each in ranking[1:] if not (best.intent in _OF_RECORD and each.intent in _OF_RECORD)]
    return confidence >= limits.floor and confidence - max(rest, default=0.0) >= limits.lead
