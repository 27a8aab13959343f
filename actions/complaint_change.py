"""Carrying out a remedy: in the shop, by a proposal that a person decides, or by a person's promise. What fails is said.

Every change has a key of its own for a ticket, a remedy and the facts that it rests on, so that a second yes, a second
channel or a second run of the turn gives nothing twice.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast

import structlog

from actions import wording
from actions.asking import Asking
from actions.complaint_case import Complaint
from actions.complaint_deed import change_of
from actions.complaint_offer import facts_in
from actions.complaint_person import due_in, offered_by, owe
from actions.complaint_words import Answer
from actions.composition import Ports
from actions.speech import Speech
from bot.care.effects import MoneyProposed, RemedyAnswered
from bot.care.promise_times import after_night, rounded_up
from bot.care.remedy import Offer, RemedyName
from bot.errors import OutcomeUnknown, ShopUnavailable
from bot.shop.changes import Change, MakeUrge, Outcome
from bot.shop.port import ShopChanges

_URGED = {"urge_shipping": "shipping", "urge_delivery": "delivery"}
_MONEY = {"refund": "refund", "partial_refund": "compensation", "compensation": "compensation"}
_PERSON_WITHIN_H = 4.0
_NEWS_WITHIN = timedelta(hours=4)
_A_PERSON_DECIDES = frozenset({"over_bot_limit", "no_rule"})  # as the shop's rules of service call it

_log = structlog.get_logger("actions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """`state`: done, person (she decides), changed (the facts are others), refused or unknown; `outcome` only when the shop
    answered."""

    state: str
    outcome: Outcome | None = None


async def do_at_once(
    asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, offer: Offer, answer: Answer
) -> None:
    """What needs no yes: pushing shop or carrier, or a person who looks into it."""
    if offer.name in _URGED and complaint.order is not None:
        await _urge(asking, speech, ports, complaint, offer, answer)
        return
    due_at = await due_in(asking, ports, offer.within_hours)
    if due_at is None:
        answer.add(complaint.lines.say("with_nobody"))
        return
    lost = offer.name == "trace" and complaint.order is not None and complaint.order.status == "lost"
    name = "trace_lost" if lost else offer.name
    what = complaint.lines.say(f"what_{name}")
    owe(speech, answer, ticket_id=complaint.ticket_id, what=what, due_at=due_at, keeper=_keeper(offer))
    _answered(speech, complaint, offer, "accepted")
    unknown = name == "trace" and "carrier" not in complaint.facts  # no order, or the record names no carrier
    done = "trace_some_done" if unknown else f"{name}_done"
    answer.add(complaint.lines.say(done, {**complaint.facts, "due": wording.by(due_at, asking.now)}))


async def _urge(
    asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, offer: Offer, answer: Answer
) -> None:
    assert complaint.order is not None
    order_id = complaint.order.order_id
    change = MakeUrge(order_id=order_id, what=_URGED[offer.name], at=asking.now)
    tried = await tried_in_shop(ports, change, key=f"{asking.turn_id}/make_urge/{order_id}/{change.what}")
    lines, what = complaint.lines, complaint.lines.say(f"what_{offer.name}")
    if tried.state == "done":
        due_at = _news_due(asking, tried.outcome)
        owe(
            speech, answer, ticket_id=complaint.ticket_id, what=what, due_at=due_at, keeper="bot", order_id=order_id
        )  # fmt: skip
        _answered(speech, complaint, offer, "done", tried.outcome)
        facts = {"carrier": "快递", **complaint.facts, "due": wording.by(due_at, asking.now)}
        answer.add(lines.say(f"{offer.name}_done", facts))
        return
    later = await due_in(asking, ports, offer.within_hours)
    if later is None:
        answer.add(lines.say("with_nobody"))
        return
    owe(speech, answer, ticket_id=complaint.ticket_id, what=what, due_at=later, keeper="agent")
    answer.add(lines.say("not_urged", {"due": wording.by(later, asking.now)}))


async def push_beside(
    asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, name: RemedyName, answer: Answer
) -> None:
    """Pushed too where a person takes over: no promise of the bot's own, that person says what becomes of it."""
    if complaint.order is None:
        return
    order_id, policy = complaint.order.order_id, complaint.policy.remedies[name]
    offer = Offer(name=policy.name, who=policy.who, within_hours=policy.within_hours, ask=False, person=False)
    change = MakeUrge(order_id=order_id, what=_URGED[name], at=asking.now)
    tried = await tried_in_shop(ports, change, key=f"{asking.turn_id}/make_urge/{order_id}/{change.what}")
    if tried.state == "done":
        _answered(speech, complaint, offer, "done", tried.outcome)
        answer.add(complaint.lines.say(f"{name}_also", {"carrier": "快递", **complaint.facts}))


