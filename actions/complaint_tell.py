"""Answering a complaint whose order is known or not needed: comfort once, where it stands, then a step or a choice.

When it goes on: fewer words, no second comfort, a person. What is decided by rules is in bot.care and bot.handoff.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions import wording
from actions.asking import Asking
from actions.complaint_case import Complaint, in_thread
from actions.complaint_change import do_at_once
from actions.complaint_person import call_person, due_in
from actions.complaint_words import (
    Answer,
    comfort_for,
    comforted,
    level_of,
    none_of_them,
    parcel_cards,
    phrase,
    remedy_button,
    ticket_card,
)
from actions.composition import Ports
from actions.speech import Speech
from actions.thread import Thread
from bot.care.cause import OF_ARRIVED
from bot.care.effects import ComplaintRaised, RemedyOffered
from bot.care.remedy import AT_A_TIME, Offer, at_once, choices, demands_too_much
from bot.handoff.escalation import Escalation, Grounds, escalation_of
from bot.text import grievances

_WITH_PHOTO = frozenset({"damaged", "defective", "wrong_item", "missing_item", "not_as_described"})
_DETAILS = {"price": "price_details", "service": "when_it_was"}
_HERE = frozenset({"signed", "returned"})


async def tell(asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, thread: Thread) -> Thread:
    """Say it, store it, and give the thread as it stands afterwards."""
    counted = _counted(asking, thread)
    grounds = grounds_of(asking, complaint, counted)
    person = escalation_of(grounds)
    answer = Answer()
    first = complaint.is_new and not _comforted(thread, complaint)
    said = _say_comfort(asking, complaint, thread, answer, first=first)
    _store(asking, speech, complaint, person, said)  # the ticket before what hangs on it
    _say_special(asking, complaint, answer)
    thread = in_thread(replace(thread.settled(), flow=complaint.intent), complaint, **counted)
    offered: tuple[Offer, ...] = ()
    if person is not None:
        if first and complaint.cause in ("late", "not_received") and complaint.matter.true_by_record is not False:
            answer.add(complaint.facts.get("where", ""))
        await call_person(
            asking, speech, ports, answer, why=person.why, ticket_id=complaint.ticket_id, thread=thread,
            lines=complaint.lines,
        )  # fmt: skip
    elif first:
        offered = await _first_step(asking, speech, ports, complaint, thread, answer)
    else:
        offered = await _goes_on(asking, speech, ports, complaint, thread, answer)
    if person is None and complaint.case.wish == "money" and not any(offer.amount_fen for offer in offered):
        answer.add(complaint.lines.say("money_judged"))
    _finish(speech, complaint, answer, offered, with_parcels=first)
    thread = replace(thread, comforted=True, matter=asking.words or thread.matter)
    heard = [*((thread.complaint or {}).get("heard") or ()), *([said] if said else [])]
    thread = in_thread(thread, complaint, heard=heard, comforted=complaint.ticket_id)
    if not offered:
        return thread
    names = [offer.name for offer in offered]
    return in_thread(thread, complaint, offered=names).asking("remedy", flow=complaint.intent)


def _counted(asking: Asking, thread: Thread) -> dict[str, int]:
    """Angry messages in a row, and insults, with this one."""
    before = thread.complaint or {}
    angry = int(before.get("angry", 0)) + 1 if asking.emotion == "angry" else 0
    return {"angry": angry, "insults": int(before.get("insults", 0)) + int(grievances.insults(asking.text))}


def grounds_of(asking: Asking, complaint: Complaint, counted: dict[str, int], **more: Any) -> Grounds:
    ticket = complaint.standing.ticket
    reopened = ticket is not None and ticket.status == "settled"
    return Grounds(
        threat=asking.intent == "threaten_escalation" or grievances.threatens(asking.text),
        demands_too_much=demands_too_much(
            grievances.demanded_fen(asking.text) if complaint.case.wish == "money" else None,
            complaint.case,
            complaint.policy.limits,
        ),
        insults=counted["insults"],
        misses=(ticket.misses if ticket else 0) + int(reopened),
        times=complaint.times,
        angry_turns=counted["angry"],
        heat=asking.heat,
        customer_class=complaint.level,
        value_fen=complaint.case.value_fen,
        **more,
    )


def _comforted(thread: Thread, complaint: Complaint) -> bool:
    return (thread.complaint or {}).get("comforted") in (complaint.ticket_id, complaint.cause)


def _say_comfort(asking: Asking, complaint: Complaint, thread: Thread, answer: Answer, *, first: bool) -> str | None:
    """The key of the words that were said."""
    if not first:
        if not _comforted(thread, complaint) or complaint.times > 1:
            answer.add(complaint.lines.say("again" if "goods" in complaint.facts else "again_bare", complaint.facts))
        return None
    words = comfort_for(asking, complaint, thread)
    if words is None:
        return None
    answer.add(comforted(words, complaint.facts))
    return words.key


def _say_special(asking: Asking, complaint: Complaint, answer: Answer) -> None:
    """A threat is her right; a sum beyond everybody's limit is not promised."""
    lines = complaint.lines
    if asking.intent == "threaten_escalation" or grievances.threatens(asking.text):
        answer.add(lines.say("threat"))
    demanded = grievances.demanded_fen(asking.text) if complaint.case.wish == "money" else None
    if demands_too_much(demanded, complaint.case, complaint.policy.limits):
        answer.add(lines.say("above_limit", {"amount": wording.yuan(demanded or 0)}))


