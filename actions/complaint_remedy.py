"""She takes a remedy, or none of them. What was offered is judged anew, so that a button of last week gives nothing of today."""

from __future__ import annotations

import re
from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.base import ThreadAction
from actions.complaint_anew import offer_anew
from actions.complaint_case import Complaint, case_of, in_thread
from actions.complaint_change import carry_out
from actions.complaint_grounds import grounds_of
from actions.complaint_offer import add_buttons, as_the_shop_decides, bases_of, basis_of, due_of, possible
from actions.complaint_person import call_person
from actions.complaint_words import Answer, kept_line, phrase, ticket_card
from actions.composition import Ports
from actions.her_orders import visible_orders
from actions.speech import Speech
from actions.thread import Thread
from bot.care.cause import BY_INTENT, INTENT_OF
from bot.care.complaints import Complainant, TicketView
from bot.care.effects import RemedyAnswered, TicketAnswered
from bot.care.remedy import Offer
from bot.handoff.escalation import Grounds, escalation_of
from bot.text import cues, grievances
from bot.text.ordinals import find_ordinals

# What she calls a remedy when she types instead of clicking.
_CALLED = {
    "resend": re.compile(r"补发|补寄|再发|重发"),
    "replace": re.compile(r"换"),
    "return_paid_freight": re.compile(r"退"),
    "refund": re.compile(r"退"),
    "partial_refund": re.compile(r"补差|补钱|留着|补偿|补我"),
    "compensation": re.compile(r"补偿|赔"),
    "coupon": re.compile(r"券|收下"),
    "apology_call": re.compile(r"电话|来电|负责人|打给"),
}


class ChooseRemedy(ThreadAction):
    action_name = "action_choose_remedy"
    passes_on = False
    takes_up = False
    keeps_matter = True

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        complaint = await complaint_of(asking, self.ports)
        if complaint is None:
            speech.say("utter_remedy_gone", buttons=[wording.human("complain_general")])
            return asking.thread.settled()
        name = _name_of(asking)
        answer = Answer()
        if name is None and _names_another(asking):
            return await _another(asking, speech, self.ports, complaint, answer)
        if name is None:
            return await _which(asking, speech, self.ports, complaint, answer)
        ticket = complaint.standing.ticket
        if ticket is not None and name in ticket.accepted:
            answer.add(complaint.lines.say("accepted_already"))
            answer.say(speech)
            return in_thread(asking.thread.settled(), complaint)
        return await _take(asking, speech, self.ports, complaint, name, answer)


async def _take(
    asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, name: str, answer: Answer
) -> Thread:
    thread = in_thread(
        replace(asking.thread.settled(), draft=None), complaint
    )  # she takes this instead of what was open
    offer = next((each for each in possible(complaint) if each.name == name), None)
    given = _basis_of(asking, name)
    if offer is None or (given and given != basis_of(offer, complaint)):
        return await offer_anew(asking, speech, ports, complaint, thread, answer)
    became = await carry_out(asking, speech, ports, complaint, offer, answer)
    if became == "changed":
        now = await complaint_of(asking, ports) or complaint
        return await offer_anew(asking, speech, ports, now, thread, answer)
    done = became == "done"
    if not done and not answer.parts:
        await call_person(
            asking, speech, ports, answer, why="remedy_failed", ticket_id=complaint.ticket_id, thread=thread,
            lines=complaint.lines,
        )  # fmt: skip
    if not done and not answer.buttons:
        answer.buttons.append(wording.human(complaint.intent))
    answer.cards.append(ticket_card(complaint.ticket_id, complaint.intent, _status(complaint), answer))
    answer.say(speech)
    return in_thread(thread, complaint, offered=[])


async def _which(asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, answer: Answer) -> Thread:
    """A yes to two things is a yes to neither: which one, once; then what may be chosen stays under it."""
    offered = await as_the_shop_decides(asking, ports, complaint, tuple(_offered(asking, complaint)))
    lines = complaint.lines
    phrases = [lines.say(f"title_{offer.name}") for offer in offered]
    if len(phrases) == 2:
        answer.add(lines.say("which_one", {"first": phrases[0], "second": phrases[1]}))
    else:
        answer.add(
            lines.say("choose_one", {"first": phrase(offered[0], lines, "一天")})
            if offered
            else lines.say("again_bare")
        )
    add_buttons(complaint, answer, offered)
    answer.say(speech)
    kept = in_thread(asking.thread, complaint, bases=bases_of(complaint, offered))
    return kept.asking("remedy")


