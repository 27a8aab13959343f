"""Taking a message for the shop's people: a ticket, a promise with its time, a way to reach her. Never a dead end.

What she wrote before is not asked for again: an open matter goes along as the message.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from actions import wording
from actions.asking import Asking
from actions.base import ThreadAction
from actions.composition import Ports
from actions.handoff import next_opening, reason_of
from actions.speech import Speech
from actions.thread import Thread
from bot.care.effects import MessageForShop
from bot.clock import iso
from bot.text import cues
from bot.text.identifiers import find_identifiers

PROMISE = "回复您的留言"
CALL = "给您回电话"
DEFAULT_REPLY_HOURS = 2


class LeaveMessage(ThreadAction):
    """The button of “nobody is online”: she writes it down and keeps her place."""

    action_name = "action_leave_message"
    passes_on = False

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        if asking.thread.matter:
            return await take_message(asking, speech, self.ports, asking.thread.matter)
        speech.say("utter_take_message_waiting")
        return asking.thread.asking("message", flow=reason_of(asking))


async def take_message(asking: Asking, speech: Speech, ports: Ports, text: str) -> Thread:
    """Make a ticket of `text` and say by when somebody answers; a guest is asked once how to reach her."""
    contact = contact_in(text)
    ticket_id, due = ticket_id_of(asking), await reply_due(asking, ports)
    speech.effect(
        MessageForShop(
            text=text or "[图片]",
            reason=reason_of(asking),
            contact=contact,
            order_id=asking.thread.order_in_focus,
            ticket_id=ticket_id,
            promise=PROMISE if due else None,
            due_at=iso(due) if due else None,
        )
    )
    facts = {"due": wording.due(due, asking.now) if due else ""}
    cards = [_card(ticket_id, asking, due)]
    if contact is None and asking.customer_id is None and due is not None:
        speech.say("utter_message_kept_ask_contact", facts, cards=cards)
        return replace(asking.thread.ended(), flow=reason_of(asking)).asking("contact")
    speech.say("utter_message_kept" if due else "utter_message_kept_sometime", facts, cards=cards)
    return asking.thread.ended()


async def take_matter(asking: Asking, speech: Speech, ports: Ports, matter: str) -> Thread:
    """What she wrote before goes along at once; whatever else it needs she may add."""
    thread = await take_message(asking, speech, ports, matter)
    if thread.asked is not None:
        return thread
    speech.say("utter_add_to_message")
    return thread.asking("message", flow=reason_of(asking))


def wants_call(asking: Asking) -> bool:
    """A number to be called at: said so, or alone while she waits for a person and nothing else was asked of her.

    Beside an order's number it is the proof of that order, unless a call is asked for outright.
    """
    if contact_in(asking.text) is None or asking.trusted:
        return False
    kinds = {each.kind for each in find_identifiers(asking.text)}
    if kinds & {"order_number", "tracking_number"}:
        return cues.asks_for_call(asking.text)
    waiting = asking.holder == "queue" and asking.thread.asked is None and kinds == {"phone"}
    return cues.wants_call(asking.text) or waiting


async def take_call(asking: Asking, speech: Speech, ports: Ports) -> Thread:
    """Keep the number, and promise a call by the time at which somebody answers; her place in the queue stays hers."""
    contact, due = contact_in(asking.text), await reply_due(asking, ports)
    assert contact is not None
    ticket_id = ticket_id_of(asking)
    speech.effect(
        MessageForShop(
            text=asking.thread.matter or asking.text,
            reason=reason_of(asking),
            contact=contact,
            order_id=asking.thread.order_in_focus,
            ticket_id=ticket_id,
            promise=CALL if due else None,
            due_at=iso(due) if due else None,
        )
    )
    facts = {"tail": contact[-4:], "due": wording.due(due, asking.now) if due else ""}
    waiting = "_waiting" if asking.holder == "queue" else ""
    response = f"utter_call_kept{waiting}" if due else "utter_call_kept_sometime"
    speech.say(response, facts, cards=[_card(ticket_id, asking, due, what=CALL)])
    return asking.thread.settled()


async def take_contact(asking: Asking, speech: Speech) -> Thread:
    """Keep a phone or mail; anything else is told to be neither, once."""
    contact = contact_in(asking.text)
    if contact is None:
        if asking.thread.asked_times > 1:
            speech.say("utter_contact_left_out")
            return asking.thread.ended()
        speech.say("utter_contact_unreadable")
        return asking.thread.asking("contact")
    speech.effect(
        MessageForShop(
            text=asking.text,
            reason=reason_of(asking),
            contact=contact,
            order_id=asking.thread.order_in_focus,
            ticket_id=ticket_id_of(asking),
        )
    )
    speech.say("utter_contact_kept")
    return asking.thread.ended()


async def reply_due(asking: Asking, ports: Ports) -> datetime | None:
    """By when somebody answers: some hours after the next opening; None when nobody is ever there."""
    opening = await next_opening(asking, ports)
    if opening is None:
        return None
    given = (await ports.shop.policy("human_reply_hours") or "").strip()
    length = int(given) if given.isascii() and given.isdigit() else DEFAULT_REPLY_HOURS
    return opening + timedelta(hours=length)


def contact_in(text: str) -> str | None:
    """A mobile number or a mail address in the text."""
    phones = [each.value for each in find_identifiers(text) if each.kind == "phone" and not each.negated]
    return phones[-1] if phones else cues.mail_in(text)


def ticket_id_of(asking: Asking) -> str:
    """The same for the same turn: a turn that runs again opens no second ticket."""
    return "T" + hashlib.blake2b(asking.turn_id.encode(), digest_size=5).hexdigest().upper()


def _card(ticket_id: str, asking: Asking, due: datetime | None, *, what: str = PROMISE) -> dict[str, object]:
    promise = {"what": what, "due_at": iso(due)} if due else None
    topic = wording.topic(reason_of(asking))
    return {"kind": "ticket", "ticket_id": ticket_id, "topic": topic, "status": "open", "promise": promise}
