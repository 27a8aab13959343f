"""Wishes about an order that was placed: where it is, pushing for it, its courier, its pick-up point."""

from __future__ import annotations

import re

from actions.answer_about_product import TELLERS, about_product
from actions.answer_delivery import delivery_told
from actions.asking import Asking
from actions.base import ThreadAction
from actions.her_orders import speaks_of_hers
from actions.order_talk import serve
from actions.place import after_delivery, place_of
from actions.reminder import remind
from actions.shop_book import answer_from_book
from actions.speech import Speech
from actions.thread import Thread
from actions.wanted import Wanted, wanted_of

_ABOUT_MINE = re.compile(
    r"我的|我那|我买|我订|我拍|我下|我昨|我前|我上|订单|单子|那个|这个|还没|还不|怎么.?[没不]|到哪|催"
)
_IN_GENERAL = re.compile(
    r"下单|现在[买拍]|今天[买拍]|一般|通常|平时|付款后|拍下|[买拍]了?[多几].?[久天]|如果"
    r"|发货快|[多几].?[久天](?:能|可以|会)?发|过年|春节|放假|节假日"
)
_OF_AN_ORDER = re.compile(
    r"我的|我那|我买|我订|我拍|我下|我昨|我前|我上|订单|单子|那单|这单|包裹|还没|还不|怎么.?[没不]|到哪|催|买的|拍的|已经"
)
_BESIDE_GOODS = frozenset(
    {
        "search_product",
        "compare_products",
        "ask_promotion",
        "ask_coupon",
        "ask_delivery_area",
        "ask_shipping_fee",
        "ask_shipping_time",
    }
)
_OF_STOCK = re.compile(r"有货|现货|有没有货|缺货")
_PICK_UP = re.compile(r"码|驿站|柜|代收|门卫|在哪[取拿]|去哪[取拿]|哪里[取拿]|到了")


class TrackOrder(ThreadAction):
    action_name = "action_track_order"

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        return await serve(asking, speech, self.ports, asking.intent or "track_order")


class AnswerShippingTime(ThreadAction):
    """How soon it ships or comes: for an order where there is one meant, else the shop's rule."""

    action_name = "action_answer_shipping_time"

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        wanted = wanted_of(asking)
        shopping = asking.thread.product_in_focus and asking.thread.flow != "track_order"
        mine = not shopping and bool(_ABOUT_MINE.search(asking.words) or asking.thread.order_in_focus)
        named = wanted.number or wanted.tail or asking.about_order
        general = bool(_IN_GENERAL.search(asking.words)) or bool(shopping and place_of(asking))
        looked_at = _of_what_is_looked_at(asking, wanted)
        if looked_at and _OF_STOCK.search(asking.words):
            return await about_product(asking, speech, self.ports, "ask_stock")  # which tells of the sending, too
        general = general or looked_at
        if named or (not general and (mine or await speaks_of_hers(asking, self.ports, wanted))):
            return await serve(asking, speech, self.ports, "ask_shipping_time")
        told = await delivery_told(asking, speech, self.ports)
        if not told:
            await answer_from_book(asking, speech, self.ports)
        thread = after_delivery(asking, asking.thread, told=told)
        return thread if thread.asked == "place" else remind(speech, thread)


def _of_what_is_looked_at(asking: Asking, wanted: Wanted) -> bool:
    """有现货不 今天能发吗, of the product in focus: nothing in it speaks of an order, and none is talked about."""
    thread = asking.thread
    of_goods = thread.product_in_focus and (thread.flow in TELLERS or thread.flow in _BESIDE_GOODS)
    if not of_goods or thread.order_in_focus or thread.orders_offered:
        return False
    return not (wanted.names_goods or wanted.skus or wanted.statuses or _OF_AN_ORDER.search(asking.words))


class AnswerSelfPickup(ThreadAction):
    """A code or a place for a parcel that has come, or whether one can collect at all."""

    action_name = "action_answer_self_pickup"

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        wanted = wanted_of(asking)
        if _PICK_UP.search(asking.words) or asking.about_order or wanted.number:
            if not (asking.about_order or wanted.number or wanted.tail or asking.thread.order_in_focus):
                await self._say_where_it_comes(asking, speech, wanted)
            return await serve(asking, speech, self.ports, "self_pickup")
        await answer_from_book(asking, speech, self.ports)
        return remind(speech, asking.thread)

    async def _say_where_it_comes(self, asking: Asking, speech: Speech, wanted: Wanted) -> None:
        """Who has shown no order yet is told where such a code comes, before she is asked for the order."""
        if asking.trusted or asking.thread.asked or await speaks_of_hers(asking, self.ports, wanted):
            return
        answer = (await self.ports.shelf.knowledge()).answer(asking.words, asking.intent, asking.now)
        if answer is not None and answer.specific:
            speech.say("utter_book_answer", {"answer": answer.entry.answer})