async def _first_step(
    asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, thread: Thread, answer: Answer
) -> tuple[Offer, ...]:
    """Where it stands, what is done at once, what may be chosen; what was offered."""
    lines, facts = complaint.lines, complaint.facts
    if complaint.matter.true_by_record is False:
        return await _against_record(asking, speech, ports, complaint, thread, answer)
    if complaint.cause in ("late", "not_received"):
        answer.add(facts.get("where", ""))
    if complaint.matter.responsibility == "shopper":
        answer.add(lines.say("own_fault"))
    found = complaint.offers
    once = at_once(found)
    if once is not None:
        await do_at_once(asking, speech, ports, complaint, once, answer)
    beside = once is not None
    offered = () if beside and level_of(asking) == "angry" else await _offer(asking, ports, complaint, answer, beside)
    if once is None and not offered:
        await _looked_into(asking, speech, ports, complaint, thread, answer)
    _ask_for_more(asking, complaint, answer)
    return offered


async def _against_record(
    asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, thread: Thread, answer: Answer
) -> tuple[Offer, ...]:
    """The record says otherwise: it is told, without a word about who is right, and what can be done."""
    lines, facts, order = complaint.lines, complaint.facts, complaint.order
    assert order is not None
    if complaint.cause == "late" and order.status in _HERE:
        answer.add(lines.say("here_already", facts))
    elif complaint.cause == "late":
        line = (
            "no_date" if "coming" not in facts else "in_time_ship" if order.status in ("paid", "packed") else "in_time"
        )
        answer.add(lines.say(line, facts))
        name = "urge_shipping" if order.status in ("paid", "packed") else "urge_delivery"
        if order.status not in ("unpaid", "cancelled", "closed"):
            once = complaint.policy.remedies[name]
            offer = Offer(name=once.name, who=once.who, within_hours=once.within_hours, ask=False, person=False)
            await do_at_once(asking, speech, ports, complaint, offer, answer)
    elif complaint.cause == "not_received":
        answer.add(facts.get("where", ""))
        await _looked_into(asking, speech, ports, complaint, thread, answer)
    else:
        answer.add(lines.say("not_here_yet", facts))
        await _looked_into(asking, speech, ports, complaint, thread, answer)
    return ()


async def _looked_into(
    asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, thread: Thread, answer: Answer
) -> None:
    """No remedy is the bot's to offer: a person judges, by a time."""
    check = complaint.policy.remedies["check"]
    offer = Offer(name="check", who=check.who, within_hours=check.within_hours, ask=False, person=True)
    await do_at_once(asking, speech, ports, complaint, offer, answer)
    answer.buttons.append(wording.human(complaint.intent))


