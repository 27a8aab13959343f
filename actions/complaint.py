"""Every complaint: first whoever is hurt, then which matter and which order, then the answer (complaint_tell.py)."""

from __future__ import annotations

from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.base import ThreadAction
from actions.complaint_case import case_of, in_thread
from actions.complaint_first import first_things, hurt_goes_on, insulted
from actions.complaint_order import order_meant
from actions.complaint_person import call_person
from actions.complaint_tell import tell
from actions.complaint_where import of_record, push_each
from actions.complaint_words import Answer, comforted, general_comfort, ticket_card
from actions.composition import Ports
from actions.speech import HeldBack, Speech
from actions.thread import Thread
from bot.care.cause import BY_INTENT, INTENT_OF, OF_ORDERS, Cause, akin
from bot.care.effects import ComplaintRaised
from bot.care.lines import Lines
from bot.care.remedy import Case, demands_too_much
from bot.care.remedy_file import read_policy
from bot.handoff.escalation import Grounds, escalation_of
from bot.shop.order import Customer
from bot.text import grievances

COMPLAINTS = frozenset(BY_INTENT) - {"threaten_escalation"}
_SAYS_IT = frozenset(BY_INTENT) | {"problem_not_solved"}
_COMPLAINED_OF = {"price_protection": "complain_price"}  # what was looked up, and she is angry about it
_LONGEST_MATTER = 400
_VAGUE = frozenset({"complain_general", "threaten_escalation"})


class Complain(ThreadAction):
    action_name = "action_complain"
    passes_on = False
    keeps_matter = True
    takes_up = False  # who complains is not sent back to a question that was open

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        return await complain(asking, speech, self.ports, _flow(asking))


async def complain(asking: Asking, speech: Speech, ports: Ports, flow: str) -> Thread:
    """Take the complaint `flow` as far as this message allows; give the thread as it stands then."""
    first = await first_things(asking, speech, ports)
    first = first or await hurt_goes_on(asking, speech, ports, flow)
    if first is not None:
        return first
    if grievances.angry_at_the_bot(asking.text) and flow in _VAGUE | {"complain_service"}:
        return await _bot_at_fault(asking, speech, ports)
    flow = "complain_general" if flow == "threaten_escalation" else flow
    thread = replace(asking.thread, flow=flow)
    if flow in _VAGUE and not thread.complaint_ticket:
        done = await insulted(asking, speech, ports, thread)
        return done or await _without_matter(asking, speech, ports, thread)
    cause = BY_INTENT[flow]
    needs_words = cause in OF_ORDERS and not _is_comforted(thread, cause)
    held = HeldBack()
    meant = await order_meant(asking, held, ports, cause, thread)
    thread = meant.thread
    if meant.asked and needs_words:
        thread = _comfort_first(asking, speech, cause, thread, meant.feels or cause)
    held.release(speech)
    if meant.asked:
        return replace(thread, matter=_so_far(asking))
    if meant.several:
        return await push_each(asking, speech, ports, flow, meant.several, thread)
    complaint = await case_of(asking, ports, of_record(flow, meant.order), meant.order, _matter(asking))
    return await tell(asking, speech, ports, complaint, thread)


def _flow(asking: Asking) -> str:
    """The complaint meant: a threat, or anger without a matter, belongs to the one that is talked about."""
    intent = asking.intent if asking.intent in BY_INTENT else "complain_general"
    if intent not in _VAGUE:
        return intent
    kept = (asking.thread.complaint or {}).get("cause")
    if kept:
        return INTENT_OF[kept]
    if asking.thread.flow in _COMPLAINED_OF:
        return _COMPLAINED_OF[asking.thread.flow]
    return asking.thread.flow if asking.thread.flow in COMPLAINTS - _VAGUE else intent  # type: ignore[return-value]


def _matter(asking: Asking) -> str | None:
    """What she wrote of it, also before its order was found."""
    return _so_far(asking) if asking.intent in _SAYS_IT else asking.thread.matter


def _so_far(asking: Asking) -> str | None:
    """All that she wrote while the order is still to be found: it is found by it."""
    before = asking.thread.matter if asking.thread.asked == "order_choice" else None
    if not before or not asking.text:
        return asking.words or before
    return before if asking.text in before else f"{before} {asking.text}"[:_LONGEST_MATTER]


def _is_comforted(thread: Thread, cause: Cause) -> bool:
    kept = thread.complaint or {}
    return kept.get("comforted") is not None and akin(kept.get("cause"), cause)


