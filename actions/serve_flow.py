"""The wishes that change something in an order: one action for all of them, the flow says what is asked and done.

A question about the rule is answered from the shop's book, with the way to have it done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions import wording
from actions.asking import Asking
from actions.base import ThreadAction
from actions.draft import open_draft
from actions.flow_talk import begin
from actions.her_orders import visible_orders
from actions.reminder import OF_GOODS
from actions.speech import Button, Speech
from actions.thread import Thread
from actions.wanted import wanted_of
from bot.text import consent, cues

_RULE = re.compile(
    r"多久|(?:要|得|多少|几)个?(?:几)?天(?:到账|退|能|内|才)|几个工作日|什么时候(?:退|到账)|怎么退|规则|条件|多少钱|收费|要钱吗|要不要钱|会怎么样|有什么影响|保留多"
)
_OF_PRICES = re.compile(r"几天|多少天|范围|怎么[申算弄]|算不算|包括")
_MONEY_BACK_OF_IT = re.compile(r"退(?:我|回|给我)?多少")
# 退款什么时候到账 from who has orders is about hers, not about the rule.
_ABOUT_HERS = frozenset({"track_refund", "track_after_sale", "return_pickup", "invoice_problem"})
# 发票能开吗 beside goods that she looks at: whether it can be had with them, before anything is bought.
_WHETHER = re.compile(r"[吗么嘛不没？?][呀啊呢]?[？?。]*$|能不能|可不可以|有没有|是不是|会不会|[开给带]不[开给带]")
_FOR_HERS = re.compile(
    r"帮我|给我|替我|我(?:的|那|上|之前|昨|前|刚|已|都)|[买拍订]的|[买拍付]了|上次|订单|[那这上]一?单|单号|还没|没收到|补开|怎么还|重开"
)
_BEFORE_SALE: Mapping[str, str] = {"request_invoice": "给已买的订单开票"}  # the wish, and its button beside the answer
_SHOP_QUESTIONS = frozenset({None, "product_choice", "need", "body"})
_OFTEN_IN_GENERAL = frozenset({"payment_problem"})  # a guest's first help is what can be tried


class ServeFlow(ThreadAction):
    """Registered in flows.py under the intent's name."""

    action_name = "action_serve_flow"
    takes_up = False
    keeps_matter = True

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        if await self._told_from_book(asking, speech):
            return asking.thread
        return await begin(asking, speech, self.ports, asking.intent)

    async def _told_from_book(self, asking: Asking, speech: Speech) -> bool:
        """Whether it was a question about the rule: asked by words for it, or by who has shown no order of hers."""
        if asking.trusted or not asking.text or open_draft(asking.thread, asking.now) or asking.about_order:
            return False
        if asking.thread.order_in_focus and _MONEY_BACK_OF_IT.search(asking.text):
            return False
        if wanted_of(asking).number or not await self._asks_in_general(asking):
            return False
        knowledge = await self.ports.shelf.knowledge()
        found = knowledge.answer(asking.words, asking.intent, asking.now)
        if found is None or not found.specific:
            return False
        if _asks_before_sale(asking):
            buttons = [Button(title=_BEFORE_SALE[asking.intent], intent=asking.intent)]
        else:
            buttons = [Button(title=wording.wish(asking.intent), intent=asking.intent), wording.human(asking.intent)]
        speech.say("utter_book_answer", {"answer": found.entry.answer}, buttons=buttons)
        return True

    async def _asks_in_general(self, asking: Asking) -> bool:
        if asking.intent not in _ABOUT_HERS and _RULE.search(asking.text):
            return True
        if _asks_before_sale(asking):
            return True
        if asking.intent == "price_protection" and _OF_PRICES.search(asking.text):
            return True
        asks = cues.is_question(asking.text) or consent.hedges(asking.text) or asking.intent in _OFTEN_IN_GENERAL
        return asks and not await visible_orders(asking, self.ports)


def _asks_before_sale(asking: Asking) -> bool:
    """Whether goods that she looks at come with it; no order of hers is talked about."""
    thread = asking.thread
    looking = thread.product_in_focus and thread.flow in OF_GOODS and not thread.order_in_focus
    whether = _WHETHER.search(asking.text.strip()) and not _FOR_HERS.search(asking.text)
    return asking.intent in _BEFORE_SALE and thread.asked in _SHOP_QUESTIONS and bool(looking and whether)
