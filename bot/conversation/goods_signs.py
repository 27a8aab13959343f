"""What the shape of a message asks of goods though its words were taken for another wish: 登山杖老人能用吗, 沙发怎么送,
不要白色, 给我打五折, 42码白色, 有空调吗.

Pure: plain values in, the intent and why out, None where it has nothing to say. shopping_evidence.py holds what else goods
in the thread say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.text.ordinals import find_ordinals

Verdict = tuple[str, str]
_OF_HERS = re.compile(r"订单|单号|快递|物流|我的|我买|买的|收到|下单|包裹|退款|投诉|客服|密码|账号|登录|尾号")
_COLOUR = r"(?:[米乳藏墨深浅酒军天]?[白黑灰红粉橙黄绿蓝紫棕银金]|透明)"
_IS_COLOUR = re.compile(rf"{_COLOUR}色?$")
_NO_COLOUR = re.compile(
    rf"^(?:那|我|可是|但是?|[，, ])*(?:不要|别要|不想要|不喜欢|除了){_COLOUR}(?:色|的)(?:的|了|款|吧|呢|以外|之外)*[。.!！]?$"
)
_CHOICE_ALONE = re.compile(
    rf"^(?:那|我?要|我?想要|给我|来|[，,、 ]|(?:{_COLOUR}色?的?)|(?:\d{{2}}(?:\.5)?码的?)|(?:[2-6]?[xX]{{0,3}}[sSmMlL]码的?)){{1,6}}(?:呢|有吗|有没有)*[？?]?$"
)
_ANY_CHOICE = re.compile(rf"{_COLOUR}(?:色|的)|码")
_CUT_PRICE = re.compile(
    r"(?:(?:能|可以|可不可以|能不能|给我|再)[能再给我]{0,4}|^)(?:减|少|便宜|抹)(?:个|点|我|掉)?(?:\d{1,4}|[一二两三五十几百]{1,3})(?:块钱?|元|点)?(?:吗|么|不|呗|行吗|行不|好吗|吧|[？?]|$)"
    r"|(?:给我|能不能|能|可以|可不可以)(?:再)?打(?:个)?[一二三四五六七八九1-9](?:[点.]?[五5])?折(?:吗|么|不|呗|行|好|吧|[？?]|$)"
)
_AFTER_COUPON = re.compile(
    r"(?:(?:[用领]了?券|减完|[1-9一二三四五六七八九]折)(?:之?后|完|下来)?(?:是|要|还要|到手)?"
    r"|(?:满减|优惠|打折|活动|[折券])(?:(?:之?后|完|下来)(?:是|要|还要|到手)?|还?要|到手))(?:多少(?![天张个次])|几[块元]|啥价)"
)
_AFTER_COUPON_TAKEN_FOR = frozenset(
    {
        "ask_product_attribute",
        "ask_coupon",
        "ask_promotion",
        "inform",
        "chitchat",
        "out_of_scope",
        "bargain",
        "ask_membership",
    }
)
_USED_WITH = re.compile(r"^(?:能|可以|可不可以|能不能|支持)用(?P<what>[^，。？?]{1,8}?)(?:吗|么|不|嘛)?[？?]?$")
_PAID_WITH = re.compile(
    r"微信|支付|付|花呗|白条|卡|云闪|人民币|分期|红包|券|积分|现金|余额|免密|钱|信用|银联|转账|pay", re.IGNORECASE
)
_NO_CUT = frozenset({"complain_price", "price_protection", "request_refund", "request_compensation"})
_ABLE = re.compile(r"(?:能|可以|会|可不可以|能不能|会不会)(?P<what>[^，。？?]{1,10})(?:吗|么|嘛|不|没)[？?]?$")
_OF_THE_WAY = re.compile(
    r"^发(?:$|货|出|走)|到|送|退|换|修|寄|开票|发票|发货|今天|明天|拒收|改|取消|付|分期|上门|拍|买|便宜|优惠"
)
_NO_QUESTION_OF_GOODS = frozenset(
    {
        "out_of_scope", "account_help", "ask_shop_info", "ask_privacy", "ask_shipping_time", "ask_delivery_area",
        "track_order", "chitchat", "ask_membership", "special_request", "request_human", "ask_payment", "suggestion",
    }
)  # fmt: skip
_OF_SENDING = frozenset({"ask_delivery_area", "ask_shipping_time", "ask_shipping_fee", "special_request", "chitchat"})
_COMES_WITH = re.compile(
    r"^(?!能|可以|会|怎么|什么|今天|明天|后天|包|免费|现在|直接|何时)[\u4e00-\u9fff]{1,6}(?:送|附送|附赠|赠送|赠|自带|带|配)(?:的)?(?:吗|么|嘛|不|没)[？?]?$"
)
_HOW_SENT = re.compile(r"^(?:是|一般|都)*(?:怎么|咋|如何)(?:送|配送|运|发货)(?:的|过来|上门|到家)*[？?]?$")
_WHAT_OF_IT = re.compile(
    r"什么(?:证书?|资质|基础|水平|材质|成分|味|口味|牌子|品种)|作者|谁(?:写|画|编|译)|讲(?:的)?(?:什么|啥)"
)
_TESTED = re.compile(
    r"有(?:没有)?[^，。？?进度]{0,8}(?:检测|质检|检验|认证|证书|资质|合格证|许可证)(?:报告|证书)?(?:吗|么|没有?|不)?[？?]?$"
)
_COMES_FROM = re.compile(r"(?:棉|绒|奶源|货源|原料|代工|(?<!房地)(?<!土特)产)的?(?:吗|么|嘛)[？?]?$")
_OF_COUPONS = re.compile(r"券|满|减|优惠|红包|折|领|用|叠|便宜|积分")
_EATEN_OR_USED = re.compile(r"(?:能|可以|可不可以|能不能)(?:吃|喝|用|穿|戴|坐|睡|玩|看|学|养)(?:吗|么|不|嘛)")
_CALLS = re.compile(
    r"^(?!.*(?:客服|人工|你们|热线|商家|老板|卖家|售后|门店|怎么|哪|这里|我|师傅|快递|骑手|小哥|司机|物流|送货|派送|派件|配送|送来|送到"
    r"|送的|送之?前|[到来]之?前|上门|安装|取件|收货|发货|到货))(?!(?:[你您他她]|周[一二三四五六日天末]|星期|礼拜|晚上|夜里|半夜|早上|上午|中午|下午|现在"
    r"|今天|明天|后天|节假日|平时|到时候?|提前|事先|先))(?P<what>[\u4e00-\u9fffa-zA-Z0-9 ]{0,8}?)"
    r"(?:能不能|可不可以|能|可以|会不会|支持)(?:用来)?(?:打|接|讲)(?:视频)?电话(?:吗|么|不|嘛)?[？?]?$"
)
_HAS_KIND = re.compile(
    r"^(?:请问|[那你们咱家店里这儿现在还])*(?:有没有|有)(?:卖)?(?P<what>[^，。？?]{1,10}?)(?:卖)?(?:的)?(?:吗|么|没|不|嘛)?[？?]?$"
)
_A_MACHINE = re.compile(r"[机器箱锅炉灯椅桌柜架鞋衣裤帽伞车琴表镜]$")  # no such thing is a part of another's contents
_SAYS_MORE = re.compile(
    r"皮肤|肤质|[油干]皮|敏感肌|预算|(?:\d{1,2}|[一二三四五六七八九十]{1,3})岁|男的|女的|男孩|女孩|(?:他|她|孩子|我妈|我爸|老人)[^，。？?]{0,4}(?:喜欢|爱|怕|用|穿|住)"
)
_OTHER_SORT = re.compile(
    r"^(?:那|那么)?(?:男|女|儿童|大人|老人|学生|中性)(?:款|士|式|生)?(?:的)?(?:呢|有吗|有没有|有么)[？?]?$"
    r"|^(?:那|那么)?[\u4e00-\u9fffa-zA-Z]{1,6}的(?:书|鞋子?|衣服|裤子|玩具|零食|耳机|手机|锅|灯|椅子|杯子)(?:呢|有吗|有没有|有么)[？?]?$"
)
_BUDGET_ANEW = re.compile(
    r"^(?:那|我|就|要不|要是|如果|[，, ])*(?:预算|价格|价位|放宽|加|提高|降|最多|最高|不超过|控制|上限)[^，。？?]{0,6}?(?:\d{2,6}|[一二两三四五六七八九几]+[百千万])"
    r"|^(?:那|就|要不)?(?:\d{2,6}|[一二两三四五六七八九]+[百千万])(?:块钱?|元)?(?:也行|也可以|以内|以下|左右|上下)(?:的|吧|呢|都行|也行|也可以|可以吗|有吗)*[？?]?$"
)
_A_TRAIT_WELL = re.compile(
    r"^(?:那|要|来|有没有|有|给我|找|个|款|[，, ])*[\u4e00-\u9fff]{2,4}(?:好|强|大|轻|长|久|高)(?:一?[点些])?的(?:呢|吗|有吗|吧)?[？?]?$"
)
_WISHES = re.compile(r"^[那，, ]*(?:要|来|有没有|有|给我|找)")
_PRAISES = re.compile(
    r"[挺很真蛮太都还也](?:好|强|大|轻|长|久|高)|第[一二两三四五六七八九十\d]|看着|看起来|看上去|感觉|觉得"
)

_LEAD = r"(?:那|是|就|要|主要|平时|一般|大概|我们?|咱们?|我家|家里|一共|自己|想|打算|[，, ]){0,5}"
_NUMBER = r"(?:\d{1,2}|[一二两三四五六七八九十])"
_FOR_WHOM = (
    r"(?:我|咱)?(?:爸妈|父母|爸爸?|妈妈?|老爸|老妈|爷爷|奶奶|外公|外婆|公公|婆婆|岳父|岳母|老人家?|长辈|老公|老婆|男朋友|女朋友|男友|女友"
    r"|对象|闺蜜|朋友|同事|领导|客户|老师|孩子|小孩|宝宝|儿子|女儿|学生)"
)
_SETS_NEED = re.compile(
    rf"^{_LEAD}(?:(?:一家|家)?{_NUMBER}(?:个人|口人?|口之家)(?:一起)?(?:[用吃住睡坐喝])?"
    rf"|(?:在|放)?(?:租房|出租屋|宿舍|寝室|办公室|出差|旅[游行]|露营|户外|车上|上学|上班|通勤|家用|商用|送礼)(?:里|子)?(?:时候?)?[用住放]?"
    rf"|(?:送给?|给){_FOR_WHOM}(?:[用吃穿买戴]|做?礼物)?)(?:的|吧|呢|呀|啊|哦|，|。)*$"
)
_OF_THINGS = re.compile(
    r"续航|防水|材质|面料|容量|功率|重量|尺寸|多重|多大|颜色|成分|配料|保修|质量|内存|屏幕|电池|降噪|噪音|多少钱|价格"
)
_SEEKING = frozenset({"search_product", "ask_stock"})
_NO_WISH = frozenset({"inform", "chitchat", "affirm", "deny", "unsure", "out_of_scope", "special_request", "ask_usage"})
_OF_AN_ORDERS_PRICE = frozenset({"price_protection", "complain_price"})
_WANTS_SUCH = re.compile(
    r"(?:要|找|想买|来|推荐)(?:一)?[条件双个款身套][^，。]{0,20}(?:不要|不超过|以内|以下|预算|左右)"
)
_OF_SIZE = re.compile(r"多大|码|几号|合身|大小|穿几|尺寸")
_SENT_TO = re.compile(r"(?:送|寄|发|邮|运|快递)(?:货)?(?:到|往|去|至)|^到|能到")
_HOW_SOON = re.compile(r"几天|多久|多长时间|多少天|什么时候|几号|哪天")
_WHICH_OF = re.compile(r"哪[个款一种]{1,2}(?:更|比较)?(?:好|值|划算|实用|推荐|适合)|对比|比较一下|比一比|有什么区别")
_BETTER_THAN = re.compile(
    r"^(?:那|这[个款]?|它)*(?:和|跟|与|比)(?!较)(?P<what>[^，。？?]{2,10}?)(?:更|还|要)*(?:好用|好|强|快|轻|大|划算|值|耐用|流畅)(?:一?点|一?些|多少|很多)?(?:吗|么|不|嘛)?[？?]?$"
)


def by_shape(text: str, best: str, goods: Sequence[str], *, flow_of_goods: bool, in_focus: bool) -> Verdict | None:
    """What a message asks of the goods that it names (`goods`, as they stand in it) or of those in focus."""
    squeezed = text.strip()
    if _OF_HERS.search(squeezed):
        return None
    if (calls := _CALLS.match(squeezed)) and (calls["what"].strip() or (in_focus and flow_of_goods)):
        return "ask_product_attribute", "asks whether one can telephone with it"
    if in_focus and flow_of_goods and (verdict := _of_focus(squeezed, best)):
        return verdict
    of_contents = not in_focus and best == "ask_package_contents"
    if of_contents and (such := _HAS_KIND.match(squeezed)) and _A_MACHINE.search(such["what"]):
        return "search_product", "asks whether the shop has such goods"
    if (
        not in_focus
        and (has := _HAS_KIND.match(squeezed))
        and has["what"] in goods
        and best not in _SEEKING
        and not _IS_COLOUR.match(has["what"])
    ):
        return "search_product", "asks whether the shop has such goods"
    if best in _OF_AN_ORDERS_PRICE and (
        last := max((each for each in goods if squeezed.endswith(f"的{each}")), key=len, default="")
    ):
        return ("search_product", "describes such goods") if len(squeezed) > len(last) + 2 else None
    if (
        best in ("ask_compatibility", "out_of_scope", "unsure")
        and in_focus
        and (better := _BETTER_THAN.match(squeezed))
        and (better["what"] in goods or re.search(r"[a-zA-Z0-9]", better["what"]))
    ):
        return "compare_products", "asks whether it is better than other goods"
    if best == "ask_size_advice" and goods and _WANTS_SUCH.search(squeezed) and not _OF_SIZE.search(squeezed):
        return "search_product", "says what such goods should be like"
    first = max((each for each in goods if squeezed.startswith(each)), key=len, default="")
    if not first or best not in _NO_QUESTION_OF_GOODS:
        return None
    return _of_named(squeezed[len(first) :].strip(), best)


def asks_for_other_sort(text: str) -> bool:
    """男款呢, 编程的书呢: other goods than those in the thread, by for whom or for what they are."""
    return _OTHER_SORT.match(text) is not None


def sets_need(text: str, best: str) -> bool:
    """3个人用, 我们家4口人, 租房用, 送爸妈, while goods are talked about: how many or who they are for, and nothing else."""
    return best in _NO_WISH and _SETS_NEED.match(text.strip()) is not None


def says_more(text: str, best: str) -> bool:
    """她皮肤干, 那防水好的, while goods are looked for: it says more of what they should be like."""
    if best in ("inform", "chitchat", "affirm", "ask_price", "bargain", "deny") and _BUDGET_ANEW.search(text):
        return True
    if best not in _SEEKING and _OTHER_SORT.match(text) and not _OF_HERS.search(text):
        return True
    if best in ("inform", "chitchat", "affirm", "deny") and _SAYS_MORE.search(text) and len(text) <= 14:
        return True
    if best not in ("ask_product_attribute", "inform", "affirm") or not _A_TRAIT_WELL.match(text):
        return False
    return _WISHES.match(text) is not None or not _PRAISES.search(text)


def compares(text: str, best: str, things: int) -> bool:
    """这三款哪个好：空气炸锅 电饭煲 微波炉: it names several goods and asks which."""
    of_which = best in _SEEKING or best in (
        "inform",
        "ask_quality",
        "out_of_scope",
        "compare_products",
        "ask_usage",
        "ask_price",
    )
    return of_which and things > 1 and _WHICH_OF.search(text) is not None and not _OF_HERS.search(text)


def of_sending(text: str, *, place: bool) -> Verdict | None:
    """送到内蒙古赤峰要几天, where time, fee and area are all likely: by its own words. `place`: it names one."""
    if not place or not _SENT_TO.search(text) or _OF_HERS.search(text):
        return None
    if _HOW_SOON.search(text):
        return "ask_shipping_time", "asks how soon it is at a place"
    return "ask_delivery_area", "asks of sending to a place"


def of_a_place(text: str) -> bool:
    """第二个续航多久, where no list was shown: goods are meant, and which ones has to be asked."""
    return bool(find_ordinals(text)) and _OF_THINGS.search(text) is not None and not _OF_HERS.search(text)


def _of_focus(text: str, best: str) -> Verdict | None:
    if _NO_COLOUR.match(text) and best in ("inform", "deny", "modify_order", "cancel_order", "search_product"):
        return "ask_product_attribute", "another colour of the product in focus"
    if (
        best in ("inform", "modify_order", "chitchat", "self_pickup", "affirm")
        and _CHOICE_ALONE.match(text)
        and _ANY_CHOICE.search(text)
    ):
        return "ask_stock", "a choice of the product in focus"
    if best == "ask_payment" and (used := _USED_WITH.match(text)) and not _PAID_WITH.search(used["what"]):
        return "ask_product_attribute", "asks what the product in focus can be used with"
    if best in _AFTER_COUPON_TAKEN_FOR and _AFTER_COUPON.search(text):
        return "ask_price", "asks what is left to pay for the product in focus"
    if best not in _NO_CUT and _CUT_PRICE.search(text):
        return "bargain", "wants the product in focus for less"
    if best in ("track_after_sale", "track_order", "out_of_scope") and _TESTED.search(text):
        return "ask_product_attribute", "asks whether the product in focus was tested"
    if best == "ask_delivery_area" and _COMES_FROM.search(text):
        return "ask_product_attribute", "asks where the product in focus comes from"
    if best == "ask_coupon" and _ABLE.search(text) and not _OF_COUPONS.search(text):
        return "ask_product_attribute", "asks what the product in focus can do"
    if best == "out_of_scope" and (_WHAT_OF_IT.search(text) or _EATEN_OR_USED.search(text)):
        return "ask_product_attribute", "asks what the product in focus is"
    return None


def _of_named(rest: str, best: str) -> Verdict | None:
    """What stands behind the name of goods at the head of a message."""
    if _HOW_SENT.match(rest):
        return "ask_delivery_area", "asks how goods are sent"
    if best in _OF_SENDING and _COMES_WITH.match(rest):
        return "ask_package_contents", "asks what comes with goods"
    able = _ABLE.search(rest)
    if able and not _OF_THE_WAY.search(able["what"]):
        return "ask_product_attribute", "asks what goods can do"
    if best == "out_of_scope" and _WHAT_OF_IT.search(rest):
        return "ask_product_attribute", "asks what goods are"
    return None
