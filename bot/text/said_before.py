"""刚才客服说什么时候上门来着: asking again what a person of the shop has said, and which of her lines answers it.

Pure word lists, linear in the text's length. A reproach that quotes her (客服说今天到怎么还没到) is no such question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_LONGEST = 60
_PERSON = r"人工(?:客服)?|客服|同事|小姐姐|小哥哥?|那位|那个?人(?!工)|她们?|他们?|真人|专员|经理|主管|店里(?:的?人)?"
_SAID = r"说|讲|告诉|答应|承诺|提到|通知|讲好|(?:保证|回复|答复|约|定|安排|记)(?:过|了|的|好)"
_ASKED = r"来着|什么|啥|几|哪|多久|多少|多长|怎么|谁|吗|么|没有?$"
_CLAUSE = r"[^,。!?;\s]"
_FORGOT = r"忘|记不|没记|没看[清到]|没听[清懂]|再说一[遍下次]|再讲一[遍下次]|重复一"
_REPROACH = re.compile(r"不是说|怎么[还没不这就办]|为什么|为啥|凭什么|还没|到现在|说话不算|骗")
_ANYBODY = re.compile(r"[他她]们|店里|个人")  # of whom she speaks only where she says when it was, or 来着
_BEFORE = re.compile(r"刚才?|刚刚|之前|方才|前面|早上|上午|下午|昨天|上次")
_BARE = re.compile(
    rf"(?:刚才?|刚刚|之前|方才|前面|昨天)?(?:跟我|和我|给我)?(?:你们?)?(?:跟我|和我|给我)?(?:说|答应|承诺|约|讲|定)(?:好|的|了|过)?{_CLAUSE}{{0,16}}来着"
)
_TIME = r"什么时[候间]|时间|几[点号天时日]|哪[天日]|多久|多长时间|多少天|周几|星期几"
_MONEY = r"多少钱|多少块|几块|(?<=[赔退补])多少|多少元|金额"
_FRAME = re.compile(
    rf"{_TIME}|{_MONEY}|{_PERSON}|{_SAID}|{_ASKED}|{_FORGOT}|{_BEFORE.pattern}|时候|大概|到底|是不是|是|我|你们?|您|给|跟|和|帮|会|要|能|可以|的|了|过|好|在|那个|这个|一下|请问|还|再|都"
    r"|[\W_]+"
)
_KINDS: Sequence[tuple[str, re.Pattern[str]]] = (
    ("time", re.compile(_TIME)),
    ("money", re.compile(_MONEY)),
)
_HOLDS = {
    "time": re.compile(
        r"\d+\s*[点:.时]\d*|[一二两三四五六七八九十]+点|今[天晚早]|明[天晚早]|后天|大后天|当天|次日|周[一二三四五六日天末]|星期|上午|下午|晚上|中午"
        r"|\d+\s*[号日天]|\d+\s*(?:个)?(?:小时|分钟|工作日)|[一二两三四五六七八九十几]+\s*(?:个)?(?:天|小时|分钟|工作日|日)|月"
    ),
    "money": re.compile(r"\d+(?:\.\d+)?\s*[元块]|[¥¥]\s*\d|[一二两三四五六七八九十百]+[元块]"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`topic`: what of it she asks about (上门), empty where it is all; `kind`: time, money or nothing of these."""

    topic: str
    kind: str = ""


def asks_what_was_said(text: str, agent: str) -> bool:
    """Whether it asks what a person has said, `agent` being the name of who served her."""
    plain = _plain(text)
    if not agent or len(plain) > _LONGEST or _REPROACH.search(plain):
        return False
    who = rf"(?<![跟和让叫请找给])(?:{re.escape(_plain(agent))}|{_PERSON})"
    if _only_somebody(plain, agent):
        return False
    quoted = re.search(
        rf"{who}{_CLAUSE}{{0,6}}?(?:(?:{_SAID}){_CLAUSE}{{0,14}}?(?:{_ASKED}|\?)|(?:怎么|咋)(?:{_SAID}|回))", plain
    )
    forgotten = re.search(rf"{who}{_CLAUSE}{{0,6}}?(?:{_SAID})", plain) and re.search(_FORGOT, plain)
    return bool(quoted or forgotten or _BARE.search(plain))


def _only_somebody(plain: str, agent: str) -> bool:
    """他们家, 店里, 那个人, without a word of when they said so: anybody, and not who served her."""
    if _BEFORE.search(plain) or "来着" in plain or _plain(agent) in plain:
        return False
    return bool(_ANYBODY.search(plain)) and not re.search(r"客服|人工|同事|专员|经理|主管|真人|小姐姐|小哥", plain)


def wanted_of(text: str, agent: str) -> Wanted:
    """What is left of the question without the words that frame it."""
    plain = _plain(text)
    kind = next((name for name, sign in _KINDS if sign.search(plain)), "")
    return Wanted(topic=_FRAME.sub("", plain.replace(_plain(agent), "")), kind=kind)


def shares(wanted: Wanted, line: str) -> int:
    """How many pairs of letters of the topic stand in the line; of one letter, whether it does."""
    topic, plain = wanted.topic, _plain(line)
    pieces = {topic[at : at + 2] for at in range(len(topic) - 1)} or ({topic} if topic else set())
    return sum(piece in plain for piece in pieces)


def holds(wanted: Wanted, line: str) -> bool:
    """Whether the line tells something of the kind that is asked for; True where no kind is."""
    return not wanted.kind or bool(_HOLDS[wanted.kind].search(_plain(line)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
