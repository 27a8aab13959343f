"""Putting an answer to a complaint together: one message from its parts, its card, its buttons. No decision is made here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from actions import wording
from actions.asking import Asking
from actions.complaint_case import Complaint
from actions.complaint_facts import late_topic
from actions.follow_up import state_of
from actions.speech import Button, Speech
from actions.thread import Thread
from bot.care.cause import OF_ARRIVED, akin
from bot.care.comfort import Wanted, Words, choose, filled
from bot.care.lines import Lines
from bot.care.remedy import Offer
from bot.clock import iso
from bot.shop.cards import logistics_card
from bot.text import grievances

RESPONSE = "utter_care"
LOST = "lost_parcel"  # a topic of its own on the card, though no wish
_SOMEBODYS = re.compile(r"[让叫要](?:他|她|那|快递|小哥|客服|师傅|送货)")
_LOYAL = frozenset({"vip"})


@dataclass(slots=True)
class Answer:
    """What this turn says, part by part; `due_at` and `what` go onto the ticket's card, `asks` into the thread."""

    parts: list[str] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)
    what: str | None = None
    due_at: datetime | None = None
    asks: str | None = None

    def add(self, *sentences: str) -> None:
        self.parts += [sentence for sentence in sentences if sentence]

    def promise(self, what: str, due_at: datetime | None) -> None:
        """The first promise is the one on the card."""
        if self.due_at is None and due_at is not None:
            self.what, self.due_at = what, due_at

    def say(self, speech: Speech) -> None:
        if self.parts:
            speech.say(RESPONSE, {"words": "".join(self.parts)}, buttons=self.buttons, cards=self.cards)


def comfort_for(asking: Asking, complaint: Complaint, thread: Thread) -> Words | None:
    """Words not heard in this conversation; None when all were."""
    topic: str = complaint.cause
    if topic == "late":
        topic = late_topic(complaint.order, complaint.facts)
    if topic == "not_received" and complaint.order is not None and complaint.order.status == "lost":
        topic = "lost"
    if complaint.matter.responsibility == "shopper":
        topic = "own_damage"
    heard = (*complaint.standing.heard, *((thread.complaint or {}).get("heard") or ()))
    facts = complaint.facts if complaint.matter.true_by_record is not False or topic == "in_time" else {}
    wanted = Wanted(topic=topic, level=level_of(asking), tags=_tags(complaint, thread), facts=facts, used=heard)
    return choose(wanted, asking.turn_id)


def general_comfort(asking: Asking, topic: str, thread: Thread) -> Words | None:
    """Before anything is known but what kind of trouble it is."""
    heard = (thread.complaint or {}).get("heard") or ()
    return choose(Wanted(topic=topic, level=level_of(asking), facts={}, used=heard), asking.turn_id)


def level_of(asking: Asking) -> str:
    """Who complains calmly is met as one who worries."""
    return asking.emotion if asking.emotion in ("upset", "angry") else "anxious"


def _tags(complaint: Complaint, thread: Thread) -> frozenset[str]:
    words = f"{complaint.words} {thread.matter or ''}"
    signs = {
        "gift": grievances.is_gift(words),
        "again": complaint.standing.again > 0,
        "loyal": complaint.level in _LOYAL,
        "new": complaint.level == "new",
    }
    return frozenset(tag for tag, there in signs.items() if there)


def comforted(words: Words, facts: dict[str, str]) -> str:
    return filled(words.text, facts)


def ticket_card(ticket_id: str, intent: str, status: str, answer: Answer) -> dict[str, Any]:
    """`intent`: the wish that the ticket is about; the card names it in words."""
    promise = {"what": answer.what, "due_at": iso(answer.due_at)} if answer.what and answer.due_at else None
    return {
        "kind": "ticket",
        "ticket_id": ticket_id,
        "topic": wording.topic(intent),
        "status": status,
        "promise": promise,
    }


def what_is_new(complaint: Complaint, thread: Thread) -> str:
    """Where it is now; what she has been told is not told again, but that nothing has come since."""
    facts = complaint.facts
    if (thread.complaint or {}).get("told") != told_of(complaint):
        return facts.get("where", "")
    if complaint.order is not None and complaint.order.status in ("paid", "packed"):
        return complaint.lines.say("still_in_store", nth=complaint.times)
    return complaint.lines.say("still_there_eta" if "eta" in facts else "still_there", facts, nth=complaint.times)


