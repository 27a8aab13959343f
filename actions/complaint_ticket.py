"""What became of a complaint, whether it was settled, and what she adds to it: answered from the ticket."""

from __future__ import annotations

from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.base import ThreadAction
from actions.complaint_person import call_person
from actions.complaint_remedy import ticket_meant
from actions.complaint_words import LOST, Answer, kept_line, solved_buttons, ticket_card
from actions.composition import Ports
from actions.reminder import remind
from actions.speech import Speech
from actions.thread import Thread
from bot.care.cause import BY_INTENT, INTENT_OF, OF_ARRIVED
from bot.care.complaints import Complainant, TicketView
from bot.care.effects import TicketAnswered
from bot.care.lines import Lines
from bot.errors import ShopUnavailable
from bot.text import grievances


class AskComplaintProgress(ThreadAction):
    action_name = "action_complaint_progress"
    passes_on = False

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        who = Complainant(conversation_id=asking.conversation_id, customer_id=asking.customer_id)
        found = await self.ports.complaints.of(who)
        lines, answer = Lines(turn_id=asking.turn_id), Answer()
        ticket = next((each for each in found if each.status != "settled"), found[0] if found else None)
        if ticket is None:
            answer.add(lines.say("progress_none"))
            answer.buttons.append(wording.human("ask_complaint_progress"))
            answer.say(speech)
            return replace(asking.thread.settled(), flow="ask_complaint_progress")
        return await _progress(asking, speech, self.ports, ticket, lines, answer)


async def _progress(
    asking: Asking, speech: Speech, ports: Ports, ticket: TicketView, lines: Lines, answer: Answer
) -> Thread:
    kept = _kept(asking, ticket)
    count = int(str(kept.get("progress") or 0))
    thread = replace(asking.thread.settled(), complaint={**kept, "progress": count + 1}, flow=_intent(ticket))
    due = wording.by(ticket.due_at, asking.now) if ticket.due_at else ""
    lost = await _is_lost(ports, ticket)
    topic = f"{ticket.subject or ''}{lines.say('topic_lost' if lost else f'topic_{ticket.cause}')}"
    facts = {"topic": topic, "ticket": ticket.ticket_id, "due": due, "what": ticket.what or ""}
    if grievances.asks_whether_urged(asking.text):
        answer.add(await _urged(asking, ports, ticket, lines))
    if ticket.status == "settled":
        answer.add(lines.say("progress_settled", facts))
        answer.buttons += solved_buttons(ticket.ticket_id, lines)[1:]
    elif ticket.due_at is not None and not ticket.broken and ticket.due_at > asking.now:
        answer.add(lines.say("progress_open", facts, nth=count))
        answer.promise(ticket.what or "", ticket.due_at)
        answer.buttons.append(wording.human(_intent(ticket)))
    else:
        answer.add(lines.say("progress_late" if due else "progress_no_due", facts))
        speech.effect(TicketAnswered(ticket_id=ticket.ticket_id, answer="urged", text=None))
        await call_person(
            asking, speech, ports, answer, why="second_miss" if due else "not_settled", ticket_id=ticket.ticket_id,
            thread=thread, lines=lines,
        )  # fmt: skip
    about = LOST if lost else _intent(ticket)
    answer.cards.append(ticket_card(ticket.ticket_id, about, ticket.status, answer))
    answer.say(speech)
    return thread


async def _urged(asking: Asking, ports: Ports, ticket: TicketView, lines: Lines) -> str:
    """When shop or carrier was pushed last, by the record; empty where neither was."""
    if ticket.order_id is None:
        return ""
    care = (await ports.shop.care_of([ticket.order_id])).get(ticket.order_id)
    times = [each.made_at for each in (care.urges if care else ()) if each.what in ("shipping", "delivery")]
    return lines.say("urged_at", {"at": wording.past(max(times), asking.now)}) if times else ""


async def _is_lost(ports: Ports, ticket: TicketView) -> bool:
    """Of a parcel that got lost nobody says that it was signed for; the ticket is hers, and so is its order."""
    if ticket.cause != "not_received" or ticket.order_id is None:
        return False
    try:
        order = await ports.shop.order(ticket.order_id)
    except ShopUnavailable:
        return False
    return order is not None and order.status == "lost"