async def words_kept(asking: Asking, speech: Speech, ports: Ports) -> Thread | None:
    """What she adds while she may choose (43的 我要42) goes onto the ticket, and the choice stands; None: nothing is offered."""
    complaint = await complaint_of(asking, ports)
    offered = tuple(_offered(asking, complaint)) if complaint is not None else ()
    if complaint is None or not offered or not asking.text:
        return None
    speech.effect(TicketAnswered(ticket_id=complaint.ticket_id, answer="more", text=asking.text))
    answer, lines = Answer(), complaint.lines
    kept = asking.thread.complaint or {}
    count = int(kept.get("kept", 0))
    titles = [lines.say(f"title_{each.name}") for each in offered]
    if grievances.asks_remedy_time(asking.text):
        answer.add(lines.say("remedy_when", {"due": await due_of(asking, ports, offered[-1])}))
    else:
        answer.add(lines.say(kept_line(asking, "words_kept"), nth=count))
    if len(titles) > 1:
        answer.add(lines.say("offer_stands", {"first": titles[0], "second": titles[1]}))
    add_buttons(complaint, answer, offered)
    answer.say(speech)
    return replace(asking.thread, complaint={**kept, "kept": count + 1})


def _offered(asking: Asking, complaint: Complaint) -> list[Offer]:
    names = (asking.thread.complaint or {}).get("offered") or ()
    return [offer for offer in possible(complaint) if offer.name in names]


def _basis_of(asking: Asking, name: str) -> str:
    """What the offer rested on when it was made: by its button, else as the thread keeps it; empty: it is not known."""
    given = next(iter(asking.values("basis")), None)
    return given or str(((asking.thread.complaint or {}).get("bases") or {}).get(name) or "")


def _name_of(asking: Asking) -> str | None:
    """By the button; else by what she calls it, its place, or a yes where only one was offered."""
    given = asking.values("remedy")
    if given:
        return given[0]
    offered: list[str] = (asking.thread.complaint or {}).get("offered") or []
    called = [name for name in offered if name in _CALLED and _CALLED[name].search(asking.text)]
    if len(called) == 1:
        return called[0]
    ordinals = find_ordinals(asking.text)
    place = ordinals[0].index if ordinals else int(asking.text.strip()[:1]) if cues.is_digit(asking.text) else 0
    if 1 <= place <= len(offered):
        return offered[place - 1]
    return offered[0] if len(offered) == 1 and not _names_another(asking) else None


def _names_another(asking: Asking) -> bool:
    """退货 where only an exchange was offered: a yes to nothing that was said."""
    offered = (asking.thread.complaint or {}).get("offered") or ()
    named = [name for name, pattern in _CALLED.items() if pattern.search(asking.text)]
    return bool(named) and not any(name in offered for name in named)


async def _another(asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, answer: Answer) -> Thread:
    """It is hers to want; a person judges it."""
    speech.effect(TicketAnswered(ticket_id=complaint.ticket_id, answer="more", text=asking.text))
    thread = in_thread(asking.thread.settled(), complaint, offered=[])
    answer.add(complaint.lines.say("not_offered"))
    await call_person(
        asking, speech, ports, answer, why="remedy_refused", ticket_id=complaint.ticket_id, thread=thread,
        lines=complaint.lines,
    )  # fmt: skip
    answer.cards.append(ticket_card(complaint.ticket_id, complaint.intent, _status(complaint), answer))
    answer.say(speech)
    return thread


