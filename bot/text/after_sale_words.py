"""Why goods come back, in what state they are, how many, money or goods: as shoppers say it. Pure word lists.

The codes are those of data/shop/policies/reasons.yml; what follows from one is decided by the shop's rules.
"""

from __future__ import annotations

import re
from decimal import Decimal

from bot.text.fold import fold
from bot.text.numerals import find_numerals

Reading = tuple[tuple[str, re.Pattern[str]], ...]
# The first that fits counts: what names a cause goes before what only says that something is wrong.
_REASONS: Reading = (
    ("own_damage", re.compile(r"(?:我|自己)(?:自己|不小心|给)?(?:摔|弄坏|磕|掉地|砸|泡)|不小心|进水|泡水|人为")),
    ("wrong_item", re.compile(r"[发寄送][错]|错发|不是我(?:要|买|拍|订|下单)|货不对(?!板)|型号不对")),
    ("missing_item", re.compile(r"[少漏缺][发寄给]|[少缺]了|[少缺](?:一|两|1|2)?[件个只双]|没有?配件|缺配件")),
    ("not_received", re.compile(r"[没未](?:有)?(?:收到|送到|拿到)")),
    ("expired", re.compile(r"过期|临期|保质期")),
    ("not_as_described", re.compile(r"描述|页面|[图照]片|色差|假货|假的|货不对板|不是正品|不符")),
    ("bought_wrong", re.compile(r"[拍买点选]错|下错单|买重|买多了|拍多了")),
    ("wrong_size", re.compile(r"尺码|尺寸|码数|[大小][了]?[一两半1]个?[码号]|[太偏有点]?[大小紧松肥][了点]|(?<![味道音])太[大小紧松肥长短]|偏[大小]|不合[身脚]|[挤磨硌]脚")),
    ("other_choice", re.compile(r"换.{0,4}(?:颜色|款|色)|颜色不(?:喜欢|好看)|别的(?:颜色|款)|另.{0,3}(?:颜色|款)")),
    ("broke_in_use", re.compile(r"用着用着|用[了过].{0,8}(?:坏|不行|失灵|没反应)|最近.{0,4}坏")),
    ("damaged", re.compile(r"破|碎|裂|压坏|漏[液了水油]|变形|磕|划痕|凹|收到就坏")),
    ("defective", re.compile(r"坏|质量|毛病|故障|有问题|不[能好]用|[充开放]不|没声|没反应|失灵|瑕疵|异味|一股.{0,3}味|(?<![口香])味道?[太很好]?(?:大|重|难闻|冲|不对)(?!.{0,3}不喜欢)|刺鼻|难闻|发霉|[杂噪]音|电流[声音]|异响|[嗡滋吱]{2}|漏音|连不上|断断续续|卡顿|漏电|掉色|起球|开线|脱胶|不灵|松动|闪退|黑屏|死机")),
    ("no_longer_wanted", re.compile(r"不想要|不喜欢|不[太]?合适|用不[上着]|不要了|不需要|后悔|无理由|没(?:有)?(?:什么)?(?:理由|原因)|不想买|多余|就是想退|不好[吃喝看听]|难[吃喝看听]|口味")),
)  # fmt: skip
_DENIED = re.compile(r"(?:不是|没有|并非|不算)(?:因为|说|什么)?$")
_GOODS: Reading = (
    ("sealed", re.compile(r"[没未](?:有)?(?:拆|开封|打开|动)|全新|塑封|密封|原封|包装完好")),
    (
        "unused",
        re.compile(
            r"[没未](?:有)?(?:用|穿|洗|戴|下[水地]|使用)|吊牌.{0,3}[在全]|只?试(?:穿|戴|了)|拆了.{0,4}没(?:用|穿)"
        ),
    ),
    ("used", re.compile(r"[用穿洗戴吃喝](?:过|了)|使用过|下过?[水地]")),
    ("opened", re.compile(r"拆(?:了|开|封|过)|开封|打开了|拆包")),
)
_MONEY_ONLY = re.compile(
    r"仅退款|[只光就]退[款钱]|[只光就]要?[退]钱|不退货|不用退货|不想?寄回|不用寄|退一?部分|部分退|补偿|赔[偿点我]|退[点些]钱|退一半"
)
_GOODS_BACK = re.compile(r"退货|退回去|寄回|退掉|货退")
_PART_OF_IT = re.compile(r"部分|补偿|赔[偿点我]|退[点些]钱")
_ALL = re.compile(r"全部?|都[退换要修不]|[都]了?$|所有|一起退|整单|[两三四五]件都")
_PIECES = re.compile(r"\s{0,8}(?:件|个|双|条|台|包|盒|瓶|只|本|套|副|支|袋|罐|张|把|箱|提)")
_HURRY = re.compile(r"催|加急|快一?点|赶紧|尽快|抓紧|太慢|怎么还[没不]|到现在")
_SENDS_HERSELF = re.compile(
    r"(?:我|自己|自行|本人)(?:去|来|会|可以|直接)?(?:寄|发|送)|自寄|不用(?:上门|来?取|快递)|不要上门|我寄"
)
_CASE = re.compile(r"(?<![A-Za-z0-9])SH\s?([0-9]{8})(?![0-9])", re.IGNORECASE)
_AGAIN = re.compile(r"恢复|重新(?:申请|打开|开)|再(?:申请|开)|撤错|点错|误撤")
_NOBODY_CAME = re.compile(r"没(?:有)?(?:人)?来|没见人|没上门|没取|爽约|放鸽子|不来")
MOST_PIECES = 9999


