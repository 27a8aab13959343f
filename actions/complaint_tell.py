"""Answering a complaint whose order is known or not needed: comfort once, where it stands, then a step or a choice.

When it goes on: fewer words, no second comfort, a person. What is decided by rules is in bot.care and bot.handoff.
"""

from __future__ import annotations

import re
from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.complaint_case import Complaint, in_thread
from actions.complaint_change import do_at_once, push_beside
from actions.complaint_goods import case_in_hand
from actions.complaint_grounds import counted, grounds_of
from actions.complaint_item import answers_item, ask_item, needs_item
from actions.complaint_offer import bases_of, offer, taken_care_of
from actions.complaint_person import call_person
from actions.complaint_words import (
    Answer,
    comfort_for,
    comforted,
    is_comforted,
    level_of,
    parcel_cards,
    ticket_card,
    told_of,
    topic_of,
    was_placed,
    was_told,
    what_is_new,
)
from actions.composition import Ports
from actions.speech import Speech
from actions.thread import Thread
from bot.care.cause import OF_ARRIVED
from bot.care.effects import ComplaintRaised, RemedyOffered, TicketAnswered
from bot.care.remedy import Offer, RemedyName, at_once, demands_too_much
from bot.handoff.escalation import Escalation, escalation_of
from bot.text import grievances

_WITH_PHOTO = frozenset({"damaged", "defective", "wrong_item", "missing_item", "not_as_described"})
_DETAILS = {"price": "price_details", "service": "when_it_was"}
_WHEN = re.compile(r"什么时候|啥时候|哪天|几[号点天]|多久")
_HERE = frozenset({"signed", "returned"})
_UNSHIPPED = frozenset({"paid", "packed"})
_NOTHING_TO_PUSH = _HERE | {"unpaid", "cancelled", "closed", "refused", "lost"}


async def tell(
    asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, thread: Thread, *, names_order: bool = False,
    person_called: bool = False,
) -> Thread:  # fmt: skip
    """Say it, store it, and give the thread as it stands afterwards.

    `names_order`: it is one of several in this turn; `person_called`: for one of those before it, so that nobody is now.
    """
    counts = counted(asking, thread)
    grounds = grounds_of(asking, complaint, counts)
    person = None if person_called else escalation_of(grounds)
    answer = Answer()
    first = complaint.is_new and not is_comforted(thread, complaint) and not was_placed(asking, complaint)
    names_item = not complaint.is_new and answers_item(asking)
    said = None if names_item else _say_comfort(asking, complaint, thread, answer, first=first)
    if names_order and not first:
        answer.add(complaint.lines.say("order_named", complaint.facts))
    _store(asking, speech, complaint, person, said, names_item=names_item)  # the ticket before what hangs on it
    _say_special(asking, complaint, answer)
    thread = in_thread(replace(thread.settled(), flow=complaint.intent), complaint, **counts)
    offered: tuple[Offer, ...] = ()
    if person is not None:
        await _call(asking, speech, ports, complaint, thread, answer, why=person.why, first=first)
    elif first or names_item:
        offered = await _first_step(asking, speech, ports, complaint, thread, answer)
    else:
        offered = await _goes_on(asking, speech, ports, complaint, thread, answer)
    if person is None:
        _say_money(complaint, answer, offered)
    if person is None and not (person_called or answer.buttons) and asking.holder == "bot":
        answer.buttons.append(wording.human(complaint.intent))
    _finish(speech, complaint, answer, offered, with_parcels=first and not was_told(asking, complaint))
    return _told(asking, complaint, thread, answer, offered, said)


def _say_money(complaint: Complaint, answer: Answer, offered: tuple[Offer, ...]) -> None:
    """She wants money, and nothing that was offered is any."""
    if complaint.case.wish == "money" and not any(each.amount_fen for each in offered):
        answer.add(complaint.lines.say("money_judged"))


def _told(
    asking: Asking, complaint: Complaint, thread: Thread, answer: Answer, offered: tuple[Offer, ...], said: str | None
) -> Thread:
    """The thread as it stands afterwards: what she has heard, and what is asked of her."""
    thread = replace(thread, comforted=True, matter=asking.words or thread.matter)
    heard = [*((thread.complaint or {}).get("heard") or ()), *([said] if said else [])]
    thread = in_thread(thread, complaint, heard=heard, comforted=complaint.ticket_id, told=told_of(complaint))
    if answer.asks:
        return in_thread(thread, complaint, item_asked=complaint.ticket_id).asking(answer.asks, flow=complaint.intent)
    if not offered:
        return thread
    names = [each.name for each in offered]
    kept = in_thread(thread, complaint, offered=names, bases=bases_of(complaint, offered))
    return kept.asking("remedy", flow=complaint.intent)


async def _call(
    asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, thread: Thread, answer: Answer, *,
    why: str, first: bool,
) -> None:  # fmt: skip
    """A person, after where it stands if that is what she has not heard."""
    tells = first and not was_told(asking, complaint)
    if tells and complaint.cause in ("late", "not_received") and complaint.matter.true_by_record is not False:
        answer.add(complaint.facts.get("where", ""))
    elif complaint.cause == "late" and _WHEN.search(asking.words):
        answer.add(what_is_new(complaint, thread))
    if complaint.times == 1 and (name := _push_of(complaint)):
        await push_beside(asking, speech, ports, complaint, name, answer)
    await call_person(
        asking, speech, ports, answer, why=why, ticket_id=complaint.ticket_id, thread=thread,
        lines=complaint.lines, nth=complaint.times,
    )  # fmt: skip