class RefuseRemedies(ThreadAction):
    """都不合适: no is taken once, and a person takes over."""

    action_name = "action_refuse_remedies"
    passes_on = False
    keeps_matter = True

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        complaint = await complaint_of(asking, self.ports)
        if complaint is None:
            speech.say("utter_remedy_gone", buttons=[wording.human("complain_general")])
            return asking.thread.settled()
        if left := _rest_of(asking, complaint):
            return await _one_refused(asking, speech, complaint, left)
        ticket = complaint.standing.ticket
        open_offers = [
            name for name in (ticket.offered if ticket else ()) if name not in (ticket.accepted if ticket else ())
        ]
        for name in open_offers or (asking.thread.complaint or {}).get("offered") or ():
            speech.effect(RemedyAnswered(ticket_id=complaint.ticket_id, remedy=name, answer="rejected"))
        if asking.text:
            speech.effect(TicketAnswered(ticket_id=complaint.ticket_id, answer="more", text=asking.text))
        thread = in_thread(asking.thread.settled(), complaint, offered=[])
        answer = Answer()
        answer.add(complaint.lines.say("refused"))
        person = escalation_of(grounds_of(asking, complaint, {"angry": 0, "insults": 0}, refused=True)) or _REFUSED
        await call_person(
            asking, speech, self.ports, answer, why=person.why, ticket_id=complaint.ticket_id, thread=thread,
            lines=complaint.lines,
        )  # fmt: skip
        answer.cards.append(ticket_card(complaint.ticket_id, complaint.intent, _status(complaint), answer))
        answer.say(speech)
        return thread


def _rest_of(asking: Asking, complaint: Complaint) -> list[Offer]:
    """What stays of what was offered where she declines one thing by its name: 不想换, offered or not."""
    offered = _offered(asking, complaint)
    named = {name for name, pattern in _CALLED.items() if _declines(pattern.pattern, asking.text)}
    left = [each for each in offered if each.name not in named]
    return left if named and left and len(offered) - len(left) <= 1 else []


def _declines(called: str, text: str) -> bool:
    return bool(re.search(rf"[不别](?:想|要|用|需要|再)?(?:再)?(?:{called})", text))


async def _one_refused(asking: Asking, speech: Speech, complaint: Complaint, left: list[Offer]) -> Thread:
    for gone in (each for each in _offered(asking, complaint) if each not in left):
        speech.effect(RemedyAnswered(ticket_id=complaint.ticket_id, remedy=gone.name, answer="rejected"))
    answer, lines = Answer(), complaint.lines
    answer.add(lines.say("one_refused", {"rest": lines.say(f"title_{left[0].name}")}))
    add_buttons(complaint, answer, tuple(left))
    answer.say(speech)
    kept = in_thread(
        asking.thread, complaint, offered=[each.name for each in left], bases=bases_of(complaint, tuple(left))
    )
    return kept.asking("remedy")


_found = escalation_of(Grounds(refused=True))
assert _found is not None
_REFUSED = _found


async def ticket_meant(asking: Asking, ports: Ports) -> TicketView | None:
    """The one of the button, else of the thread; only hers."""
    who = Complainant(conversation_id=asking.conversation_id, customer_id=asking.customer_id)
    wanted = next(iter(asking.values("ticket")), None) or asking.told.get("ticket_id") or asking.thread.complaint_ticket
    return next((each for each in await ports.complaints.of(who) if each.ticket_id == wanted), None)


async def complaint_of(asking: Asking, ports: Ports) -> Complaint | None:
    """The complaint of that ticket, with its order if she may still see it."""
    ticket = await ticket_meant(asking, ports)
    if ticket is None:
        return await _of_thread(asking, ports)
    order = next((each for each in await visible_orders(asking, ports) if each.order_id == ticket.order_id), None)
    if ticket.order_id and order is None:
        return None
    complaint = await case_of(asking, ports, INTENT_OF[ticket.cause], order, asking.thread.matter or "")  # type: ignore[index]
    return replace(complaint, ticket_id=ticket.ticket_id, standing=replace(complaint.standing, ticket=ticket))


async def _of_thread(asking: Asking, ports: Ports) -> Complaint | None:
    """Where no book is kept, the thread alone knows it."""
    kept = asking.thread.complaint or {}
    cause = kept.get("cause")
    if not kept.get("ticket") or cause not in set(BY_INTENT.values()):
        return None
    order = next((each for each in await visible_orders(asking, ports) if each.order_id == kept.get("order")), None)
    if kept.get("order") and order is None:
        return None
    complaint = await case_of(asking, ports, INTENT_OF[cause], order, asking.thread.matter or "")
    return replace(complaint, ticket_id=kept["ticket"])


def _status(complaint: Complaint) -> str:
    return complaint.standing.ticket.status if complaint.standing.ticket else "open"
