"""Questions that the shop's own book answers: hours, fees, areas, payment, membership, rules; how goods in focus are ordered."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.asking import Asking
from actions.base import ThreadAction
from actions.reminder import remind
from actions.shop_book import answer_from_book, told_from_book
from actions.speech import Speech
from actions.take_goods import FLOW as TAKES_GOODS
from actions.take_goods import take_goods
from actions.thread import Thread

_IN_GENERAL = re.compile(
    r"提交|下不了|点不[动了]|按钮|失败|报错|显示|库存不足|自动|取消|保留|合并|改|备注|发票|代付|没付|付不了"
)


class AnswerQuestion(ThreadAction):
    action_name = "action_answer_question"

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        if asking.intent == TAKES_GOODS and not _IN_GENERAL.search(asking.words):
            if (taken := await take_goods(asking, speech, self.ports)) is not None:
                return taken
        await answer_from_book(asking, speech, self.ports)
        return remind(speech, replace(asking.thread, told=await told_from_book(asking, self.ports)))
