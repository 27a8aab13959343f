"""转人工 until the desk exists: say so, take a message for the shop, say when somebody looks. Never a dead end.

What she wrote before is not asked for again: an open matter goes along as the message.
"""

from __future__ import annotations

import re
from dataclasses import replace

from actions.asking import Asking
from actions.base import ThreadAction
from actions.composition import Ports
from actions.speech import Speech
from actions.thread import Thread
from bot.care.effects import MessageForShop
from bot.text import cues
from bot.text.identifiers import find_identifiers

MATTER_LETTERS = 4
_REQUEST_WORDS = re.compile(
    r"转?接?人工(客服|服务|坐席)?|真人|活人|客服|小二|店家|老板|人员|经理|找[个一]?人?|给我|帮我|我要|我想|我们?|你们?|您|麻烦|可以|可不可以|能不能|能|有没有|有|怎么|直接"
    r"|说话|对话|聊聊?|沟通|请|转|接|要|个|的|吗|呢|吧|啊|本人|接待|处理一下|你好|在吗|快点?|谢谢|亲|机器人?|不要|别"
)
_NOT_LETTERS = re.compile(r"[\W_]+")


class RequestHuman(ThreadAction):
    action_name = "action_request_human"

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        told_now = _matter_in(asking.text)
        if told_now:
            return await take_message(asking, speech, self.ports, told_now)
        if asking.thread.matter:
            return await _take_matter(asking, speech, self.ports, asking.thread.matter)
        when = await self.ports.shop.policy("human_reply")
        response = "utter_take_message" if when else "utter_take_message_sometime"
        speech.say(response, {"human_reply": when or ""})
        return asking.thread.asking("message", flow=_reason(asking))


async def take_message(asking: Asking, speech: Speech, ports: Ports, text: str) -> Thread:
    """Keep `text` for the shop and say when somebody looks; a guest is asked once how to reach her."""
    contact = contact_in(text)
    speech.effect(
        MessageForShop(
            text=text or "[图片]",
            reason=_reason(asking),
            contact=contact,
            order_id=asking.thread.order_in_focus,
        )
    )
    when = await ports.shop.policy("human_reply")
    facts = {"human_reply": when or ""}
    if contact is None and asking.customer_id is None:
        speech.say("utter_message_kept_ask_contact", facts)
        return replace(asking.thread.ended(), flow=_reason(asking)).asking("contact")
    speech.say("utter_message_kept" if when else "utter_message_kept_sometime", facts)
    return asking.thread.ended()


async def _take_matter(asking: Asking, speech: Speech, ports: Ports, matter: str) -> Thread:
    """What she wrote before goes along at once; whatever else it needs she may add."""
    thread = await take_message(asking, speech, ports, matter)
    if thread.asked is not None:
        return thread
    speech.say("utter_add_to_message")
    return thread.asking("message", flow=_reason(asking))


async def take_contact(asking: Asking, speech: Speech) -> Thread:
    """Keep a phone or mail; anything else is told to be neither, once."""
    contact = contact_in(asking.text)
    if contact is None:
        if asking.thread.asked_times > 1:
            speech.say("utter_contact_left_out")
            return asking.thread.ended()
        speech.say("utter_contact_unreadable")
        return asking.thread.asking("contact")
    speech.effect(
        MessageForShop(text=asking.text, reason=_reason(asking), contact=contact, order_id=asking.thread.order_in_focus)
    )
    speech.say("utter_contact_kept")
    return asking.thread.ended()


def contact_in(text: str) -> str | None:
    """A mobile number or a mail address in the text."""
    phones = [each.value for each in find_identifiers(text) if each.kind == "phone" and not each.negated]
    return phones[-1] if phones else cues.mail_in(text)


def _matter_in(text: str) -> str | None:
    """The whole text when it says more than that a person is wanted."""
    rest = _NOT_LETTERS.sub("", _REQUEST_WORDS.sub("", text))
    return text if len(rest) >= MATTER_LETTERS else None


def _reason(asking: Asking) -> str:
    given = asking.values("reason")
    return given[0] if given else asking.thread.flow or "request_human"
