"""What code can tell of a good answer to a complaint: the rules of docs/complaints.md, as plain checks over a text.

Each check gives what is wrong, or nothing. A person still has to read the conversations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.emoji import PICTOGRAPH, STICKER

APOLOGY = re.compile(r"对不起|抱歉|不好意思|道歉")
FEELING = re.compile(
    r"急|惦记|悬着|没底|慌|踏实|打鼓|着落|咯噔|嘀咕|为难|[^不]好受|不是滋味|失望|不痛快|委屈|扫兴|堵|闹心|难受|磨人|添堵"
    r"|不好受|落差|亏|受累|气|火|恼|惹|听得出"
)
_RULE = re.compile(r"根据|按照|规定|规则|条款|政策|不符合|不支持|不在.{0,4}范围|须知|以页面为准|概不|最终解释权")
_EXCUSE = re.compile(
    r"疫情|天气|双十一|大促|高峰|爆仓|订单(?:太|较)多|量太大|仓库忙|人手不足|不是我们的|与我们无关|快递公司的问题|系统原因|不可抗力"
)
_EMPTY = re.compile(
    r"尽快|马上(?:为您)?解决|一定(?:会)?(?:解决|给您)|保证|肯定能|绝对|妥善处理|耐心等待|敬请|稍安勿躁|理解万岁|给您带来(?:的)?不便|反馈(?:给)?相关部门"
)
_GUILT = re.compile(
    r"欺诈|欺骗|诈骗|骗了您|骗您|假货|我们的责任|全责|我们的错|是我们不对|是我们没|假一赔|三倍|赔偿责任|违法|违规"
)
_OFFICIAL = re.compile(r"您好，|亲[，,~～]|尊敬的|该商品|该订单|贵方|敝|本店|烦请|特此|予以|进行(?:处理|核实)|相关")
_TIME = re.compile(r"\d{1,2}:\d{2}|\d+(?:小时|分钟|天)|今天|明天|后天|\d+月\d+日|这就|现在就|已经")


def faults_of_comfort(text: str, level: str) -> Iterator[str]:
    """Of one written comfort, before its gaps are filled."""
    yield from faults_of_tone(text, level)
    if len(APOLOGY.findall(text)) != 1:
        yield "it apologises once, and only once"
    if not FEELING.search(text):
        yield "it meets no feeling"
    if not text.endswith("。"):
        yield "it ends in no full stop"
    if not 14 <= len(text) <= 62:
        yield f"it has {len(text)} characters"


def faults_of_tone(text: str, level: str) -> Iterator[str]:
    """Of anything that is said to somebody who complains."""
    for pattern, fault in (
        (_RULE, "a rule"), (_EXCUSE, "an excuse"), (_EMPTY, "an empty promise"), (_GUILT, "guilt is admitted or denied"),
        (_OFFICIAL, "officialese"),
    ):  # fmt: skip
        if found := pattern.search(text):
            yield f"{fault}: {found.group()}"
    if "!" in text or "！" in text:
        yield "an exclamation mark"
    if PICTOGRAPH.search(text) or STICKER.search(text) or "~" in text or "～" in text:
        yield "an emoji or a wave"
    if level == "angry" and re.search(r"哈|呀|啦|哦|呢|嘛|哟", text):
        yield "a particle that sounds light"


def faults_of_answer(text: str, level: str, *, first: bool, choice: bool, named: tuple[str, ...]) -> Iterator[str]:
    """Of a whole answer. `first`: to the first message of a matter; `choice`: it has buttons; `named`: words of the matter."""
    yield from faults_of_tone(text, level)
    apologies = len(APOLOGY.findall(text))
    if first and apologies != 1:
        yield f"{apologies} apologies"
    if not first and apologies > 1:
        yield "it apologises again and again"
    if first and named and not any(name in text for name in named):
        yield "it does not name the matter"
    if first and not FEELING.search(text):
        yield "it meets no feeling"
    if not (choice or _TIME.search(text)):
        yield "no step with a time, and no choice"
    if len(text) > (170 if first else 120):
        yield f"it has {len(text)} characters"
