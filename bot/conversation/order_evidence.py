"""What the talk about orders makes of a message: picks among those offered, pushes, questions that only their thread explains.

Pure: plain values in, a rule's verdict out (the intent and why), None where it has nothing to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.text import consent, cues
from bot.text.identifiers import find_identifiers, gives_only_numbers
from bot.text.ordinals import find_ordinals

Verdict = tuple[str, str]
PICKING = frozenset({"product", "brand", "category", "colour", "size", "ordinal", "date"})
GOODS = frozenset({"product", "brand", "category", "colour", "size"})
ORDER_FLOWS = frozenset(
    {
        "track_order", "urge_shipping", "urge_delivery", "complain_late_delivery", "complain_not_received",
        "contact_courier", "self_pickup", "ask_shipping_time",
    }
)  # fmt: skip
_POINTERS = re.compile(
    r"[的那这个件单双款条台部只瓶盒包本套份张把我您你是买订拍下要查看问说选就呢吧啊呀哦嘛了到底先想帮请一和跟说也还有在哪里儿\s，,。.？?！!~～：:]"
)
_SAYS_BOUGHT = re.compile(
    r"^(?:是|就是|不是)?我?(?:说|问|要|想|买|订|拍|看|查|指)(?:过|查|看|问)?的(?:那个|那件|是)?.{1,14}$"
)
_MINE = re.compile(r"我的|我那|我买|我订|我拍")
_COURIER_AWAY = re.compile(r"打不通|没人接|不接电?话?|关机|停机|空号|联系不上|打了.{0,6}没")
_COMPENSATION = re.compile(r"赔|补偿|补贴我")
_NUMBER_ASKED = re.compile(r"单号(?:是?多少|是?什么|呢|发|给|报|告诉)|(?:发|给|报|告诉)我?一?下?(?:快递|物流|运)?单号")
_PUSHES = re.compile(r"催")
_ASKS_TO_PUSH = re.compile(r"(?:[帮给替请再去能]|麻烦|可以)[^，,。！!？?\n]{0,5}催(?![我付款过促])")
_NOT_OF_PARCELS = re.compile(r"退|[钱款票]|客服|售后|师傅|审核|[别不没]催")
_LOGGED_IN = re.compile(
    r"(?:我|现在|刚刚?|这下|应该|号|账号|已经?|都){0,3}(?:登[录陆]|登|重新登[录陆]?)(?:上去?|好|进[来去]?|成功|过|完)*(?:了|啦|咯|喽|的)+"
    r"|(?:我)?(?:已经?|现在)登[录陆](?:上|好|成功)?|(?:好|可以|行|弄好|搞定|搞好|ok|OK)了"
)
_THEN = re.compile(
    r"[，,。.！!~～、\s]|你?再?(?:帮我?)?(?:查|看)(?:一?下|看|查|吧|呢)*|吧|呢|哈|哦|呀|啊|能查了?吗?|可以查了?吗?|现在"
)
_WHEN = re.compile(
    r"(?:到底|究竟|具体|大概|预计|那)?(?:什么时候|啥时候?|何时|哪天|哪一天|几号|几点|多久|几天|多长时间|今天能|明天能|今天会|明天会).{0,6}(?:到|送|收)|还要(?:等)?(?:多久|几天|多长)"
)
_DELIVERY_FAULT = re.compile(
    r"[没未不](?:给我?)?(?:发货?|寄|到|送|收到|更新|动静|动)(?!票)|(?:发货|物流|快递|送货|派送|配送).{0,4}(?:慢|晚|迟|没|不)|等了.{0,6}(?:天|周|星期|月)|还能到|还会?到吗|到不到|还?送不送|(?:什么时候|哪天|几时|啥时候).{0,4}(?:发|到|送)"
)
_LOST_ORDER = re.compile(r"删|恢复|找回|不见|关闭|关了|消失|没了|找不到|找不着|看不到|回收站|误取消|误删|丢了订单")
_PERSON = re.compile(r"人|客服|经理|主管|老板|店长|店家|店主|小二|小姐姐|领导|负责|专员|坐席|接线|同事|转接?|电话")
_PICKUP_CODE = re.compile(r"[取提](?:件|货)码")
_FETCHED = re.compile(r"退|上门|师傅|寄|来取")  # a code for the courier who fetches what goes back
_UPSET_WISHES = frozenset({"complain_general", "complain_service", "urge_reply"})
# What stands beside a number that drowns it: 取消订单2026112100012345.
_WISH_BESIDE = (
    ("change_address", re.compile(r"[改换].{0,4}地址|地址.{0,4}[改换]")),
    ("request_invoice", re.compile(r"开.{0,3}(?:发票|专票|普票)")),
    ("refuse_parcel", re.compile(r"拒收|拦截")),
    (
        "request_exchange",
        re.compile(
            r"换货|[要想]换|[换改]个?(?:成|为)?.{0,2}(?:颜色|尺码|款式|[大小][一二两]?个?[码号]|色)|(?:颜色|尺码)(?:错|不对|换|改)"
        ),
    ),
    ("request_return", re.compile(r"退货|退掉|[要想]退(?!款|钱)")),
    ("cancel_order", re.compile(r"取消")),
    ("request_refund", re.compile(r"退款|退钱")),
)
_FEW_WORDS = 12  # characters beside the number
_ABOUT_ORDERS = ORDER_FLOWS | {"inform", "chitchat", "affirm", "out_of_scope"}


def names_only_goods(text: str, named: Sequence[str]) -> bool:
    """跑步鞋, 手账呢, 我那个白色的充电宝呢: goods or their colour, and pointers around them, nothing else."""
    rest = text
    for each in named:
        rest = rest.replace(each, "", 1) if each else rest
    return bool(named) and not _POINTERS.sub("", rest)


def choice(text: str, best: str, entities: Collection[str], goods_only: bool) -> Verdict | None:
    """While orders are offered and one is to be chosen."""
    picks = find_ordinals(text) or cues.asks_other(text) or cues.is_bare_number(text) or cues.is_digit(text)
    picks = picks or cues.names_middle(text)
    if picks or goods_only or cues.asks_all(text) or cues.all_of_those(text) or _SAYS_BOUGHT.match(text):
        return "inform", "asked choice"
    if best in _ABOUT_ORDERS and (GOODS.intersection(entities) or cues.names_state(text)):
        only_told_apart = best == "track_order" and not cues.is_question(text)  # 打包好的那单: no wish of its own
        return best if best in ORDER_FLOWS and not only_told_apart else "inform", "asked choice"
    return None


def pointing(text: str, goods_only: bool, *, offered: int, in_focus: bool, flow: str | None) -> Verdict | None:
    """After orders were shown or told: what points at one of them, or at a parcel of it."""
    if in_focus and cues.parcel_named(text):
        return "inform", "a parcel of the order"
    if offered > 1 and (cues.is_digit(text) or cues.all_of_those(text) or cues.names_middle(text)):
        return "inform", "one of the orders offered"
    if goods_only and (offered or in_focus or flow in ORDER_FLOWS or _MINE.search(text)):
        return ("inform", "goods of an order") if offered or in_focus else ("track_order", "goods of hers")
    return None


def follow_up(text: str, best: str, confidence: float, clear: float) -> Verdict | None:
    """While an order is talked about: 打不通怎么办, 你们怎么赔, 帮我催一下, 到底哪天到."""
    if cues.asks_carrier(text):
        return "track_order", "the carrier of the order talked about"
    if best not in _ABOUT_ORDERS | _UPSET_WISHES and confidence >= clear:
        return None
    for pattern, intent in (
        (_COURIER_AWAY, "contact_courier"),
        (_NUMBER_ASKED, "track_order"),
        (_COMPENSATION, "complain_late_delivery"),
        (_PUSHES, "urge_shipping" if best == "urge_shipping" else "urge_delivery"),
        (_WHEN, "complain_late_delivery" if best == "complain_late_delivery" else "ask_shipping_time"),
    ):
        if pattern.search(text) and best not in ("track_refund", "track_after_sale"):
            return intent, "of the order talked about"
    return None


def number_speaks(text: str, best: str, confidence: float, override: float) -> Verdict | None:
    """An order or tracking number without another clear wish is about where that order is."""
    if best not in ORDER_FLOWS and gives_only_numbers(text):
        return "inform", "numbers and nothing else"
    numbers = [each for each in find_identifiers(text) if each.kind in ("order_number", "tracking_number")]
    if numbers and best == "inform" and not consent.hedges(text):
        wish = next((name for name, pattern in _WISH_BESIDE if pattern.search(text)), None)
        if wish is not None and sum("\u4e00" <= each <= "\u9fff" for each in text) <= _FEW_WORDS:
            return wish, "a wish beside the number"
    if not numbers or best in ORDER_FLOWS:
        return None
    if confidence >= override and best not in _ABOUT_ORDERS:
        return None
    return "track_order", "a number without another wish"


def weights(text: str, chances: dict[str, float]) -> dict[str, float]:
    """Factors for intents that the words alone do not carry."""
    found: dict[str, float] = {}
    if not _LOST_ORDER.search(text):
        found["recover_order"] = 0.1
    if not _PERSON.search(text):
        found["request_human"] = 0.2
    if _PICKUP_CODE.search(text) and not _FETCHED.search(text):
        found["return_pickup"] = 0.2
    tracking = sum(chances.get(each, 0.0) for each in ("track_order", "urge_delivery", "complain_late_delivery"))
    if tracking > 0.2:
        found["out_of_scope"] = 0.2
    return found


def complaint_about_delivery(text: str, best: str) -> Verdict | None:
    """气死我了 到底什么时候到: the matter is said, so it is looked up rather than asked for."""
    if best in _UPSET_WISHES and _DELIVERY_FAULT.search(text):
        return "complain_late_delivery", "the matter is the delivery"
    return None


def asks_to_push(text: str, ranking: Sequence[tuple[str, float]]) -> str | None:
    """算了 帮我催一下就行: the likelier of the two wishes to push a parcel; None where something else is to be pushed."""
    if not _ASKS_TO_PUSH.search(text) or _NOT_OF_PARCELS.search(text):
        return None
    return next((intent for intent, _ in ranking if intent in ("urge_delivery", "urge_shipping")), None)


def has_logged_in(text: str) -> bool:
    """登录好了 / 登上了，查吧 / 好了: in answer to who asked for a number, or for a login instead."""
    return bool(_LOGGED_IN.fullmatch(_THEN.sub("", text)))
