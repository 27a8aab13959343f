"""Questions of the shop as a whole that sound like a parcel of hers: where goods are sent from, by whom, who is there at night.

Pure: plain values in, a rule's verdict out (the intent and why), None where it has nothing to say.
"""

from __future__ import annotations

import re

Verdict = tuple[str, str]
_OF_HERS = re.compile(
    r"我[的那买订拍下]|我(?:昨|今|前|上|刚)|订单|单号|单子|[这那](?:单|个|件)|包裹|尾号|还没|还不|催|到哪|\d{4}|收到|寄回|退"
)
_WHEN = re.compile(r"[几多哪][天久号日]|时候|多长|要[几多]|慢|快(?!递)")
_FROM_WHERE = re.compile(
    r"(?:从|由|在)?(?:哪|什么|啥)(?:里|儿|边|个)?(?:城市|地方|地儿|省|市|仓库?)?(?:那边)?(?:给我们?)?(?:发(?:货|出|过来|的|$)|寄(?:出|过来|的|$)|出货)"
    r"|发货(?:地址?|地点|城市|仓库?)(?:是|在)"
)
_BY_WHOM = re.compile(
    r"(?:发|用|走|寄|合作)的?(?:是|都是)?(?:什么|啥|哪家|哪种|哪个|哪些)的?(?:快递|物流)|(?:快递|物流)(?:用的?|走的?|发的?)?是?(?:哪家|哪个公司|啥公司|什么公司)"
)
_CARRIER = re.compile(r"顺丰|京东快递|邮政|ems|圆通|中通|申通|韵达|极兔|德邦")
_MAY = re.compile(
    r"(?:能|可以|可不可以|能不能|支持|给).{0,4}(?:发|走|用|寄|选|指定).{0,4}(?:吗|么|不|没|嘛|[?？]|$)|(?:加|补|多少|贵|收)(?:钱|差价|费)"
)
_UPSTAIRS = re.compile(
    r"(?:送|搬|抬|扛|包)(?:货)?(?:到|进)?(?:上楼|楼上)(?:吗|么|不|没|嘛|要|收|[?？， ,]|$)|上楼费|爬楼费"
)
_GIFTS = re.compile(
    r"(?:送|有|给|赠)(?:点|些|个|什么|啥)*(?:小样|赠品|试用装|小礼物)(?:送|给)?(?:吗|么|不|没|嘛|[?？]|$)"
)
_LATE_HOURS = re.compile(
    r"(?:半夜|夜里|深夜|凌晨|通宵|夜间|这么晚|太晚|晚上|周末|周日|周六|星期天|节假日|过年|春节)"
    r".{0,8}(?:有人|有客服|有人工|在不在|在吗|在线|上班|值班|回复?(?:我|吗|不|么|$)|理我|服务)"
)
_ASKS = re.compile(r"吗|么|没|不|嘛|有没有|[?？呢]|几点")
_OF_DELIVERY = frozenset({"change_delivery_time", "special_request", "contact_courier"})
_TAKEN_FOR = frozenset(
    {
        "track_order", "urge_shipping", "urge_delivery", "ask_shipping_time", "special_request", "urge_reply", "greet",
        "chitchat", "ask_stock", "ask_promotion", "ask_package_contents", "change_delivery_time", "request_human", "ask_delivery_area", "contact_courier", "ask_authenticity",
    }
)  # fmt: skip


def of_the_shop(text: str, best: str, *, in_order: bool, logged_in: bool) -> Verdict | None:
    """What a message asks of the shop though its words were taken for another wish. `in_order`: an order is talked about."""
    if best not in _TAKEN_FOR or in_order:
        return None
    if best not in _OF_DELIVERY and _LATE_HOURS.search(text) and _ASKS.search(text) and not _OF_HERS.search(text):
        return "ask_shop_info", "asks who is there at such hours"
    if _OF_HERS.search(text) or _WHEN.search(text):
        return None
    if _FROM_WHERE.search(text):
        return "ask_shop_info", "asks where goods are sent from"
    if _BY_WHOM.search(text):
        return "ask_delivery_area", "asks by whom goods are sent"
    if not logged_in and _UPSTAIRS.search(text):
        return "ask_shipping_fee", "asks whether it is carried up"
    if _GIFTS.search(text):
        return "ask_promotion", "asks for what is given with it"
    if not logged_in and best != "contact_courier" and _CARRIER.search(text) and _MAY.search(text):
        return "ask_delivery_area", "asks whether a carrier can be had"
    return None
