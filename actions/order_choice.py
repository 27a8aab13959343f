"""Letting the shopper choose among her orders: four at a time as buttons, 其他订单 for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.pick_order import PAGE
from actions.speech import CALLS_A_PERSON, Button, Speech
from actions.thread import Thread
from bot.care.lines import Lines
from bot.shop.order import Order

PATIENCE = 2  # times that the same choice is offered before a person is


def page_of(orders: tuple[Order, ...], thread: Thread) -> int:
    """The page that is shown: `thread.choice_round`; a page past the end is the first."""
    return thread.choice_round if thread.choice_round * PAGE < len(orders) else 0


def shown_of(orders: tuple[Order, ...], thread: Thread) -> tuple[Order, ...]:
    page = page_of(orders, thread)
    return orders[page * PAGE : (page + 1) * PAGE]


def offer(
    asking: Asking,
    speech: Speech,
    orders: tuple[Order, ...],
    thread: Thread,
    response: str,
    *,
    words: str = "",
    besides: Sequence[Button] = (),
) -> Thread:
    """Say `response` (with `words` in it) with a button per order of the page that is due, `besides` behind them.

    Who was asked `PATIENCE` times is not asked the same again: a person can find it too."""
    page, shown = page_of(orders, thread), shown_of(orders, thread)
    asked = thread.asking("order_choice")
    mixed = any(not order.is_open for order in shown)
    if mixed and response == "utter_choose_order":
        response = "utter_choose_any_order"
    buttons = [_button(asking, order, with_status=mixed) for order in shown]
    if len(orders) > PAGE:
        buttons.append(wording.OTHER_ORDERS)
    buttons += besides
    if asked.asked_times > PATIENCE:
        response, words = "utter_care", Lines(turn_id=asking.turn_id).say("choose_still", nth=asked.asked_times)
        if not any(each.intent == CALLS_A_PERSON for each in besides):
            buttons.append(wording.human(thread.flow or "track_order"))
    speech.say(response, {"words": words} if words else {"count": str(len(orders))}, buttons=buttons)
    offered = tuple(order.order_id for order in orders)
    return replace(asked, orders_offered=offered, choice_round=page, number_given=None, tail_given=None)


def _button(asking: Asking, order: Order, *, with_status: bool) -> Button:
    """Where finished orders stand beside open ones, each title says which it is."""
    title = wording.order_title(order, asking.zone)
    if with_status:
        title = f"{title} · {wording.STATUS_NAMES.get(order.status, order.status)}"
    return Button(title=title, intent="inform", entities={"order_number": order.order_id})
