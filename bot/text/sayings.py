"""Short sayings whose meaning is certain whatever a model makes of them: titles of buttons, looking for a parcel, signs alone.

Pure tables and patterns, linear in the text's length. The names are those of the intent list.
"""

from __future__ import annotations

import re
import unicodedata

from bot.text.command import HARMLESS_SLASH
from bot.text.identifiers import find_identifiers
from bot.text.titles import MEANINGS

CLARIFY = "unsure"  # certain to be unclear: signs and scraps that nobody could act on
_ENDS = "吧了啊呀哦嘛哈呗吗，,。.！!~～?？：: \n\t“”\"'"
_MEANINGS = {title.strip(_ENDS): wish for title, wish in MEANINGS.items()}
_ASKING = r"(?:亲|你好|您好|请问|请|麻烦|帮忙|能不能|可不可以|可以|能|想|要|给我|帮|替我|再|先|快|我|您|你|就|去){0,16}"
_LOOKING = r"(?:查询|查一查|查查|查一下|查下|查个|查看|查|看看|看一下|看下|看一看|瞧瞧|跟踪|追踪)"
_OF_MINE = r"(?:一下|下|我|那个?|这个|最近|昨天|今天|顺丰|圆通|中通|申通|韵达|京东|邮政|极兔|EMS|德邦|的|\s)*"
_PARCEL = r"(?:快递单号|快递|物流单号|物流|包裹|订单号|订单|单子|快件|运单号|运单|单号|发货|单|货)"
_STATE = r"(?:的?(?:信息|状态|进度|进展|情况|物流|动态|轨迹|记录)|到哪里?了?|在哪里?了?|走到哪里?了?|现在到哪了?)?"
_TAIL = r"(?:吧|呗|啊|呀|呢|吗|么|谢谢|了|哈|哦|嘛|好吗|可以吗|行吗|行不)*"
_LOOKS_FOR_PARCEL = re.compile(rf"{_ASKING}{_LOOKING}{_OF_MINE}{_PARCEL}{_STATE}{_TAIL}", re.IGNORECASE)
_WHERE_IS_MINE = re.compile(
    rf"(?:我的|我那个|我那)(?:快递|物流|包裹|订单|单子|快件|东西|货|宝贝){_STATE}{_TAIL}|(?:订单|快递|物流|包裹)(?:查询|查看|跟踪|进度|状态|信息)"
    rf"|(?:怎么|咋|怎样|如何)(?:查|看)(?:我的)?(?:快递|物流|包裹)(?:信息)?{_TAIL}"
    r"|(?:快递|包裹|东西|货)?(?:已经)?(?:签收|妥投|派送|派件|送达|送到)了?(?:吗|没有?|么|不)"
)
_SHORT_NUMBER = re.compile(
    rf"(?:{_ASKING}{_LOOKING}(?:一下|下)?|订单号?|单号|快递单?号?|尾号)\s*[:：]?\s*[0-9]{{1,11}}"
)
_ENGLISH = re.compile(
    r"(?:where|track|status).{0,20}(?:order|parcel|package|delivery)|(?:order|parcel|package).{0,12}(?:where|status)"
)
_PUT_DOWN = re.compile(
    r"(?:是不是)?(?:放|送|存)(?:到|在)?(?:驿站|快递柜|丰巢|菜鸟|门口|门卫|代收点|物业|前台)(?:里)?(?:了(?:吗|没有?|么|呀|是吗)?|吗|没有?|么|是吗)"
)
_ANGRY = frozenset("😡🤬😠👿💢👎🖕")
_SIGNS: tuple[tuple[str, frozenset[str]], ...] = (
    ("complain_general", _ANGRY),
    ("praise", frozenset("👍💯🥰😍")),
    ("thank", frozenset("🙏🌹❤💕💖🌷")),
    ("affirm", frozenset("👌🆗✅")),
)


def meaning_of(text: str) -> str | None:
    """The intent that a saying certainly has, `unsure` for what certainly has none, None for everything else."""
    plain = unicodedata.normalize("NFKC", text).strip(_ENDS)
    if not any(each.isalnum() for each in text):
        return _meaning_of_signs(text)
    if plain.startswith(("/", HARMLESS_SLASH, "\\")) or re.fullmatch(r"[0-9]{1,2}", plain):
        return CLARIFY
    squeezed = re.sub(r"\s+", "", plain)
    if meaning := _MEANINGS.get(squeezed):
        return meaning
    if len(plain) > 40:
        return None
    if _LOOKS_FOR_PARCEL.fullmatch(squeezed) or _WHERE_IS_MINE.fullmatch(squeezed + _asked(text)):
        return "track_order"
    if (_SHORT_NUMBER.fullmatch(plain) and not find_identifiers(plain)) or _ENGLISH.search(plain.lower()):
        return "track_order"
    return "self_pickup" if _PUT_DOWN.fullmatch(squeezed + _done(text) + _asked(text)) else None


def _done(text: str) -> str:
    """The particle that says that it has happened, which stripping took: 放门卫了."""
    return "了" if text.rstrip("?？吗么呀。.！!~～ ").endswith("了") else ""


def _asked(text: str) -> str:
    """The particle that makes a question, which stripping took: 签收了吗."""
    return "吗" if text.rstrip("?？ ").endswith("吗") else ""


def _meaning_of_signs(text: str) -> str:
    """For a message without letters and digits: what its emoji say, a call for an answer for ？？, else nothing."""
    for intent, signs in _SIGNS:
        if signs.intersection(text):
            return intent
    marks = [each for each in text if not each.isspace()]
    return "urge_reply" if marks and all(each in "?？" for each in marks) else CLARIFY