def _comfort_first(asking: Asking, speech: Speech, cause: str, thread: Thread, topic: str) -> Thread:
    """Before she is asked which order: nobody who complains is met by a question alone."""
    words = general_comfort(asking, topic, thread)
    if words is None:
        return thread
    answer = Answer()
    answer.add(comforted(words, {}))
    answer.say(speech)
    before = thread.complaint or {}
    heard = [*(before.get("heard") or ()), words.key]
    return replace(thread, comforted=True, complaint={**before, "cause": cause, "comforted": cause, "heard": heard})


async def _without_matter(asking: Asking, speech: Speech, ports: Ports, thread: Thread) -> Thread:
    """Angry, and nobody knows about what: comfort and one question, the second time a person."""
    lines, answer = Lines(turn_id=asking.turn_id), Answer()
    before = thread.complaint or {}
    angry = int(before.get("angry", 0)) + 1 if asking.emotion == "angry" else 0
    times = int(before.get("vague", 0)) + 1
    customer = await ports.shop.customer(asking.customer_id) if asking.customer_id else None
    level = customer.level if customer else "guest"
    demanded = _too_much(asking, customer)
    threat = asking.intent == "threaten_escalation" or grievances.threatens(asking.text)
    grounds = Grounds(
        threat=threat, demands_too_much=demanded > 0, times=times + 1, angry_turns=angry, heat=asking.heat,
        customer_class=level,
    )  # fmt: skip
    person = escalation_of(grounds) if times > 1 or threat or angry or demanded else None
    words = general_comfort(asking, "general", thread) if times == 1 else None
    if words is not None:
        answer.add(comforted(words, {}))
    if threat:
        answer.add(lines.say("threat"))
    if demanded:
        answer.add(lines.say("above_limit", {"amount": wording.yuan(demanded)}))
    heard = [*(before.get("heard") or ()), *([words.key] if words else [])]
    thread = replace(
        thread, complaint={**before, "angry": angry, "vague": times, "heard": heard}, matter=asking.words or None
    )
    if person is None:
        answer.add(lines.say("what_matter"))
        answer.buttons.append(wording.human("complain_general"))
        answer.say(speech)
        return replace(thread.settled(), comforted=True)
    return await _vague_to_person(asking, speech, ports, thread, answer, person.why)


def _too_much(asking: Asking, customer: Customer | None) -> int:
    """The sum that she demands, in fen, where it is above what the shop's bot may speak of; else 0."""
    demanded = grievances.demanded_fen(asking.text) or 0
    case = Case(cause="general", responsibility="unclear", customer=customer.level if customer else "guest")
    wants = grievances.wish_of(asking.text) == "money"
    return demanded if wants and demands_too_much(demanded, case, read_policy().limits) else 0


async def _vague_to_person(
    asking: Asking, speech: Speech, ports: Ports, thread: Thread, answer: Answer, why: str
) -> Thread:
    """A ticket too, so that the anger has a number and somebody owes an answer."""
    complaint = await case_of(asking, ports, "complain_general", None)
    ticket_id = complaint.ticket_id
    speech.effect(
        ComplaintRaised(
            ticket_id=ticket_id, matter=complaint.key, cause="general", text=asking.words or "[图片]",
            severity="high", emotion=asking.emotion, wish=complaint.case.wish,
        )
    )  # fmt: skip
    await call_person(asking, speech, ports, answer, why=why, ticket_id=ticket_id, thread=thread, lines=complaint.lines)
    answer.cards.append(ticket_card(ticket_id, "complain_general", "open", answer))
    answer.say(speech)
    return in_thread(replace(thread.settled(), comforted=True), complaint, comforted=ticket_id)


async def _bot_at_fault(asking: Asking, speech: Speech, ports: Ports) -> Thread:
    """Anger at the bot itself: owned once, and a person."""
    lines, answer = Lines(turn_id=asking.turn_id), Answer()
    answer.add(lines.say("bot_at_fault"))
    ticket = asking.thread.complaint_ticket
    await call_person(
        asking, speech, ports, answer, why="not_understood", ticket_id=ticket, thread=asking.thread, lines=lines
    )
    if not answer.buttons and asking.holder == "bot":
        answer.buttons.append(wording.human(asking.thread.flow or "complain_general"))
    answer.say(speech)
    return replace(asking.thread.settled(), matter=asking.thread.matter or asking.text or None)
