"""Account and privacy: the shop's book, and what the record adds: what is kept of her, what still stands in the way of closing."""

from __future__ import annotations

import re

from actions import wording
from actions.asking import Asking
from actions.base import ThreadAction
from actions.her_orders import visible_orders
from actions.reminder import remind
from actions.shop_book import answer_from_book
from actions.speech import Button, Speech
from actions.thread import Thread

_ERASES = re.compile(r"删|清除|清空|抹掉|注销|别存|不要存|不想留|撤回同意")
_SHOWS = re.compile(
    r"导出|下载|给我一份|要一份|发我一份|看看?(?:你们)?(?:都)?(?:存|留|收集)|存了(?:我)?(?:什么|哪些)|有我(?:的)?(?:什么|哪些)"
)
_CLOSES = re.compile(r"注销|销户|删(?:除|掉)?(?:我的)?(?:账号|账户|帐号|帐户)|关闭(?:账号|账户)")


class AnswerPrivacy(ThreadAction):
    """What is kept, and how to get it or have it erased: by a person who checks that it is her."""

    action_name = "action_answer_privacy"

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        whose = "customer" if asking.customer_id else "guest"
        human = [Button(title="找同事办理", intent="request_human", entities={"reason": "ask_privacy"})]
        if _ERASES.search(asking.words):
            speech.say(f"utter_privacy_erase_{whose}", buttons=human)
        elif _SHOWS.search(asking.words):
            speech.say(f"utter_privacy_export_{whose}", buttons=human)
        else:
            await answer_from_book(asking, speech, self.ports)
        return remind(speech, asking.thread)


class HelpWithAccount(ThreadAction):
    """The book's steps; closing an account is told with what is still open in it."""

    action_name = "action_help_with_account"

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        await answer_from_book(asking, speech, self.ports)
        if asking.customer_id and _CLOSES.search(asking.words):
            orders = await visible_orders(asking, self.ports)
            open_count = sum(order.is_open for order in orders)
            care = await self.ports.shop.care_of([order.order_id for order in orders])
            cases = sum(case.is_open for each in care.values() for case in each.after_sales)
            if open_count or cases:
                facts = {"orders": str(open_count), "cases": str(cases)}
                response = "utter_close_account_open" if cases else "utter_close_account_orders"
                speech.say(response, facts, buttons=[wording.TRACK])
        return remind(speech, asking.thread)
