"""买贵了补差价: a question about the shop's rule is answered from its book; else the difference is looked for (price_difference.py)."""

from __future__ import annotations

import re

from actions.asking import Asking
from actions.base import ThreadAction
from actions.flow_talk import begin
from actions.price_difference import WISH
from actions.reminder import take_up_draft
from actions.speech import Speech
from actions.thread import Thread

_RULE = re.compile(
    r"几天|多少天|多久|规则|条件|范围|在哪|哪里|哪儿|怎么[申算弄退]|为什么|为啥|什么意思|啥意思|算不算|包括"
)


class PriceProtection(ThreadAction):
    action_name = "action_price_protection"
    keeps_matter = True
    takes_up = False

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        if _RULE.search(asking.words):
            knowledge = await self.ports.shelf.knowledge()
            found = knowledge.answer(asking.words, asking.intent, asking.now)
            if found is not None and found.specific:
                speech.say("utter_book_answer", {"answer": found.entry.answer})
                return take_up_draft(asking, speech, asking.thread)
        return await begin(asking, speech, self.ports, WISH)