def _news_due(asking: Asking, outcome: Outcome | None) -> datetime:
    """When the bot comes back with news: as the shop says, and never later than it takes to forget it."""
    latest = rounded_up(asking.now + _NEWS_WITHIN)
    given = outcome.due_at.astimezone(asking.zone) if outcome and outcome.due_at else None
    due_at = rounded_up(given) if given is not None and asking.now < given <= latest + _NEWS_WITHIN else latest
    return after_night(due_at)


async def carry_out(
    asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, offer: Offer, answer: Answer
) -> str:
    """After her yes: done, changed (nothing was done, the facts are others), or failed: then a person has to."""
    if offer.name in _MONEY:
        return _became(await _propose(asking, speech, ports, complaint, offer, answer))
    if offer.name == "apology_call":
        return _became(await _call(asking, speech, ports, complaint, offer, answer))
    change = change_of(asking, complaint, offer)
    if change is None:
        return "failed"
    facts = facts_in(offer.name, complaint)
    key = "/".join(part for part in ("remedy", complaint.ticket_id, offer.name, facts) if part)
    tried = await tried_in_shop(ports, replace(change, facts=facts), key=key)
    if tried.state == "changed":
        return "changed"
    if tried.state == "person":
        return _became(await _for_a_person(asking, speech, ports, complaint, offer, answer))
    _answered(speech, complaint, offer, tried.state, tried.outcome)
    if tried.state != "done" or tried.outcome is None:
        answer.add(await _failed(asking, speech, ports, complaint, answer, tried.state))
        return "failed"
    due_at = tried.outcome.due_at or asking.now + timedelta(hours=offer.within_hours)
    due_at = rounded_up(due_at.astimezone(asking.zone))
    next_what = await _next_of(ports, change.order_id, tried.outcome.reference)
    _say_done(asking, speech, complaint, offer, answer, tried.outcome, due_at, next_what)
    return "done"


async def _next_of(ports: Ports, order_id: str, reference: str) -> str:
    """What comes next in the case that was opened: send_back is hers to do; empty for what is no case."""
    care = (await ports.shop.care_of([order_id])).get(order_id)
    cases = care.after_sales if care is not None else ()
    return next((case.next_what for case in cases if case.after_sale_id == reference), "")


def _became(done: bool) -> str:
    return "done" if done else "failed"


async def _for_a_person(
    asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, offer: Offer, answer: Answer
) -> bool:
    """The shop lets the bot not decide it: a person does, by a time."""
    due_at = await due_in(asking, ports, max(offer.within_hours, _PERSON_WITHIN_H))
    if due_at is None:
        return False
    _answered(speech, complaint, offer, "accepted")
    what = complaint.lines.say(f"what_{offer.name}")
    owe(speech, answer, ticket_id=complaint.ticket_id, what=what, due_at=due_at, keeper="agent")
    title = complaint.lines.say(f"short_{offer.name}")
    answer.add(complaint.lines.say("accepted_person", {"remedy": title, "due": wording.by(due_at, asking.now)}))
    return True


def _say_done(
    asking: Asking,
    speech: Speech,
    complaint: Complaint,
    offer: Offer,
    answer: Answer,
    outcome: Outcome,
    due_at: datetime,
    next_what: str,
) -> None:
    lines = complaint.lines
    facts = {
        "next": lines.say(
            "next_send_back" if next_what == "send_back" else "next_told", {"due": wording.by(due_at, asking.now)}
        ),
        "reference": outcome.reference,
        "due": wording.by(due_at, asking.now),
        "amount": wording.yuan(outcome.amount_fen or offer.amount_fen),
        "until": wording.date(asking.now + timedelta(days=offer.valid_days), asking.zone),
    }
    answer.add(lines.say(f"accepted_{offer.name}", facts))
    if offer.name != "coupon" and next_what != "send_back":
        what = lines.say(f"what_{offer.name}")
        owe(speech, answer, ticket_id=complaint.ticket_id, what=what, due_at=due_at, keeper="agent")