class MatterSolved(ThreadAction):
    """解决了, to the question of a visit or under a ticket."""

    action_name = "action_matter_solved"
    passes_on = False

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        ticket = await ticket_meant(asking, self.ports)
        lines, answer = Lines(turn_id=asking.turn_id), Answer()
        answer.add(lines.say("visit_solved"))
        if ticket is not None:
            speech.effect(TicketAnswered(ticket_id=ticket.ticket_id, answer="solved", text=asking.text or None))
        answer.say(speech)
        return replace(asking.thread.ended(), complaint=None)


class MatterNotSolved(ThreadAction):
    """还没有: opened again with one tap, a person, and one question what is still wrong."""

    action_name = "action_matter_not_solved"
    passes_on = False
    keeps_matter = True

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        ticket = await ticket_meant(asking, self.ports)
        lines, answer = Lines(turn_id=asking.turn_id), Answer()
        if ticket is None:
            answer.add(lines.say("progress_none"))
            answer.buttons.append(wording.human("ask_complaint_progress"))
            answer.say(speech)
            return asking.thread.settled()
        if grievances.wants_no_more_messages(asking.text):
            return _quiet(asking, speech, ticket, lines, answer)
        speech.effect(TicketAnswered(ticket_id=ticket.ticket_id, answer="reopened", text=asking.text or None))
        answer.add(lines.say("visit_open"))
        thread = replace(asking.thread.settled(), complaint=_kept(asking, ticket), flow=_intent(ticket))
        await call_person(
            asking,
            speech,
            self.ports,
            answer,
            why="not_settled",
            ticket_id=ticket.ticket_id,
            thread=thread,
            lines=lines,
        )
        answer.cards.append(ticket_card(ticket.ticket_id, _intent(ticket), "open", answer))
        answer.say(speech)
        return thread.asking("visit_reason", flow=_intent(ticket))


def _quiet(asking: Asking, speech: Speech, ticket: TicketView, lines: Lines, answer: Answer) -> Thread:
    speech.effect(TicketAnswered(ticket_id=ticket.ticket_id, answer="quiet", text=asking.text))
    answer.add(lines.say("visit_stop"))
    answer.say(speech)
    return asking.thread.ended()


def photo_kept(asking: Asking, speech: Speech) -> Thread | None:
    """A picture while a complaint is talked about goes onto its ticket, or waits for it while the order is asked for; None
    when there is no picture, or no complaint."""
    ticket, uploads, thread = asking.thread.complaint_ticket, asking.values("image"), asking.thread
    waits = thread.asked is not None and (thread.flow or "").startswith("complain_")
    if not uploads or (ticket is None and not waits):
        return None
    answer = Answer()
    answer.add(Lines(turn_id=asking.turn_id).say("photo_kept" if ticket else "photo_waits"))
    answer.say(speech)
    if ticket is None:
        return remind(speech, replace(thread, complaint={**(thread.complaint or {}), "photo": uploads[-1]}))
    speech.effect(TicketAnswered(ticket_id=ticket, answer="more", upload_id=uploads[-1]))
    return thread


def unhurt_kept(asking: Asking, speech: Speech) -> Thread | None:
    """人没事 就是吓着了: felt with, and onto the ticket; None where it is something else."""
    ticket = asking.thread.complaint_ticket
    if ticket is None or asking.trusted or not grievances.unhurt(asking.text):
        return None
    speech.effect(TicketAnswered(ticket_id=ticket, answer="more", text=asking.text))
    answer = Answer()
    answer.add(Lines(turn_id=asking.turn_id).say("unhurt"))
    answer.say(speech)
    return asking.thread


def added(asking: Asking, speech: Speech) -> Thread | None:
    """昨天下午 顺丰那个: a detail of the complaint that is talked about; None when there is none."""
    ticket = asking.thread.complaint_ticket
    if ticket is None or asking.trusted or not asking.text:
        return None
    speech.effect(TicketAnswered(ticket_id=ticket, answer="more", text=asking.text))
    answer = Answer()
    kept = asking.thread.complaint or {}
    count = int(kept.get("kept", 0))
    line = kept_line(asking, "visit_reason_kept")
    answer.add(Lines(turn_id=asking.turn_id).say(line, nth=count))
    answer.buttons.append(wording.human(asking.thread.flow or "complain_general"))
    answer.say(speech)
    return replace(asking.thread, complaint={**kept, "kept": count + 1})


