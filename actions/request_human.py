"""转人工: into the queue while people are on duty, else a message for them. And what follows when a person has been there."""

from __future__ import annotations

import re
from datetime import datetime

from actions import wording
from actions.asking import Asking
from actions.base import ThreadAction
from actions.composition import Ports
from actions.handoff import bring_back, next_opening, reason_of, request, with_draft
from actions.leave_message import take_matter, take_message
from actions.speech import Speech
from actions.thread import Thread
from bot.text import cues

MATTER_LETTERS = 4
_REQUEST_WORDS = re.compile(
    r"转?接?人工(客服|服务|坐席)?|真人|活人|客服|小二|店家|老板|人员|经理|找[个一]?人?|给我|帮我|我要|我想|我们?|你们?|您|麻烦|可以|可不可以|能不能|能|有没有|有|怎么|直接"
    r"|说话|对话|聊聊?|沟通|请|转|接|要|个|的|吗|呢|吧|啊|本人|接待|处理一下|你好|在吗|快点|快(?!递)|谢谢|亲|机器人?|不要|别"
)
_TOPIC = re.compile(
    r"退[款货钱换]|换货|开票|发票|专票|快递|物流|包裹|订单|地址|尺码|质量|售后|投诉|赔|坏|破|碎|裂|漏|少发|少了|发错|错发|丢件|没收到|没到"
    r"|优惠|差价|降价|价保|取消|维修|保修|返修|安装|催|发货|付款|支付|到账|会员|积分|账号|色差|假货|拒收|改单|缺货|补货|不退|不发"
)
_CALL = re.compile(
    r"(?:帮我|给我|我要|麻烦|请)?转?接?(?:人工|真人)(?:客服|服务|坐席)?|(?:我要|帮我)?找(?:个|一个)?(?:人工|真人|客服)"
)
_IN_A_SENTENCE = frozenset(
    {
        "ask_shop_info", "ask_payment", "ask_shipping_fee", "ask_delivery_area", "ask_return_policy", "ask_return_shipping_fee",
        "ask_membership", "place_order_help",
    }
)  # fmt: skip
_LIKELY = 0.4
_ASKS = re.compile(r"几[点号天]|多[少久]|哪[里儿天些个家]|吗|怎么|什么")
_NOT_LETTERS = re.compile(r"[\W_]+")


class RequestHuman(ThreadAction):
    action_name = "action_request_human"
    passes_on = False

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        await _answer_beside(asking, speech, self.ports)
        opening = await next_opening(asking, self.ports)
        if opening is not None and opening <= asking.now:
            return await _queue(asking, speech, self.ports)
        return await _take_message(asking, speech, self.ports, opening)


class BringBack(ThreadAction):
    """It was not settled after all: the same person takes it up again, if she is there."""

    action_name = "action_bring_back"
    passes_on = False
    keeps_matter = True

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        opening = await next_opening(asking, self.ports)
        if opening is None or opening > asking.now:
            return await _take_message(asking, speech, self.ports, opening)
        return await bring_back(asking, speech, self.ports)


class HandedBack(ThreadAction):
    """A system turn: an agent has given the conversation back, with what she wrote about it."""

    action_name = "action_handed_back"
    passes_on = False
    takes_up = False

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        summary, agent = asking.told.get("summary"), asking.told.get("agent")
        if summary and agent:
            facts = {"agent": str(agent), "summary": wording.without_end(str(summary))}
            speech.say("utter_handed_back_summary", facts)
        else:
            speech.say("utter_handed_back")
        return asking.thread.ended()


async def _answer_beside(asking: Asking, speech: Speech, ports: Ports) -> None:
    """转人工 你们几点下班: what the shop's book answers in a sentence is not kept waiting for the person."""
    rest = _CALL.sub(" ", asking.text).strip()
    likely = [name for name, confidence in asking.ranking if name in _IN_A_SENTENCE and confidence >= _LIKELY]
    if not likely or not (cues.is_question(rest) or _ASKS.search(rest)):
        return
    answer = (await ports.shelf.knowledge()).answer(rest, likely[0], asking.now)
    if answer is not None and answer.specific:
        speech.say("utter_book_answer", {"answer": answer.entry.answer})


async def _queue(asking: Asking, speech: Speech, ports: Ports) -> Thread:
    told_now = asking.beside or _matter_in(asking.text)
    if asking.holder == "queue" and not asking.trusted:
        speech.say("utter_still_queued")
        return asking.thread.settled()
    if asking.holder != "queue":
        await request(asking, speech, ports, why="asked", words=told_now or asking.thread.matter)
    speech.say("utter_queued_upset" if asking.upset else "utter_queued")
    return asking.thread.settled()


async def _take_message(asking: Asking, speech: Speech, ports: Ports, opening: datetime | None) -> Thread:
    told_now = asking.beside or _matter_in(asking.text)
    if told_now:
        return await take_message(asking, speech, ports, with_draft(asking, told_now) or told_now)
    if matter := with_draft(asking, asking.thread.matter):
        return await take_matter(asking, speech, ports, matter)
    if opening is None:
        speech.say("utter_take_message_sometime")
    else:
        speech.say("utter_take_message", {"opens": wording.future(opening, asking.now)})
    return asking.thread.asking("message", flow=reason_of(asking))


def _matter_in(text: str) -> str | None:
    """The whole text when it says more than that a person is wanted: much, or in a word what about (转人工 退款)."""
    rest = _NOT_LETTERS.sub("", _REQUEST_WORDS.sub("", text))
    return text if len(rest) >= MATTER_LETTERS or _TOPIC.search(rest) else None
