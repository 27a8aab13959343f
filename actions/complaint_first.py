"""What goes before any complaint: somebody who is hurt, somebody in despair, somebody who only insults."""

from __future__ import annotations

from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.complaint_case import case_of, in_thread
from actions.complaint_goods import item_meant
from actions.complaint_person import call_person
from actions.complaint_words import Answer, ticket_card
from actions.composition import Ports
from actions.handoff import is_on_duty, request
from actions.her_orders import visible_orders
from actions.leave_message import reply_due, wants_call
from actions.order_talk import picked_of, with_page
from actions.speech import Speech
from actions.thread import Thread
from actions.wanted import wanted_of
from bot.care.cause import BY_INTENT
from bot.care.effects import ComplaintRaised, PromiseMade, TicketAnswered
from bot.care.lines import Lines
from bot.care.promise_times import rounded_up
from bot.clock import iso
from bot.shop.order import Order
from bot.text import cues, grievances

_NAMED = frozenset({"number", "goods"})
_GOODS = ("product", "category", "order_number", "tracking_number")
_SAID_AFTER = 3  # as many lines as despair_after has
_NEVER_HURTS = frozenset({"late", "not_received", "price", "service"})


async def first_things(asking: Asking, speech: Speech, ports: Ports) -> Thread | None:
    """The thread when this message was one of them, else None."""
    if grievances.despair(asking.text):
        return await _despair(asking, speech, ports)
    complaining = asking.thread.complaint_ticket is not None or asking.intent in BY_INTENT
    harm = grievances.harm(asking.text, complaining=complaining)
    if harm is not None:
        return await _hurt(asking, speech, ports, harm)
    return None


async def _despair(asking: Asking, speech: Speech, ports: Ports) -> Thread:
    """Care, the hotline, a person; nothing about goods."""
    lines, answer = Lines(turn_id=asking.turn_id), Answer()
    answer.add(lines.say("despair", {"hotline": lines.say("hotline")}))
    on_duty = asking.holder in ("queue", "agent") or await is_on_duty(asking, ports)
    if on_duty and asking.holder == "bot":
        await request(asking, speech, ports, why="despair", words=asking.text)
    answer.add(lines.say("despair_person" if on_duty else "despair_nobody"))
    answer.say(speech)
    kept = {**(asking.thread.complaint or {}), "despair": 1}
    return replace(asking.thread.settled(), matter=asking.text, flow=None, complaint=kept)


def after_despair(asking: Asking, speech: Speech) -> Thread | None:
    """没事 随口说的, right after it: nobody is asked then what she wants to buy.

    None once she speaks of something else, is asked something, says where to call her, or has heard all the words for it."""
    thread, kept = asking.thread, asking.thread.complaint or {}
    times = int(kept.get("despair", 0))
    of_else = thread.flow or thread.asked or asking.photo or asking.trusted or asking.has(*_GOODS)
    if not 0 < times <= _SAID_AFTER or of_else or wants_call(asking):
        return None
    answer = Answer()
    answer.add(Lines(turn_id=asking.turn_id).say("despair_after", nth=times - 1))
    answer.say(speech)
    return replace(thread, complaint={**kept, "despair": times + 1})


def after_harm(asking: Asking, speech: Speech) -> Thread | None:
    """没事 不疼了, to a bot that has called for help: it ends nothing. None where nobody was hurt."""
    ticket, kept = asking.thread.complaint_ticket, asking.thread.complaint or {}
    if ticket is None or not kept.get("harm") or asking.thread.asked or asking.trusted:
        return None
    speech.effect(TicketAnswered(ticket_id=ticket, answer="more", text=asking.text))
    answer, times = Answer(), int(kept.get("kept", 0))
    answer.add(Lines(turn_id=asking.turn_id).say("unhurt", nth=times))
    answer.say(speech)
    return replace(asking.thread, complaint={**kept, "kept": times + 1})


