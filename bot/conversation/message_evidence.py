"""What belongs to a message for the shop's people: how to reach her, 还有 after it; and what they have said. Pure, plain values."""

from __future__ import annotations

import re

from bot.text import cues
from bot.text.identifiers import find_identifiers
from bot.text.said_before import asks_what_was_said

Verdict = tuple[str, str]
_LOOKS_UP = re.compile(r"查|订单|快递|物流")
_LABEL = re.compile(r"(?:订单|快递|物流)(?:编?号|单号)?(?:码)?(?:是|为|[:： ])*(?=[A-Za-z\d])")
_SCRAP_CHARS = 20
_WRITTEN = frozenset({"message", "more", "contact"})
_OWN_RULES = ("complain_", "threaten_", "ask_complaint_")
_CALLS_A_PERSON = re.compile(
    r"(?:^|[,，。.!！;；、\s])(?:我要|我想|请|帮我|给我|麻烦|直接|快点?|赶紧|还是){0,3}(?:转接?|接|找|叫)(?:一?个|到|下)?(?:人工|真人)(?:客服|服务)?(?:吧|了|啊|谢谢){0,2}"
    r"(?=$|[,，。.!！;；、\s])"
)


def contact(text: str, *, weak: bool) -> Verdict | None:
    """A phone or mail, or a scrap in its place (it is then told to be none). 帮我查136…的订单 is another wish."""
    number = bool(find_identifiers(text)) and not _LOOKS_UP.search(text)
    scrap = weak and text.isascii() and len(text.strip()) <= _SCRAP_CHARS
    return ("inform", "asked contact") if cues.mail_in(text) or number or scrap else None


def what_was_said(text: str, agent: str) -> Verdict | None:
    """刚才客服说什么时候上门来着, from who was served by `agent` lately."""
    return ("inform", "asks what a person said") if asks_what_was_said(text, agent) else None


def for_a_person(text: str, best: str, asked: str | None) -> Verdict | None:
    """转人工，我要开发票: she calls for a person in so many words, and says what for. A complaint has rules of its own, and what
    she writes as a message is one."""
    if asked in _WRITTEN or best.startswith(_OWN_RULES) or not _CALLS_A_PERSON.search(text):
        return None
    return "request_human", "calls for a person"


def to_be_called(text: str) -> Verdict | None:
    """麻烦同事打给我 138…: a mobile number, and what it is for."""
    phones = [each for each in find_identifiers(text) if each.kind == "phone" and not each.negated]
    others = [each for each in find_identifiers(text) if each.kind in ("order_number", "tracking_number")]
    outright = cues.asks_for_call(text) and not _LOOKS_UP.search(_LABEL.sub("", text))
    if phones and (outright or (not others and cues.wants_call(text) and not _LOOKS_UP.search(text))):
        return "inform", "a number to be called at"
    return None


def more(text: str) -> Verdict | None:
    """After a message was kept: 还有 左边没声音, or 没有了."""
    if cues.nothing_more(text):
        return "deny", "nothing more to say"
    adds = cues.adds(text) and not cues.asks_other(text) and not cues.is_question(text)
    return ("inform", "adds to the message") if adds else None