def reason_in(text: str) -> str:
    """The code of the reason that is named, empty where none is; 不是质量问题 names none."""
    return _first(_REASONS, text)


def goods_state_in(text: str) -> str:
    """sealed, unused, used or opened; empty where nothing is said of it."""
    return _first(_GOODS, text)


def way_in(text: str) -> str:
    """`refund` (money alone), `return` (goods go back), empty where neither is said."""
    if _MONEY_ONLY.search(text):
        return "refund"
    return "return" if _GOODS_BACK.search(text) else ""


def wants_part(text: str) -> bool:
    """补偿点, 退一部分: money, and not all of it."""
    return bool(_PART_OF_IT.search(text))


def pieces_in(text: str, bought: int, *, asked: bool) -> str:
    """How many pieces: a whole number as text; `wrong` for 0, 1.5, -1, 十万; empty where nothing is said.

    `asked`: a bare number is one too.
    """
    folded = fold(text)
    for numeral in reversed(find_numerals(folded)):
        unit = _PIECES.match(folded, numeral.end)
        alone = asked and not folded[numeral.end :].strip(" 吧的了。.!")
        if not (unit or alone):
            continue
        below = folded[: numeral.start].rstrip()[-1:] in ("-", "−", "负")
        whole = numeral.low == numeral.high == numeral.low.to_integral_value()
        possible = whole and not below and Decimal(0) < numeral.low <= MOST_PIECES
        return str(int(numeral.low)) if possible else "wrong"
    return str(bought) if _ALL.search(folded) else ""


def names_all(text: str) -> bool:
    """全部退, 都退: every line of the order."""
    return bool(_ALL.search(fold(text)))


def is_in_a_hurry(text: str) -> bool:
    return bool(_HURRY.search(text))


def sends_herself(text: str) -> bool:
    """我自己寄: no courier has to come."""
    return bool(_SENDS_HERSELF.search(text))


def nobody_came(text: str) -> bool:
    return bool(_NOBODY_CAME.search(text))


def wants_again(text: str) -> bool:
    """A case that was taken back is wished for again."""
    return bool(_AGAIN.search(text))


def case_number_in(text: str) -> str:
    """SH and eight digits, as the shop numbers its cases; empty where there is none."""
    found = _CASE.search(fold(text))
    return f"SH{found[1]}" if found else ""


def _first(readings: Reading, text: str) -> str:
    for code, pattern in readings:
        if any(not _DENIED.search(text[: found.start()]) for found in pattern.finditer(text)):
            return code
    return ""
