"""Fees and areas of delivery: for a place and a product where they are meant, else by the shop's book."""

from __future__ import annotations

import re

from actions.asking import Asking
from actions.base import ThreadAction
from actions.composition import Ports
from actions.pick_product import pick
from actions.place import after_delivery, place_of
from actions.reminder import remind
from actions.shop_book import answer_from_book
from actions.speech import Speech
from actions.tell_delivery import say_delivery
from actions.thread import Thread
from actions.top_up import top_up
from actions.top_up import wanted as wants_top_up
from bot.shop.delivery import unknown_goal
from bot.text.normalise import normalise

_OF_CARRIERS = re.compile(
    r"什么快递|啥快递|[什啥]么?物流|哪家|快递公司|顺丰|圆通|中通|韵达|申通|邮政|ems|京东|指定|上楼|电梯|[一二三四五六七八九十\d]楼|大件|村|乡|镇|合并|分开"
)

_OF_THE_RULE = re.compile(r"满(?:多少|几)|多少(?:钱|元|块)?(?:才|就|能|可以)?包邮|包邮(?:条件|门槛)|起送")


class AnswerDelivery(ThreadAction):
    action_name = "action_answer_delivery"

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        if wants_top_up(asking):
            return await top_up(asking, speech, self.ports)
        told = await delivery_told(asking, speech, self.ports)
        if not told:
            await answer_from_book(asking, speech, self.ports)
        thread = after_delivery(asking, asking.thread, told=told)
        return thread if thread.asked == "place" else remind(speech, thread)


async def delivery_told(asking: Asking, speech: Speech, ports: Ports) -> bool:
    """Say fee and time where a place or a product is meant; False when the question is of another sort."""
    text = normalise(asking.words).text
    if _OF_CARRIERS.search(text) or _OF_THE_RULE.search(text):
        return False
    picked = await pick(asking, ports)
    if picked.one is None and place_of(asking) is None and not unknown_goal(text):
        return False
    return await say_delivery(asking, speech, ports, picked.one)