async def remedy_time_told(asking: Asking, speech: Speech, ports: Ports) -> Thread | None:
    """补发要几天, 什么时候能拿到新的, where nothing is offered: the time that was given, else a person's to say; None: not asked."""
    thread = asking.thread
    of_goods = BY_INTENT.get(thread.flow or "") in OF_ARRIVED and grievances.asks_when(asking.text)
    if (
        asking.trusted
        or thread.asked not in (None, "remedy")
        or not (of_goods or grievances.asks_remedy_time(asking.text))
    ):
        return None
    ticket = await ticket_meant(asking, ports)
    if ticket is None:
        return None
    speech.effect(TicketAnswered(ticket_id=ticket.ticket_id, answer="more", text=asking.text))
    lines, answer, kept = Lines(turn_id=asking.turn_id), Answer(), thread.complaint or {}
    count = int(kept.get("kept", 0))
    if ticket.due_at is not None and not ticket.broken and ticket.due_at > asking.now:
        answer.add(lines.say("remedy_when_due", {"due": wording.by(ticket.due_at, asking.now)}, nth=count))
    elif asking.holder != "bot":
        answer.add(lines.say("remedy_when_person", nth=count))
    elif kind := await _waits_for_hers(ports, ticket):
        answer.add(lines.say(f"remedy_when_{kind}_back", nth=count))
    else:
        await call_person(
            asking, speech, ports, answer, why="not_settled", ticket_id=ticket.ticket_id, thread=thread, lines=lines
        )
    if not answer.buttons:
        answer.buttons.append(wording.human(_intent(ticket)))
    answer.say(speech)
    return replace(thread, flow=_intent(ticket), complaint={**kept, "kept": count + 1})


async def _waits_for_hers(ports: Ports, ticket: TicketView) -> str:
    """exchange or return where the next step is hers, to send it back; else empty."""
    care = (await ports.shop.care_of([ticket.order_id])).get(ticket.order_id) if ticket.order_id else None
    cases = care.after_sales if care is not None else ()
    found = (each.type for each in cases if each.is_open and each.next_what == "send_back")
    return next((kind for kind in found if kind in ("exchange", "return")), "")


def left_open(asking: Asking, speech: Speech) -> Thread | None:
    """不想说, 随便你们, 算了: while her complaint is in hand, nothing is given up. None where no complaint is talked about."""
    thread = asking.thread
    if thread.complaint_ticket is None or asking.trusted or thread.asked or BY_INTENT.get(thread.flow or "") is None:
        return None
    answer, kept = Answer(), thread.complaint or {}
    count = int(kept.get("left", 0))
    answer.add(Lines(turn_id=asking.turn_id).say("left_open", nth=count))
    answer.say(speech)
    return replace(thread, complaint={**kept, "left": count + 1})


def unsure_kept(asking: Asking, speech: Speech) -> Thread | None:
    """What nobody is sure of while a complaint is talked about: people read it; she is not asked to choose a wish."""
    thread, ticket = asking.thread, asking.thread.complaint_ticket
    if ticket is None or thread.asked not in (None, "remedy") or not asking.text or asking.trusted:
        return None
    if not (thread.flow or "").startswith("complain_"):
        return None
    speech.effect(TicketAnswered(ticket_id=ticket, answer="more", text=asking.text))
    answer = Answer()
    answer.add(Lines(turn_id=asking.turn_id).say(kept_line(asking, "unsure_kept"), nth=thread.misses))
    answer.buttons.append(wording.human(thread.flow or "complain_general"))
    answer.say(speech)
    return thread


def reason_kept(asking: Asking, speech: Speech) -> Thread | None:
    """What is still wrong, after 还没有; None when nobody asked."""
    ticket = asking.thread.complaint_ticket
    if ticket is None or asking.thread.asked != "visit_reason" or not asking.text:
        return None
    speech.effect(TicketAnswered(ticket_id=ticket, answer="more", text=asking.text))
    answer = Answer()
    answer.add(Lines(turn_id=asking.turn_id).say("visit_reason_kept"))
    if asking.holder == "bot":
        answer.buttons.append(wording.human(asking.thread.flow or "complain_general"))
    answer.say(speech)
    return asking.thread.settled()


def _intent(ticket: TicketView) -> str:
    return INTENT_OF.get(ticket.cause, "complain_general")  # type: ignore[call-overload,no-any-return]


def _kept(asking: Asking, ticket: TicketView) -> dict[str, object]:
    before = asking.thread.complaint or {}
    kept = before if before.get("ticket") == ticket.ticket_id else {}
    document = {
        "ticket": ticket.ticket_id,
        "cause": ticket.cause,
        "order": ticket.order_id,
        "comforted": ticket.ticket_id,
    }
    return {**kept, **document}