def _push_of(complaint: Complaint) -> RemedyName | None:
    """The push that such a lateness gets, whoever takes over; None where nothing is under way."""
    if complaint.cause != "late" or complaint.order is None or complaint.order.status in _NOTHING_TO_PUSH:
        return None
    return "urge_shipping" if complaint.order.status in _UNSHIPPED else "urge_delivery"


def _say_comfort(asking: Asking, complaint: Complaint, thread: Thread, answer: Answer, *, first: bool) -> str | None:
    """The key of the words that were said."""
    if not first:
        if complaint.times > 1 or not (is_comforted(thread, complaint) or was_placed(asking, complaint)):
            again = "again" if "goods" in complaint.facts else "again_bare"
            answer.add(complaint.lines.say(again, complaint.facts, nth=complaint.times) if complaint.times < 4 else "")
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
    if complaint.cause in ("late", "not_received") and not was_told(asking, complaint):
        answer.add(facts.get("where", ""))
    if complaint.matter.responsibility == "shopper":
        answer.add(lines.say("own_fault"))
    if needs_item(asking, complaint):
        ask_item(complaint, answer)
        return ()
    if answers_item(asking) and complaint.item is not None:
        answer.add(lines.say("item_known", facts))
    answer.add(taken_care_of(complaint))
    once = at_once(complaint.offers)
    if once is not None:
        await do_at_once(asking, speech, ports, complaint, once, answer)
    beside = once is not None
    offered = (
        () if beside and level_of(asking) == "angry" else await offer(asking, ports, complaint, answer, beside=beside)
    )
    if once is None and not offered:
        await _looked_into(asking, speech, ports, complaint, thread, answer)
    if case_in_hand(complaint.care, complaint.item) is None:
        _ask_for_more(asking, complaint, answer)
    return offered


async def _against_record(
    asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, thread: Thread, answer: Answer
) -> tuple[Offer, ...]:
    """The record says otherwise: it is told, without a word about who is right, and what can be done."""
    lines, facts, order = complaint.lines, complaint.facts, complaint.order
    assert order is not None
    if was_placed(asking, complaint):
        facts = {**facts, "where": ""}
    if complaint.cause == "late" and order.status in _HERE:
        answer.add(lines.say("here_already", facts))
    elif complaint.cause == "late":
        line = "no_date" if "coming" not in facts else "in_time_ship" if order.status in _UNSHIPPED else "in_time"
        if not was_placed(asking, complaint):
            answer.add(lines.say(line, facts))
        if name := _push_of(complaint):
            once = complaint.policy.remedies[name]
            urge = Offer(name=once.name, who=once.who, within_hours=once.within_hours, ask=False, person=False)
            await do_at_once(asking, speech, ports, complaint, urge, answer)
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
    looks = Offer(name="check", who=check.who, within_hours=check.within_hours, ask=False, person=True)
    await do_at_once(asking, speech, ports, complaint, looks, answer)
    answer.buttons.append(wording.human(complaint.intent))


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
    """Few words: what is new, the time that was given; a choice while it is open."""
    ticket = complaint.standing.ticket
    if ticket is None or complaint.times == 1:  # comforted before its order was known: only now the step is due
        return await _first_step(asking, speech, ports, complaint, thread, answer)
    if complaint.cause == "late" and not was_placed(asking, complaint):
        answer.add(what_is_new(complaint, thread))
    if ticket.due_at is not None and not ticket.broken:
        due = {"due": wording.by(ticket.due_at, asking.now)}
        answer.add(complaint.lines.say("again_due", due, nth=complaint.times))
        answer.promise(ticket.what or "", ticket.due_at)
        answer.buttons.append(wording.human(complaint.intent))
        return ()
    offered = await offer(asking, ports, complaint, answer, again=bool(ticket.offered))
    if not offered:
        await _looked_into(asking, speech, ports, complaint, thread, answer)
    return offered


def _store(
    asking: Asking, speech: Speech, complaint: Complaint, person: Escalation | None, said: str | None, *,
    names_item: bool,
) -> None:  # fmt: skip
    """A message about the matter; which goods it is about, when that was asked, is no new one."""
    unclear = complaint.one_of_several and complaint.item is None and complaint.cause in OF_ARRIVED
    subject = None if unclear else complaint.facts.get("goods")
    if names_item:
        more = TicketAnswered(ticket_id=complaint.ticket_id, answer="more", text=asking.text or None, subject=subject)
        speech.effect(more)
        return
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
            subject=subject,
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
        speech.effect(RemedyOffered(ticket_id=complaint.ticket_id, remedies=",".join(each.name for each in offered)))
    status = complaint.standing.ticket.status if complaint.standing.ticket and not complaint.is_new else "open"
    answer.cards = [
        *(parcel_cards(complaint) if with_parcels else ()),
        ticket_card(complaint.ticket_id, topic_of(complaint), status, answer),
    ]
    answer.say(speech)
