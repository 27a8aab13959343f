"""Of an order with several goods, which one a complaint is about: asked once, with a button for each."""

from __future__ import annotations

from actions import wording
from actions.asking import Asking
from actions.complaint_case import Complaint
from actions.complaint_goods import ALL, ITEM_ASKED
from actions.complaint_offer import NEED_ITEM
from actions.complaint_words import Answer
from actions.speech import Button
from bot.shop.order import OrderItem

_SHOWN = 6


def answers_item(asking: Asking) -> bool:
    """Whether this message says which goods: the question was just asked, or its button was clicked later."""
    return asking.thread.asked == ITEM_ASKED or bool(asking.values("choice") and asking.values("ticket"))


def needs_item(asking: Asking, complaint: Complaint) -> bool:
    """Whether what can be offered hangs on it, and nobody has asked her yet."""
    if not complaint.one_of_several or complaint.item is not None or answers_item(asking):
        return False
    if (asking.thread.complaint or {}).get("item_asked") == complaint.ticket_id:
        return False
    return any(offer.name in NEED_ITEM for offer in complaint.offers)


def ask_item(complaint: Complaint, answer: Answer) -> None:
    assert complaint.order is not None
    answer.add(complaint.lines.say("which_missing" if complaint.cause == "missing_item" else "which_item"))
    answer.buttons += [_button(item, complaint) for item in complaint.order.items[:_SHOWN]]
    several = {"choice": ALL, "ticket": complaint.ticket_id}
    answer.buttons.append(Button(title=complaint.lines.say("title_several_items"), intent="inform", entities=several))
    answer.asks = ITEM_ASKED


def _button(item: OrderItem, complaint: Complaint) -> Button:
    entities = {"choice": item.sku, "ticket": complaint.ticket_id}
    return Button(title=wording.short(item.title, wording.TITLE_CHARS), intent="inform", entities=entities)
