"""Words in the course of a flow that say what they are about, whatever wish they look like elsewhere. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.text import consent, cues
from bot.text.after_sale_words import reason_in

TIME = re.compile(
    r"[今明后]天|[今明后]早|今晚|明晚|周[一二三四五六日末天]|星期|礼拜|\d[号日月点]|[上下]午|中午|晚上|早上|傍晚|工作日|[一二三四五六七八九十][点号]|晚[几一二两三]天|尽快|越快|过[几一二两三]天|\d{1,2}:\d{2}|随便|都行|都可以|哪个都|无所谓"
)
_PLAIN_REASON = re.compile(r"不想?要了|不喜欢|不合适|用不[上着]|[买拍]错|[买拍]多了")
_COURIER = frozenset({"return_pickup", "change_delivery_time"})  # while goods go back: when they are fetched
_LITTLE = 12  # letters
_LONGEST_PRESSING = 16  # letters
_OF_PARCELS = re.compile(
    r"(?<!退)货|东西|快递|包裹|物流|签收|件|配送|派送|[买下订]的|下单|(?<!到)[发送寄](?:出|走|过来|了?没|吗|呢|啊|$|[，,。！!？?\s])"
)
# What names its own matter is a wish of its own, also where 改成… might correct what was read back.
_ABOUT: Mapping[str, re.Pattern[str]] = {
    "change_address": re.compile(r"(?<!取件)(?<!退货)地址|收[件货]人"),
    "cancel_order": re.compile(r"取消.{0,6}(?:订单|那单|这单)|(?:订单|那单|这单).{0,4}取消"),
    "request_invoice": re.compile(r"发票|专票|普票"),
}


def is_about(best: str, text: str) -> bool:
    """口红那单地址改成…: that wish, by name."""
    pattern = _ABOUT.get(best)
    return pattern is not None and pattern.search(text) is not None


def tells_courier(text: str, best: str) -> bool:
    """后天上午来取, in the course of a case: no wish of its own, whatever is asked just then."""
    asks = cues.is_question(text) or consent.hedges(text)
    return best in _COURIER and bool(TIME.search(text)) and not asks


def presses_for_what_was_told(text: str) -> bool:
    """催一下, 说好的时间又没到, after money or a case was told: short, and no goods or parcel that are to come."""
    return len(text) <= _LONGEST_PRESSING and not _OF_PARCELS.search(text)


def is_plain_reason(text: str) -> bool:
    """不想要了, 有异味: a reason where one is asked for, whatever wish it is elsewhere."""
    said = _PLAIN_REASON.search(text) or (reason_in(text) and not cues.is_question(text))
    return bool(len(text) <= _LITTLE and said and not consent.hedges(text))
