"""What belongs to a message for the shop's people: how to reach her, 还有 after it; and what they have said. Pure, plain values."""

from __future__ import annotations

import re

from bot.text import cues
from bot.text.identifiers import find_identifiers
from bot.text.said_before import asks_what_was_said

Verdict = tuple[str, str]
_LOOKS_UP = re.compile(r"查|订单|快递|物流")
_SCRAP_CHARS = 20


def contact(text: str, *, weak: bool) -> Verdict | None:
    """A phone or mail, or a scrap in its place (it is then told to be none). 帮我查136…的订单 is another wish."""
    number = bool(find_identifiers(text)) and not _LOOKS_UP.search(text)
    scrap = weak and text.isascii() and len(text.strip()) <= _SCRAP_CHARS
    return ("inform", "asked contact") if cues.mail_in(text) or number or scrap else None


def what_was_said(text: str, agent: str) -> Verdict | None:
    """刚才客服说什么时候上门来着, from who was served by `agent` lately."""
    return ("inform", "asks what a person said") if asks_what_was_said(text, agent) else None


def to_be_called(text: str) -> Verdict | None:
    """麻烦同事打给我 138…: a mobile number, and what it is for."""
    phones = [each for each in find_identifiers(text) if each.kind == "phone" and not each.negated]
    others = [each for each in find_identifiers(text) if each.kind in ("order_number", "tracking_number")]
    if phones and not others and cues.wants_call(text) and not _LOOKS_UP.search(text):
        return "inform", "a number to be called at"
    return None


def more(text: str) -> Verdict | None:
    """After a message was kept: 还有 左边没声音, or 没有了."""
    if cues.nothing_more(text):
        return "deny", "nothing more to say"
    adds = cues.adds(text) and not cues.asks_other(text) and not cues.is_question(text)
    return ("inform", "adds to the message") if adds else None
