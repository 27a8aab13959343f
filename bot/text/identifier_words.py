"""The words around a number that say what it is. Holds no digits' logic."""

import re
from typing import Literal

Context = Literal["order_number", "phone", "phone_tail", "tracking_number", "id_card", "bank_card"] | None

_REACH = 16
_BEFORE: tuple[tuple[Context, str], ...] = (
    ("phone_tail", "(?:尾号|尾数|末尾|[后末][四4]位|[后末][四4]个|[四4]位数)"),
    (
        "tracking_number",
        "(?:运单|快递单|物流单|面单|快递|物流|包裹|退货单|回寄单|寄回)(?:编?号|号码)|运单|快递单|物流单",
    ),
    (
        "tracking_number",
        "(?:顺丰|圆通|中通|申通|韵达|极兔|德邦|百世|ems|京东快递|邮政)(?:快递|速递|快运|物流)?(?:单?号)?",
    ),
    ("id_card", "身份证"),
    ("bank_card", "(?:银行卡|储蓄卡|信用卡|借记卡|卡号|账号|帐号)"),
    ("order_number", "(?:订单编?号|订单号码|订单|单号|单子)"),
    ("phone", "(?:手机号?码?|电话号?码?|联系方式|号码|tel|phone)"),
)
_WORDS = re.compile("|".join(f"(?P<w{index}>{words})" for index, (_, words) in enumerate(_BEFORE)))
_TAIL_AFTER = re.compile(
    r"\s{0,8}(?:的?尾号|结尾|这个尾号|尾号的|的?[那这]一?(?:个|笔|张|份)?(?:订单|单(?![号位价元])|包裹|快递)|的(?:订单|快递单|包裹|快递))"
)
_NOT = re.compile(r"(?:不是|并不是|不要|不用|别|并非|而不是)[^是,.;!?，。；\n]{0,8}$")
_WRONG_AFTER = re.compile(r"\s{0,8}(?:这个|那个|是)?(?:不对|错了|错的|写错|打错|填错|输错|发错|说错|不是这个|是错)")
# What may stand around a bare number when the message only gives numbers.
_FILLER = re.compile(
    r"(?:[\s,.;:!~?、。，；：#()（）\"'“”/|\[\]【】<>《》*+-]|不是|不对|不要|是|的|了|那个|这个|那单|这单|订单|单号|编号|手机|电话|号码|尾号|末尾|结尾|"
    r"[后末][四4]位数?|[四4]位数?|运单|快递|物流|号|我|你好|您好|亲|在吗|给你|给|查一下|查下|查询|查查|查|帮我|帮忙|麻烦|一下|看看|看下|"
    r"看|应该|就|说错|写错|打错|错|而|和|跟|还有|然后|以及|对|嗯|哦|噢|好|好的|吧|啊|哈|呢|呀|谢谢|请|数字|输入|位|下|这|那|第一|它|为|and)"
)


def context_before(folded: str, at: int, since: int = 0) -> Context:
    """What the last telling word in the 16 characters before `at`, but not before `since`, says the number is."""
    last: Context = None
    for match in _WORDS.finditer(folded, max(since, at - _REACH), at):
        last = _BEFORE[int((match.lastgroup or "w0")[1:])][0]
    return last


def says_tail_after(folded: str, end: int) -> bool:
    """True when 尾号, 结尾 or 那单, 的订单 follows: 5678尾号, 1883那单."""
    return bool(_TAIL_AFTER.match(folded, end))


def is_negated(folded: str, since: int, start: int, end: int) -> bool:
    """True for 不是1234 and for 1234不对; `since` is where the number before it ended."""
    before = folded[max(since, start - _REACH) : start]
    return bool(_NOT.search(before)) or bool(_WRONG_AFTER.match(folded, end))


def is_filler(rest: str) -> bool:
    """True when a message without its numbers says nothing beside them."""
    return len(rest) <= 80 and not _FILLER.sub("", rest)