async def _offer(asking: Asking, ports: Ports, complaint: Complaint, answer: Answer, beside: bool) -> tuple[Offer, ...]:
    """At most two, best first, as a sentence and buttons; nothing that needs one line of an order where none is named."""
    ticket = complaint.standing.ticket
    had = frozenset((*ticket.rejected, *ticket.accepted)) if ticket else frozenset()
    possible = [offer for offer in complaint.offers if _is_possible(offer, complaint)]
    found = choices(tuple(possible), but=had)[: 1 if beside else AT_A_TIME]
    if not found:
        return ()
    lines = complaint.lines
    phrases = []
    for offer in found:
        due_at = await due_in(asking, ports, offer.within_hours)
        phrases.append(phrase(offer, lines, wording.by(due_at, asking.now) if due_at else "一天"))
    if beside:
        due_at = await due_in(asking, ports, found[0].within_hours)
        facts = {
            "amount": wording.yuan(found[0].amount_fen),
            "due": wording.by(due_at, asking.now) if due_at else "一天",
        }
        answer.add(lines.say(f"besides_{found[0].name}", facts))
    elif len(phrases) == 1:
        answer.add(lines.say("choose_one", {"first": phrases[0]}))
    else:
        answer.add(lines.say("choose_two", {"first": phrases[0], "second": phrases[1]}))
    answer.buttons += [remedy_button(offer.name, complaint.ticket_id, lines) for offer in found]
    if not beside:
        answer.buttons.append(none_of_them(complaint.ticket_id, lines))
    return found


def _is_possible(offer: Offer, complaint: Complaint) -> bool:
    if offer.name in ("resend", "replace", "return_paid_freight"):
        return complaint.item is not None
    if offer.name == "apology_call":
        return bool(complaint.order or complaint.customer)
    return True


def _ask_for_more(asking: Asking, complaint: Complaint, answer: Answer) -> None:
    """A photo, or what a person will need; one request, and none of somebody who is angry."""
    if level_of(asking) == "angry":
        return
    if complaint.cause in _WITH_PHOTO and complaint.matter.responsibility != "shopper":
        answer.add(complaint.lines.say(f"photo_{complaint.cause}"))
    elif complaint.cause in _DETAILS:
        answer.add(complaint.lines.say(_DETAILS[complaint.cause]))


async def _goes_on(
    asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, thread: Thread, answer: Answer
) -> tuple[Offer, ...]:
    """Few words: what is new, the time that was given; the choice again only while it is open."""
    ticket = complaint.standing.ticket
    if ticket is None or complaint.times == 1:  # comforted before its order was known: only now the step is due
        return await _first_step(asking, speech, ports, complaint, thread, answer)
    if complaint.cause == "late":
        answer.add(complaint.facts.get("where", ""))
    if ticket.due_at is not None and not ticket.broken:
        answer.add(complaint.lines.say("again_due", {"due": wording.by(ticket.due_at, asking.now)}))
        answer.promise(ticket.what or "", ticket.due_at)
        answer.buttons.append(wording.human(complaint.intent))
        return ()
    offered = await _offer(asking, ports, complaint, answer, beside=False)
    if not offered:
        await _looked_into(asking, speech, ports, complaint, thread, answer)
    return offered


def _store(asking: Asking, speech: Speech, complaint: Complaint, person: Escalation | None, said: str | None) -> None:
    speech.effect(
        ComplaintRaised(
            ticket_id=complaint.ticket_id,
            matter=complaint.key,
            cause=complaint.cause,
            text=complaint.words or asking.text or "[图片]",
            responsibility=complaint.matter.responsibility,
            severity=severity_of(asking, complaint, person),
            emotion=asking.emotion,
            order_id=complaint.who.order_id,
            subject=complaint.facts.get("goods"),
            wish=complaint.case.wish,
            comfort=said,
            upload_id=asking.photo or (asking.thread.complaint or {}).get("photo"),
        )
    )


def severity_of(asking: Asking, complaint: Complaint, person: Escalation | None) -> str:
    """low, normal, high or urgent: what the desk sorts by."""
    if person is not None and person.at_once:
        return "urgent"
    if person is not None or asking.emotion == "angry" or complaint.level == "vip":
        return "high"
    return "normal" if complaint.cause in OF_ARRIVED or asking.emotion == "upset" else "low"


def _finish(
    speech: Speech, complaint: Complaint, answer: Answer, offered: tuple[Offer, ...], *, with_parcels: bool
) -> None:
    """The effects go out before the words, the ticket's card with them."""
    if offered:
        speech.effect(RemedyOffered(ticket_id=complaint.ticket_id, remedies=",".join(offer.name for offer in offered)))
    status = complaint.standing.ticket.status if complaint.standing.ticket and not complaint.is_new else "open"
    answer.cards = [
        *(parcel_cards(complaint) if with_parcels else ()),
        ticket_card(complaint.ticket_id, complaint.intent, status, answer),
    ]
    answer.say(speech)
