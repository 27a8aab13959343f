"""Small, sure signs in a shopper's words that make sense only in a thread: giving up, the other one, no number at hand.

Pure word lists and patterns, linear in the text's length. What follows from a sign is decided in bot.conversation.evidence and in the actions.
"""

from __future__ import annotations

import re

_ENDS = "吧了啊呀哦嘛哈呢的，,。.！!~～ \n"
_GIVING_UP = frozenset(
    {
        "算", "不用", "不用查", "不查", "不问", "不用管", "没事", "没事儿", "不需要", "不麻烦", "不必", "先不", "先不查",
        "不弄", "不找", "不说", "别查", "不用帮", "等等再说", "回头再说", "以后再说", "改天再说", "再说", "放弃", "取消查询",
    }
)  # fmt: skip
_GREETING = re.compile(
    r"在吗|在么|在不|在嘛|你好|您好|哈喽|哈啰|嗨|有人吗|有人么|有人在吗|客服|亲|早上好|下午好|晚上好|hello|hi", re.I
)
_OTHER = re.compile(
    r"另外?一?[个单件份笔款条只双台]|另外的|其他的?[单个件]|别的[单个件]|剩下的?那?[个单件]|还有一?[个单件]"
)
_THAT = re.compile(r"^(那|这)(个|单|件|款|笔)?(呢|的呢)?$")
_NO_NUMBER = re.compile(
    r"(不知道|不记得|记不得|记不住|忘|找不到|找不着|没有|没|不清楚|看不到|查不到).{0,6}(号|单)"
    r"|(号|单|它).{0,4}(在哪|哪里|哪儿|怎么找|怎么看|怎么查|去哪|是什么|啥|忘|找不到|不知道|不记得|没有)"
    r"|^(不知道|不记得了?|忘了?|忘记了?|找不到|没有|不清楚|没记)(啊|呀|哦|诶|了)?$"
)
_ALL = re.compile(
    r"(两|俩|[二三四234]|几|每|各)(单|个|件|笔|份)(订单|包裹|快递|货)?.{0,4}都|(所有|全部)的?(订单|包裹|快递|单)|(订单|包裹|快递).{0,3}(所有|全部|都)"
    r"|分别.{0,3}(到|在|是)"
)
_DIGITS = re.compile(r"[\d\s\-—－,，.。、]+")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_NOT_LETTERS = re.compile(r"[\W_]+")


def gives_up(text: str) -> bool:
    """算了 / 不用了 / 不查了, alone or twice in one message; a reason behind it is another wish."""
    parts = [part.strip(_ENDS) for part in re.split(r"[，,。.！!\s]+", text)]
    parts = [part for part in parts if part]
    return bool(parts) and all(part in _GIVING_UP for part in parts)


def nothing_more(text: str) -> bool:
    """没有了 / 没了 / 就这些, in answer to whether there is more to say."""
    return text.strip(_ENDS) in {
        "没有",
        "没",
        "就这些",
        "就这样",
        "先这样",
        "没别",
        "没有别",
        "没有其他",
        "不用补充",
        "没啥",
        "没什么",
    }


def is_bare_number(text: str) -> bool:
    """Nothing but digits and what people put between them, at least three digits."""
    return bool(_DIGITS.fullmatch(text)) and sum(each.isdigit() for each in text) >= 3


def asks_other(text: str) -> bool:
    """那另一个呢 / 还有一单 / 剩下那个."""
    return len(text) <= 24 and bool(_OTHER.search(text))


def asks_all(text: str) -> bool:
    """两单都什么时候到 / 全部订单: every one of those in question."""
    return len(text) <= 40 and bool(_ALL.search(text))


def points_back(text: str) -> bool:
    """那个呢 / 这单呢: nothing but a pointer to what is in the thread."""
    return bool(_THAT.fullmatch(text.strip(_ENDS.replace("呢", "").replace("的", "") + "?？")))


def has_no_number(text: str) -> bool:
    """She says that she does not have, or cannot find, the number that was asked for."""
    return len(text) <= 40 and bool(_NO_NUMBER.search(text))


def mail_in(text: str) -> str | None:
    found = _MAIL.search(text)
    return found.group() if found else None


def without_greeting(text: str) -> str:
    """The text's letters, digits and characters without greetings and punctuation: what is left is the matter."""
    return _NOT_LETTERS.sub("", _GREETING.sub("", text))
