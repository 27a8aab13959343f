"""Goods that a message only names (沙发, 空气炸锅 电饭煲), wants to buy (给孩子买书), or takes (那就这个吧).

Pure: plain values in, the intent and why out, None where it has nothing to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.text.ordinals import find_ordinals

Verdict = tuple[str, str]
_BESIDE_NAMES = re.compile(
    r"我?(?:想|要)(?:看看|看|了解)|看看|看一下|\d+(?:\.\d+)?(?:公斤|毫升|升|斤|克|米|寸|码|ml|l|kg|gb)?|(?:有)?哪些|[\s，,、。.？?！!~～：:；;和跟与及/的呢啊呀哦吧那看来]"
)
_UNSURE_OF = 0.85
_APART = re.compile(r"^[ ，,、]+[\u4e00-\u9fffa-zA-Z0-9 ]{1,10}$")
_TROUBLE = ("complain_", "track_", "urge_", "modify_", "request_", "cancel_", "order_", "contact_")
_OF_TROUBLE = re.compile(
    r"[坏破漏少错没不未裂碎脏臭退换修催查丢掉断烂慢晚]|怎么|问题|有点|快递|物流|订单|单号|发货|到货|收到|投诉|发票|地址|客服|赔|取消|哪|了$"
)
_BUYS = re.compile(
    r"(?:^|[，, ]|我|想|要|打算|准备|需要|帮|给|替|为)(?:[^，。？?\d]{0,6}?)(?:想买|要买|买|挑(?=[个件双条台款一几点些])|选购|添置|入手|囤|求推荐|推荐)"
    r"(?:一)?[个件双条台款本套箱张把些点几]?(?!过|了|的|到|家|单|错|多|少|完|不|贵|前|后|时|东西|回)(?P<what>[\u4e00-\u9fffa-zA-Z]{1,8})"
)
_BUYS_NOT = re.compile(
    r"(?:(?<![要忍])不(?![锈粘沾贵])|别(?!的|人)|没(?!有(?!打算|想|要))|甭)[^，。, ]{0,6}(?:买|推荐|购|入手|挑|囤)|买(?:哪|什么|啥|菜)"
)
_OF_HERS = re.compile(
    r"订单|单号|快递|物流|我的|我买|买了|买的|买过|收到|下单|到货|退|换货|坏|错|少发|投诉|差评|客服|赔|发票|地址|已经"
)
_ASKS_ELSE = re.compile(r"怎么|多少钱|价格|什么时候|几天|多久|运费|包邮|付款|优惠|能不能|会不会|是不是|可以|[吗么？?]")
_SUCH_GOODS = re.compile(
    r"^(?!.*(?:我的|买的|你们的|订单))(?:那|要|找)?[\u4e00-\u9fffa-zA-Z]{1,8}的(?:书|鞋子?|衣服|裤子|玩具|零食|耳机|手机|锅|灯|椅子|杯子|包)[。.]?$"
    r"|^(?:再|那)?(?:配|搭)一?[个张条双件][\u4e00-\u9fff]{2,6}[。.]?$"
)
_BUYING_TAKEN_FOR = frozenset(
    {"inform", "unsure", "chitchat", "affirm", "out_of_scope", "ask_usage", "ask_quality", "ask_product_attribute"}
)
_PIECE = r"[个款件双条台本套箱张把瓶包盒部只支副]"
_ONE = rf"(?:[这那它](?:一?{_PIECE})?|第[一二两三四五六\d]{{1,2}}{_PIECE}?|最后(?:一)?{_PIECE})"
_WILL = r"[好行嗯哦恩哈可以那就还是我们了吧得定想决然后，,。 ！!~～]*"
_CHOICE_SAID = r"(?:[\u4e00-\u9fff]{0,3}色的?|\d{2}(?:\.5)?码?的?|[2-6]?[xX]{0,3}[sSmMlL]码?的?| ){1,4}"
_CHOICE = r"(?:[\u4e00-\u9fff]{0,3}色(?:的)?|\d{2}(?:\.5)?码?|[2-6]?[xX]{0,3}[sSmMlL]码?| ){0,4}"
_HER_CHOICE = re.compile(r"[色码]$|^[\dxXsSmMlL.]+$|^[白黑灰红粉橙黄绿蓝紫棕银金]$")
_TAKES = re.compile(
    rf"^{_WILL}{_CHOICE}(?:"
    rf"就(?:要|买|拿|选|定|拍|来|下单)?{_ONE}"
    rf"|(?:(?:要|买|拿|选|定|拍)下?|[要选]了){_ONE}"
    rf"|就(?:要|买|拿|来|选|定)?{_CHOICE_SAID}"
    rf"|就(?:要|买|拿|来)(?:[一两二三四五六七八九十]|\d{{1,2}}){_PIECE}"
    rf"|就(?:要|买|拿|选)?[\u4e00-\u9fff]{{1,6}}的?(?:那|这){_PIECE}"
    rf"|{_ONE}(?:就)?(?:我)?(?:就)?(?:要|买|拿|拍|定|收)(?:下)?了"
    rf"|我?就?要下?了|(?:(?<=就)|(?<=[好行那]我)|(?<=[好行][ ，,]我))[买拍]下?了"
    rf"|(?:直接)?(?:下单|拍下|买单)吧?"
    rf")[吧了啦咯喽哈呀啊好行嘛 ，,。！!~～]*$"
)
_TAKES_NOT = re.compile(r"[不别没退换]|算了|看看|考虑|(?:下单|拍下|买单)了")
_BOUGHT = re.compile(
    r"^我?[买拍]下?了[吧啦咯。！!~～ ]*$"
)  # a yes, as 我买了 to what was told; else what she did already
_TAKEN_FOR = frozenset(
    {
        "affirm", "inform", "chitchat", "bargain", "request_return", "request_exchange", "cancel_order", "goodbye", "deny",
        "problem_solved", "thank", "unsure", "search_product", "place_order_help", "modify_order", "out_of_scope",
        "request_refund", "order_lookup", "ask_price", "ask_stock",
    }
)  # fmt: skip


def named_alone(text: str, names: Sequence[str], things: int, confidence: float) -> Verdict | None:
    """沙发, 瑜伽垫呢, 空气炸锅 电饭煲: goods by their names and nothing else, where the words are not sure of a wish."""
    if not things or confidence >= _UNSURE_OF:
        return None
    rest = text
    for each in sorted(names, key=len, reverse=True):
        rest = rest.replace(each, " ", 1) if each else rest
    if _BESIDE_NAMES.sub("", rest):
        return None
    return ("search_product", "names several goods") if things > 1 else ("inform", "names goods")


def names_and_describes(text: str, best: str, names: Sequence[str], confidence: float) -> Verdict | None:
    """狗粮 大型犬, 行李箱，20寸: goods and, apart from them, what they are to be, where the words were taken for trouble."""
    first = max((each for each in names if each and text.startswith(each)), key=len, default="")
    if not first or confidence >= _UNSURE_OF or not best.startswith(_TROUBLE) or _OF_TROUBLE.search(text):
        return None
    return ("search_product", "goods and what they are to be") if _APART.match(text[len(first) :]) else None


def wants_to_buy(text: str, best: str) -> Verdict | None:
    """给孩子买书 三岁, 想买个帐篷: what is to be bought, where the words were taken for a fact or for talk."""
    if best in _BUYING_TAKEN_FOR | {"ask_package_contents"} and _SUCH_GOODS.match(text.strip()):
        return "search_product", "describes such goods"
    if best not in _BUYING_TAKEN_FOR or _OF_HERS.search(text) or _ASKS_ELSE.search(text) or _BUYS_NOT.search(text):
        return None
    return ("search_product", "says what is to be bought") if _BUYS.search(text) else None


def takes(text: str, best: str, names: Sequence[str], *, in_focus: bool, offered: int) -> Verdict | None:
    """那就这个吧, 就拼图吧, 第二个我要了, 下单吧: one of the goods talked about is taken; how it is ordered is the answer."""
    for each in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(each, "这个", 1) if not _HER_CHOICE.search(each) else text
    squeezed = " ".join(text.split())
    if not (in_focus or offered) or best not in _TAKEN_FOR or _TAKES_NOT.search(squeezed):
        return None
    if not (_TAKES.match(squeezed) or (best == "affirm" and _BOUGHT.match(squeezed))):
        return None
    if not in_focus and offered > 1 and find_ordinals(text) and not re.search(r"[就要买拿拍定]|下单", text):
        return None
    return "place_order_help", "takes the goods that were talked about"