async def _hurt(asking: Asking, speech: Speech, ports: Ports, harm: str) -> Thread:
    """What to do first, then a person before all others, and a ticket that says so."""
    orders = await visible_orders(asking, ports)
    order = await _order_named(asking, orders, ports)
    intent = asking.intent if asking.intent in BY_INTENT else "complain_defective"
    complaint = await case_of(asking, ports, intent, order)
    lines, answer = complaint.lines, Answer()
    speech.effect(
        ComplaintRaised(
            ticket_id=complaint.ticket_id, matter=complaint.key, cause=complaint.cause, text=asking.text,
            severity="urgent", emotion=asking.emotion, order_id=complaint.who.order_id,
            subject=complaint.facts.get("goods"),
        )
    )  # fmt: skip
    told = (asking.thread.complaint or {}).get("harm")
    answer.add(lines.say("safety_doctor" if harm == told else f"safety_{harm}"))
    thread = in_thread(replace(asking.thread.settled(), flow=complaint.intent, matter=asking.text), complaint)
    if asking.holder != "bot" or await is_on_duty(asking, ports):
        if asking.holder == "bot":
            await request(replace(asking, thread=thread), speech, ports, why="safety", words=asking.text)
        answer.add(lines.say("safety_then"))
    elif (due_at := await reply_due(asking, ports)) is not None:
        due_at = rounded_up(due_at)
        what = lines.say("what_reply")
        speech.effect(PromiseMade(ticket_id=complaint.ticket_id, what=what, due_at=iso(due_at), keeper="supervisor"))
        answer.promise(what, due_at)
        answer.add(lines.say("safety_then_ticket", {"due": wording.by(due_at, asking.now)}))
    answer.buttons.append(wording.human(complaint.intent))
    answer.cards.append(ticket_card(complaint.ticket_id, complaint.intent, "open", answer))
    answer.say(speech)
    return in_thread(thread, complaint, comforted=complaint.ticket_id, harm=harm if harm != "doctor" else told or harm)


async def hurt_goes_on(asking: Asking, speech: Speech, ports: Ports, flow: str) -> Thread | None:
    """What follows once somebody was hurt goes to the person who comes: no goods are offered.

    None where nobody was, or where `flow` is of another matter (another order's shoes that have not come)."""
    ticket = asking.thread.complaint_ticket
    if ticket is None or not (asking.thread.complaint or {}).get("harm") or await _is_another(asking, ports, flow):
        return None
    speech.effect(TicketAnswered(ticket_id=ticket, answer="more", text=asking.words or "[图片]"))
    answer = Answer()
    paid = grievances.wish_of(asking.text) == "money" or "费" in asking.text
    answer.add(Lines(turn_id=asking.turn_id).say("harm_paid" if paid else "harm_kept"))
    answer.buttons.append(wording.human(asking.thread.flow or "complain_defective"))
    answer.say(speech)
    return asking.thread.settled()


async def _is_another(asking: Asking, ports: Ports, flow: str) -> bool:
    """By its kind, by a question that is open about it, by another order, by other goods of the same order."""
    hurt_by = asking.thread.complaint or {}
    cause = BY_INTENT.get(flow)
    if asking.thread.asked is not None or (cause in _NEVER_HURTS and cause != hurt_by.get("cause")):
        return True
    if cues.names_other_order(asking.text):
        return True
    orders = await visible_orders(asking, ports)
    order = next((each for each in orders if each.order_id == hurt_by.get("order")), None)
    if order is None:
        return False
    picked = await picked_of(orders, with_page(wanted_of(asking), asking), asking.thread, ports)
    if picked.sign in _NAMED and order not in picked.orders:
        return True
    item = item_meant(order, asking, await ports.names.of([each.sku for each in order.items]))
    return item is not None and hurt_by.get("sku") not in (None, item.sku)


async def _order_named(asking: Asking, orders: tuple[Order, ...], ports: Ports) -> Order | None:
    """By number or goods in her words, else the one that is talked about; nothing is asked of her now."""
    picked = await picked_of(orders, with_page(wanted_of(asking), asking), asking.thread, ports)
    if picked.sign in _NAMED and len(picked.orders) == 1:
        return picked.orders[0]
    return next((each for each in orders if each.order_id == asking.thread.order_in_focus), None)


async def insulted(asking: Asking, speech: Speech, ports: Ports, thread: Thread) -> Thread | None:
    """Insults and no matter: met once with calm; then a person, or, with nobody there, a pause."""
    if not grievances.insults(asking.text):
        return None
    before = thread.complaint or {}
    count = int(before.get("insults", 0)) + 1
    lines, answer = Lines(turn_id=asking.turn_id), Answer()
    thread = replace(thread.settled(), complaint={**before, "insults": count})
    if count == 1:
        answer.add(lines.say("abuse"))
        answer.buttons.append(wording.human("complain_general"))
    elif asking.holder != "bot" or await is_on_duty(asking, ports):
        await call_person(
            asking, speech, ports, answer, why="abuse", ticket_id=None, thread=thread, lines=lines
        )  # fmt: skip
    else:
        answer.add(lines.say("abuse_pause"))
    answer.say(speech)
    return thread