async def _propose(
    asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, offer: Offer, answer: Answer
) -> bool:
    due_at = await due_in(asking, ports, offer.within_hours)
    if due_at is None or offer.amount_fen <= 0:
        return False
    if await _is_proposed(ports, complaint, offer):
        answer.add(complaint.lines.say("money_proposed"))
        return True
    speech.effect(
        MoneyProposed(
            proposal_id=_proposal_id(complaint, offer),
            what=_MONEY[offer.name],
            amount_fen=offer.amount_fen,
            reason=_reason(complaint, offer),
            order_id=complaint.who.order_id,
        )
    )
    _answered(speech, complaint, offer, "accepted")
    what = complaint.lines.say(f"what_{offer.name}")
    owe(speech, answer, ticket_id=complaint.ticket_id, what=what, due_at=due_at, keeper="agent")
    facts = {"amount": wording.yuan(offer.amount_fen), "due": wording.by(due_at, asking.now)}
    answer.add(complaint.lines.say("accepted_money", facts))
    return True


async def _is_proposed(ports: Ports, complaint: Complaint, offer: Offer) -> bool:
    """Whether a person decides on such money for this order already, or has said yes to it."""
    order_id = complaint.who.order_id
    if order_id is None:
        return False
    return await ports.proposals.state_of(_MONEY[offer.name], order_id, offer.amount_fen) is not None


async def _call(
    asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, offer: Offer, answer: Answer
) -> bool:
    """Only where there is a number to call: the order's or the customer's."""
    due_at = await offered_by(asking, ports, offer)
    if due_at is None or not (complaint.order or complaint.customer):
        return False
    _answered(speech, complaint, offer, "accepted")
    what = complaint.lines.say("what_apology_call")
    owe(speech, answer, ticket_id=complaint.ticket_id, what=what, due_at=due_at, keeper="supervisor")
    answer.add(complaint.lines.say("accepted_call", {"due": wording.by(due_at, asking.now)}))
    return True


async def _failed(
    asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, answer: Answer, state: str
) -> str:
    due_at = await due_in(asking, ports, 4)
    if due_at is None:
        return complaint.lines.say("with_nobody")
    what = complaint.lines.say("what_reply")
    owe(speech, answer, ticket_id=complaint.ticket_id, what=what, due_at=due_at, keeper="agent")
    line = "refused_by_shop" if state == "refused" else "outcome_unknown"
    return complaint.lines.say(line, {"due": wording.by(due_at, asking.now)})


async def tried_in_shop(ports: Ports, change: Change, *, key: str) -> Tried:
    """Ask the shop once. No answer and no certainty are told apart from a no."""
    try:
        outcome = await cast(ShopChanges, ports.shop).change(change, key=key)
    except OutcomeUnknown:
        _log.warning("remedy.unknown", change=change.kind, order=change.order_id[-4:])
        return Tried(state="unknown")
    except ShopUnavailable:
        return Tried(state="refused")
    if outcome.done:
        return Tried(state="done", outcome=outcome)
    if outcome.reason == "facts_changed":
        return Tried(state="changed", outcome=outcome)
    return Tried(state="person" if outcome.reason in _A_PERSON_DECIDES else "refused", outcome=outcome)


def _answered(speech: Speech, complaint: Complaint, offer: Offer, state: str, outcome: Outcome | None = None) -> None:
    goodwill = offer.amount_fen if offer.name != "refund" and state in ("done", "accepted", "unknown") else 0
    speech.effect(
        RemedyAnswered(
            ticket_id=complaint.ticket_id,
            remedy=offer.name,
            answer=state,
            amount_fen=goodwill,
            order_id=complaint.who.order_id,
            reference=(outcome.reference or None) if outcome else None,
        )
    )


def _keeper(offer: Offer) -> str:
    return offer.who if offer.who in ("agent", "supervisor") else "agent"


def _proposal_id(complaint: Complaint, offer: Offer) -> str:
    """The same for a ticket and a remedy, whatever turn or channel the yes came from."""
    key = f"{complaint.ticket_id}/{offer.name}".encode()
    return "P" + hashlib.blake2b(key, digest_size=8).hexdigest().upper()


def _reason(complaint: Complaint, offer: Offer) -> str:
    """What a person checks it by."""
    topic = complaint.lines.say(f"topic_{complaint.cause}")
    goods = complaint.facts.get("goods", "")
    return f"{topic}：{goods}，工单 {complaint.ticket_id}，{complaint.lines.say(f'title_{offer.name}')}"