def was_told(asking: Asking, complaint: Complaint) -> bool:
    """Whether she has just been told where this order is, by the talk about orders or among others."""
    order, thread = complaint.order, asking.thread
    if was_placed(asking, complaint):
        return True
    if order is None or thread.order_in_focus != order.order_id:
        return False
    return thread.told == state_of(order, asking.now)


def is_comforted(thread: Thread, complaint: Complaint) -> bool:
    """Whether she has been comforted about this already: the same ticket, a feeling that is the same, the same goods in other words."""
    kept = thread.complaint or {}
    comforted = kept.get("comforted")
    if comforted and comforted == kept.get("ticket") and kept.get("cause") == "general":
        return True  # what made her angry is named only now; she was comforted, and a person called
    if comforted and kept.get("order") == complaint.who.order_id and {kept.get("cause"), complaint.cause} <= OF_ARRIVED:
        return True
    return comforted == complaint.ticket_id or akin(comforted, complaint.cause)


def was_placed(asking: Asking, complaint: Complaint) -> bool:
    """Whether she was told where this order is beside others (complaint_where.py), and nothing has happened to it since."""
    kept = asking.thread.complaint or {}
    placed = kept.get("placed") or ()
    if kept.get("ticket") == complaint.ticket_id and kept.get("told") is not None:
        return False  # she has been told of it by itself since
    if complaint.order is None or complaint.cause not in ("late", "not_received"):
        return False
    return state_of(complaint.order, asking.now) in placed


def told_of(complaint: Complaint) -> str:
    facts = complaint.facts
    status = complaint.order.status if complaint.order else ""
    return "|".join((status, facts.get("event_at", ""), facts.get("event", ""), facts.get("eta", "")))


def topic_of(complaint: Complaint) -> str:
    """What the card names: of a parcel that is lost nobody says that it was signed for."""
    lost = complaint.cause == "not_received" and complaint.order is not None and complaint.order.status == "lost"
    return LOST if lost else complaint.intent


def parcel_cards(complaint: Complaint) -> list[dict[str, Any]]:
    """Where it is, as a card too, when that is what the complaint is about."""
    if complaint.order is None or complaint.cause not in ("late", "not_received"):
        return []
    return [logistics_card(complaint.order, parcel) for parcel in complaint.order.parcels]


def asked_as(offer: Offer, lines: Lines) -> str:
    """The remedy's name, or its wording where a person has to say yes too."""
    asked = f"{offer.name}_asked"
    return asked if offer.person and f"phrase_{asked}" in lines.written else offer.name


def phrase(offer: Offer, lines: Lines, due: str) -> str:
    return lines.say(f"phrase_{asked_as(offer, lines)}", {"amount": wording.yuan(offer.amount_fen), "due": due})


def remedy_button(name: str, ticket_id: str, lines: Lines, basis: str) -> Button:
    """`basis`: what the offer rests on; a click brings it back."""
    entities = {"remedy": name, "ticket": ticket_id, "basis": basis}
    return Button(title=lines.say(f"title_{name}"), intent="choose_remedy", entities=entities)


def kept_line(asking: Asking, otherwise: str) -> str:
    """The line that takes what she adds: who was hurt, an apology that she wants; of bad service, a wish or a detail."""
    if (asking.thread.complaint or {}).get("harm"):
        return "harm_kept"
    if grievances.wants_apology(asking.text) and not _SOMEBODYS.search(asking.text):
        return "apology_said"
    if grievances.has_no_photo(asking.text):
        return "no_photo_kept"
    if asking.thread.flow != "complain_service":
        return otherwise
    return "wish_kept" if grievances.asks_of_people(asking.text) else "detail_kept"


def none_of_them(ticket_id: str, lines: Lines) -> Button:
    return Button(title=lines.say("title_not_these"), intent="refuse_remedies", entities={"ticket": ticket_id})


def solved_buttons(ticket_id: str, lines: Lines) -> list[Button]:
    return [
        Button(title=lines.say("title_solved"), intent="matter_solved", entities={"ticket": ticket_id}),
        Button(title=lines.say("title_not_solved"), intent="matter_not_solved", entities={"ticket": ticket_id}),
    ]
