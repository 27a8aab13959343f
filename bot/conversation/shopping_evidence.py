"""What the goods in the thread say about a message: 第二个, 再便宜点的, 跟第一个比呢, 175 140斤. Pure; evidence.py asks here first."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.text.ordinals import find_ordinals

ANSWERS = {"product_choice": "inform", "need": "search_product", "body": "inform"}
_REFINES = re.compile(
    r"再便宜一?[点些]?的|(?:便宜|贵|好|大|小|厚|薄|轻|长|短)一?[点些]的|换一批|换[一几]?[款个批](?!.{0,2}(?:颜色|色|码|号|地址))|还有(?:没有)?(?:别的|其他|其它)(?!的?(?:颜色|色|尺|码|优惠|活动))"
    r"|(?:别的|其他的?|其它)(?:款|牌子|品牌|吗|呢|有)|(?:不要|不喜欢|换)(?:这个|这|那个|个)?(?:牌子|品牌)|(?:别的|其[他它]的?)(?!的?(?:颜色|色|尺|码|口味|规格|地方|优惠|活动|方式|快递|问题|事))[\u4e00-\u9fff]{1,5}(?:有吗|有没有|吗|呢)|都不(?:太)?(?:喜欢|合适)|太贵了?[，, ]?(?:有|换|还|来|再)"
)
_COMPARES = re.compile(
    r"(?:跟|和|与|同|比).{0,8}(?:比|相比|区别|不同|哪个好)|比一?比|对比|哪个(?:更|比较)?(?:好|划算|值)|有(?:什么|啥)?(?:区别|差别|不一样)"
)
_KIN = frozenset(
    {
        "inform", "chitchat", "affirm", "deny", "bargain", "modify_order", "cancel_order", "request_exchange", "search_product",
        "ask_promotion", "complain_price", "problem_not_solved", "out_of_scope", "compare_products", "ask_stock", "special_request",
    }
)  # fmt: skip
_OTHER_COLOUR = re.compile(r"换[一]?个?(?:别的|其他|其它)?的?颜色|(?:别的|其他|其它)颜色|颜色(?:不好看|不喜欢)")
_LOOKING = frozenset(
    {
        "search_product",
        "ask_product_attribute",
        "ask_price",
        "ask_stock",
        "compare_products",
        "ask_size_advice",
        "bargain",
    }
)
OF_GOODS = _LOOKING | {
    "ask_compatibility", "ask_package_contents", "ask_usage", "ask_installation", "ask_authenticity", "ask_quality",
    "ask_warranty", "ask_presale",
}  # fmt: skip
TALKED_OF = OF_GOODS | {"ask_promotion", "ask_coupon", "ask_return_policy"}  # what leaves goods in focus, too
_ORDER_LIKE = frozenset({"change_delivery_time", "return_pickup", "special_request", "modify_order", "self_pickup"})
_OF_ORDERS = re.compile(
    r"订单|单号|快递|派|地址|我的|收货|送|取件|上门|退|换|备注|下单|发货|包裹|师傅|骑手|小哥|司机|提前|到之?前"
)
_SO_MANY = re.compile(
    r"^(?:那|如果|我)?(?:要|买|来|拍)(?:[两二三四五六七八九十]|\d{1,2})[副件个双套盒瓶包袋条台对](?:呢|的话|多少钱|怎么算)?[？?]?$"
)
_CLEAR_OF_GOODS = frozenset({"bargain", "ask_promotion", "ask_stock"})
_OF_THE_SHOP = re.compile(
    r"下班|上班|营业|客服|人工|电话|热线|门店|实体|地址|在哪|哪里|开门|关门|休息|值班|周末|店|节假|放假|联系"
)
_FAULTS = frozenset({"complain_defective", "complain_not_as_described", "complain_general"})
_PART_CHANGED = re.compile(
    r"^(?:这个?|它)?(?:的)?(?![尺码颜货号款])[\u4e00-\u9fff]{2,4}(?<!尺码)(?<!颜色)(?<!大小)(?:能|可以|可不可以|能不能)(?:自己)?(?:更?换|拆)"
    r"|^(?:能|可以|可不可以|能不能)(?:自己)?(?:更?换|拆)(?![货码色颜尺大小一个别新地号款])[\u4e00-\u9fff]{1,4}(?:吗|么|不)"
)
_OF_HERS = re.compile(
    r"订单|单号|快递|物流|退|换|发货|我的|我买|买的|收到|下单|到货|坏|破(?!壁)|错|少发|投诉|差评|客服|付|钱没"
)
_SEEKS = re.compile(
    r"^(?:你家|你们家?|店里|请问|咱家)*(?:有没有|有)?\S{1,12}?(?:有吗|有么|有没有|卖吗|有卖吗|有卖的吗|有卖没|卖不卖)[？?呀啊]*$"
)
_ENOUGH = 0.2
_FAINT = 0.02
_FLAT = 0.15  # below it no question about goods is likelier than another: what the page holds is the answer
_TOPS_UP = re.compile(r"凑(?:单|个|满|够|点|到|什么|啥|哪)|差(?:多少|几块|\S{1,5}[块元])钱?.{0,6}(?:满减|包邮|用券)")
_NO_TOP_UP = ("complain_", "price_protection", "request_", "threaten_")
_BODY = re.compile(r"\d{2,3}|[一二]米|斤|公斤|码|个月|岁")
_MEASURES_ALONE = re.compile(
    r"^(?:那|如果|要是|假如|我|身高|体重|是|有|大概|差不多|净|的话)*"
    r"(?:1\d{2}|一米[\d一二三四五六七八九]{1,2}|1米\d{1,2}|1\.\d{1,2}米?|\d{2,3}(?:\.\d)?(?=斤|公斤|kg|厘米|cm|公分)|[一二两]百[\d一二三四五六七八九十]*(?=斤))"
    r"(?:斤|公斤|kg|厘米|cm|公分|高|重)?(?:[,，/]?\d{2,3}(?:斤|公斤|kg)?)?(?:的|左右|呢|的话|的呢|吧|啊|穿多大|穿几码|选哪个码|哪个码|怎么选)*[?？。]?$"
)
_WHICH_ONE = re.compile(
    r"(?:哪个|哪款|哪种|哪一款|哪一个|什么)(?:牌子)?的?[\u4e00-\u9fff]{0,6}?(?:比较|更|最)?(?:好|划算|值得|实用|耐用|推荐)(?!.{0,4}[和跟与还])"
)
_OF_TWO = re.compile(r"[和跟与比]|还是|区别")
_UNCLEAR_WHICH = frozenset({"compare_products", "ask_usage", "ask_quality", "ask_product_attribute", "ask_price"})
_OF_PARCELS = frozenset({"track_order", "urge_shipping", "urge_delivery", "ask_shipping_time", "order_lookup"})
_POINTS_AT_ONE = re.compile(
    r"^(?:那|还有|看看|说说|再说)*第?[一二两三四五六1-6最后]+[个款件双台本](?:呢|吧|怎么样|咋样|看看|[?？])*$"
)
_FEARS = re.compile(
    r"^(?:应该|肯定|这个?|它)?(?:不|没)(?!要|用|是|行|对|想|好|可以|需要|了|会[吧吗么]|至于|一定|清楚|知道|急|买|必|太|错|同意)[\u4e00-\u9fff]{1,10}(?:吧|吗|么|的吧)[?？。]?$"
)
_EXCLUDES = re.compile(
    r"^(?:但是?|可是|那|我|,|，)?(?:不要|别要|不想要|不喜欢|不考虑|不吃|不爱吃|除了|排除|去掉|别给我|不能有|不含|讨厌)"
    r"(?!了|的?$|吧|啦|这[个款]|那[个款]|钱|再|跟|和我|急|客气|着急|打扰|联系|发)[\u4e00-\u9fffa-z0-9]{1,8}"
)
_OF_A_BODY = re.compile(r"我1|身高|体重|[1一]米|[1-9]\d斤|公斤|kg")
_WHICH = re.compile(r"[吃喝穿用戴买玩看](?:点|些)?(?:啥|什么|哪)|哪[个种款些]|推荐|有啥|有什么")
_OF_STOCK = re.compile(r"有没有|有货|还有|有吗|有么|缺货|补货|到货")
_ASKS = re.compile(r"[吗么嘛？?]$|不$|没$|(?P<x>[\u4e00-\u9fff])[不没](?P=x)|怎么|什么|多少|会不会|能不能|是不是")
_NO_THING = re.compile(r"\d|以内|便宜|别的|其他|其它|更|推荐|适合|款|牌子")
_A_KIND = re.compile(r"[鞋裤衣服裙帽锅灯椅桌书包杯壳线膜床机表笔](?:子)?(?:吗|呢|卖|的|[?？])*$")
_SHORT = 12


def answer_to(asked: str, text: str, entities: Collection[str], other_wish: bool) -> str | None:
    """The intent by which `text` answers what was asked of goods; None when it is something else."""
    if asked == "place" and "place" in entities and _letters(text) <= _SHORT:
        return "ask_delivery_area"
    if asked not in ANSWERS or other_wish:
        return None
    if asked == "product_choice":
        named = {"product", "brand", "category", "colour", "ordinal"} & set(entities)
        if _ASKS.search(text):
            return None
        return ANSWERS[asked] if named or find_ordinals(text) or _letters(text) <= _SHORT else None
    if asked == "body":
        return ANSWERS[asked] if _BODY.search(text) and not _OF_STOCK.search(text) else None
    return ANSWERS[asked] if _letters(text) <= 2 * _SHORT else None


def pointing(
    text: str, best: str, flow: str | None, offered: int, in_focus: bool, named: bool = False
) -> tuple[str, str] | None:
    """The intent of a message that only makes sense beside the goods in the thread, and why. `named`: it names goods."""
    if _TOPS_UP.search(text) and not best.startswith(_NO_TOP_UP):
        return "ask_promotion", "wants goods that reach a threshold"
    if in_focus and (asked := _asked_of_focus(text, best, flow, named)):
        return asked
    if named and not (offered or in_focus) and best in _UNCLEAR_WHICH and _asks_which(text):
        return "search_product", "asks which goods of a kind"
    if (offered or in_focus) and flow in OF_GOODS and best in _OF_PARCELS and _POINTS_AT_ONE.match(text):
        return "inform", "one of the goods offered"
    if in_focus and flow in OF_GOODS and best in ("deny", "affirm") and _FEARS.match(text):
        return "ask_product_attribute", "asks of the product in focus what is feared"
    if flow == "search_product" and best in ("deny", "affirm", "cancel_order", "inform") and _EXCLUDES.match(text):
        return "search_product", "says what is not wanted"
    if in_focus and _tells_measures(text.replace(" ", ""), flow):
        return "ask_size_advice", "measures for the product in focus"
    if not (offered or in_focus or flow == "search_product") or best not in _KIN:
        return None
    if offered and _asks_of_one_shown(text, best):
        return "ask_product_attribute", "asks of one of the goods offered"
    if _COMPARES.search(text) and offered + in_focus > 1:
        return "compare_products", "compares the goods shown"
    if _REFINES.search(text) or (flow == "search_product" and "再便宜" in text):
        return "search_product", "refines what is looked for"
    if _OTHER_COLOUR.search(text) and flow in _LOOKING and not (in_focus and best == "ask_stock"):
        return "search_product", "another colour of what was looked at"
    if (
        offered > 1
        and best not in _CLEAR_OF_GOODS
        and find_ordinals(text)
        and not _ASKS.search(text)
        and _letters(text) <= _SHORT // 2 + 1
    ):
        return "inform", "one of the goods offered"
    return None


def _asks_of_one_shown(text: str, best: str) -> bool:
    """第一个适合什么肤质: 适合 sounds like looking for goods, but one of those shown is meant."""
    return best == "search_product" and bool(find_ordinals(text) and _ASKS.search(text)) and not _REFINES.search(text)


def _asked_of_focus(text: str, best: str, flow: str | None, named: bool) -> tuple[str, str] | None:
    """What words that would mean something else by themselves ask of the product in focus."""
    if (
        best == "search_product"
        and text.startswith("有没有")
        and not (named or _NO_THING.search(text) or _A_KIND.search(text))
    ):
        return "ask_product_attribute", "asks what the product in focus has"
    if flow not in TALKED_OF:
        return None
    if best in _ORDER_LIKE and _ASKS.search(text) and not _OF_ORDERS.search(text):
        return "ask_product_attribute", "asks what the product in focus can do"
    if _SO_MANY.match(text):
        return "ask_price", "asks for so many of the product in focus"
    if best == "ask_shop_info" and not _OF_THE_SHOP.search(text):
        return "ask_product_attribute", "asks of the product in focus"
    if _ASKS.search(text) and _letters(text) <= _SHORT:
        if _PART_CHANGED.search(text) or (best in _FAULTS and not _OF_HERS.search(text)):
            return "ask_product_attribute", "asks of the product in focus"
    return None


def _asks_which(text: str) -> bool:
    """空气炸锅哪个好, and not of two that are named."""
    return _WHICH_ONE.search(text) is not None and not _OF_TWO.search(text)


def asked_of_named(text: str, ranking: Collection[tuple[str, float]]) -> str | None:
    """破壁机能打豆浆吗: the likeliest question about the goods that a message names, where its words alone are not clear."""
    if not _ASKS.search(text) or _OF_HERS.search(text):
        return None
    found = names_goods(text, ranking)
    return None if found == "search_product" else found


def _tells_measures(squeezed: str, flow: str | None) -> bool:
    """那140斤呢 while a size is talked about; 我175 wherever goods are: a bare number alone is not sign enough there."""
    if flow not in OF_GOODS or not _MEASURES_ALONE.match(squeezed):
        return False
    return flow == "ask_size_advice" or _OF_A_BODY.search(squeezed) is not None


def about_goods(text: str, ranking: Collection[tuple[str, float]], flow: str | None, there: bool) -> str | None:
    """The likeliest question about goods where the words alone are not clear, but goods are talked about and what the
    words may mean asks of them rather than of anything else; None otherwise. `there`: goods are in focus or were shown."""
    if not there or flow not in TALKED_OF:
        return None
    asking = [pair for pair in ranking if pair[0] in OF_GOODS and pair[0] != "search_product"]
    others = max((confidence for intent, confidence in ranking if intent not in OF_GOODS), default=0.0)
    together = sum(confidence for _, confidence in asking)
    if together < _ENOUGH or together < others:
        short_question = _letters(text) <= _SHORT and _ASKS.search(text) and not _OF_HERS.search(text)
        return "ask_product_attribute" if short_question and not _OF_ORDERS.search(text) else None
    likeliest = max(asking, key=lambda pair: pair[1])
    return likeliest[0] if likeliest[1] >= _FLAT else "ask_product_attribute"


def seeks_goods(text: str, named: bool) -> bool:
    """Whether a text asks for goods by their name alone: 空调有吗, 有没有卖轮胎, 零元的手机. `named`: it names goods."""
    return _SEEKS.search(text.replace(" ", "")) is not None or (named and not _OF_HERS.search(text))


def names_goods(text: str, ranking: Collection[tuple[str, float]]) -> str | None:
    """What a message that names goods of the shop asks, though its words sounded like nothing of the shop's."""
    if _WHICH.search(text):
        return "search_product"
    asking = [pair for pair in ranking if pair[0] in OF_GOODS and pair[1] >= _FAINT]
    return max(asking, key=lambda pair: pair[1])[0] if asking else None


def _letters(text: str) -> int:
    return sum(each.isalnum() for each in text)
