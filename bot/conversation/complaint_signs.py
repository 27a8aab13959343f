"""Words that say which complaint is meant where the best guess is another wish: broken on arrival, lost, unsent, demands.

Pure word patterns. They speak only where the guess is of the same matter, or weak; the order of the rules is meant.
"""

from __future__ import annotations

import re

from bot.conversation.flow_signs import presses_for_what_was_told
from bot.text import grievances

Verdict = tuple[str, str]
WEAK = 0.6
_PUSHES = frozenset({"urge_shipping", "urge_delivery"})
_WAYS = _PUSHES | {"track_order", "ask_shipping_time"}
_MONEY_WAYS = frozenset({"track_refund", "track_after_sale"})
_CASES = frozenset({"request_return", "request_refund", "request_exchange", "request_repair", "withdraw_after_sale"})
_ABOUT_MONEY = re.compile(r"[钱款账帐券]|退|发票|积分|红包|售后|申请|换")
_NOT_HERE = re.compile(r"(?:[没未不]有?(?:给?我?)?(?:收|送|寄|派)?(?:到|来)|没影|没见着)(?!账|帐|期)")
_STILL_NOT_HERE = re.compile(
    r"(?:我|的|^|买)(?:东西|货|快递|包裹|件)(?:呢|在哪|去哪|哪去|到哪)|没(?:有)?见(?:到|着)?(?:人|货|东西|影|快递|包裹)|等了一?整?(?:天|上午|下午|晚上|早上)|(?:怎么|咋|为啥|为什么|都|到现在|这么久|还).{0,4}[没未不]有?(?:给?[我俺])?(?:收|送|寄)?到(?!账|帐|期|底|位)"
)
_BROKEN_ON_ARRIVAL = re.compile(
    r"(?:收到|到手|拿到|打开|拆开|开箱|送[来到]|寄[来到]|到货).{0,8}(?:碎|破[了的损]|裂|坏|漏[了水液]|变形|[压摔]扁)|(?:碎|裂)成|碎了一地"
)
_DEFECT = re.compile(
    r"没有?吸力|吸力.{0,2}都?没|不加热|不转了|不出[水风汽]|开不[了开]机|漏电|掉色|褪色|起球|开线|开胶|脱胶|掉毛|不响|没声音?|充不[进上]|失灵|死机|黑屏|不制[冷热]|松了|断了|发霉|异味|缩水了|缺页|掉页|线头|长短不一|跳线|按不动"
)
_HAS_BOUGHT = re.compile(
    r"^买的|(?:我|俺|咱|上次|上回|之前|以前|前几天|前阵子|刚刚?|昨天|前天|上周|上个?月|去年|你们?(?:家|店里?|这里?|那里?))[^，。,!！?？]{0,6}买的"
)
_FAULT = re.compile(
    r"坏|漏[水油气电液]|[开脱]胶|粘底|粘锅|裂|断了|不(?:亮|转|响|热|动|制冷|加热|通电|好使|出水)|没反应|生锈|掉[漆色毛皮]|褪色|起球|开线"
    r"|变形|用不了|打不开|充不[进上]|失灵|卡住|异响|碎|破(?!壁)"
)
_NO_FAULT = re.compile(
    r"会不会|容易|怕|担心|万一|如果|要是|保修|质保|没坏|(?:不|没有?)(?:会)?(?:粘|漏|坏|裂|掉|变形|生锈)|运费|退款|快递|物流|包裹|发货|没到|不到"
    r"|(?:坏|漏[水油气电]?|裂|掉[漆色毛皮]|起球|褪色|粘底|生锈)[了的]?[吗么]"
)
_ONLY_ASKS = re.compile(r"[吗么?？]|会不会|容易|怕|担心|万一|如果")
_LOST = re.compile(
    r"(?:是不是|该不会|不会是?|肯定|八成|怕是|难道)(?:给|被|快递)?(?:弄|搞)?丢|丢件|弄丢|搞丢|丢了吧|下落不明"
)
_GOT_LOST = re.compile(r"(?:快递|包裹|东西|货|件)(?:都|也|是|给)?(?:你们)?丢了")
_LESS = r"(?:(?<![至多最减不很])少|[漏缺])"  # 至少, 多少 and 不少 are none
_MISSING = re.compile(rf"{_LESS}(?:了|发|寄|给)")
_MAKE_UP = re.compile(r"补(?:我|给|钱|差|偿|上)|赔")
_BACK = re.compile(r"退|差价|降价|运费")
_DEMANDS = re.compile(r"赔(?:我|钱|偿|付|\d)|给我?赔")
_MONEY_BACK = re.compile(r"退(?:我)?(?:全?款|钱)|把钱(?:退|还)|还我钱|钱(?:退|还)(?:我|给我|回来)")
_OR_ELSE = re.compile(r"不然|否则|要不然|没完|必须|不赔|跟你们|走着瞧|等着")
_SPAN = r"(?:\d{1,4}|[一二两三四五六七八九十几好多半]{1,4})个?(?:多)?(?:天|周|星期|礼拜|月)"
_WAITED = re.compile(
    rf"{_SPAN}了?.{{0,6}}(?:还|都|也|就是)?(?:不|没)(?:有?见)?(?:发|到|动|送|收)|都{_SPAN}了|等了{_SPAN}|收了?钱.{{0,6}}不发|付了?[款钱].{{0,8}}不发"
)
_FED_UP = re.compile(
    rf"[几多少好]+天了|{_SPAN}了|多久了|等[了得不这那]|等[^，,。 ]{{0,4}}(?:火|烦|急|累)|慢|这么久|那么久|还要(?:等|多久)|磨蹭|拖"
    r"|^(?:我?真的?是?|太|简直|快|都|被你们?|要)*(?:[气烦急愁]死|服|无语|醉|崩溃|受不了)(?:我|人|个人)?(?:了|死)?(?:都|啊|呀|吧|[!！。~～ ])*$"
)
_OTHER_PEOPLE = re.compile(r"客服|回复|回我|理我|态度|骗|假")
_PRESSING = frozenset({"complain_late_delivery", "complain_not_received", "urge_reply", "ask_shipping_time"}) | _PUSHES
_GIVEN_BACK = frozenset({"request_return", "request_refund"})
_WITHHELD = re.compile(r"不想(?:给我?)?退|拖着不|不给(?:我)?退|不退(?:给我|我)?钱|赖账|吞.{0,3}钱")
_NONE_CAME = re.compile(r"(?:一[个件样单]|啥|什么|东西|货)(?:也|都)没(?:有)?(?:见[着到]|收到|到|来|看[到见])")
_IGNORED = re.compile(r"客服.{0,6}(?:不回|不理|没回|没人|不搭理|不吭声|半天|已读)")
_WANTS_NONE = re.compile(
    r"(?:东西|货|快递|包裹|这单|那单)(?:我|都|也)*(?:不要了|不想要了)|(?:我|都)(?:不要了|不想要了)"
)
_HOW_MUCH_BACK = re.compile(r"[能会可]?(?:以)?退(?:我|回|给我)?多少(?!天)")
_OF_OTHER_MONEY = re.compile(r"差价|降价|保价|价保|运费|邮费|快递费|[定订押]金|尾款|积分|红包|券|税")
_WHERE_IS_IT = re.compile(r"^我?的?[\u4e00-\u9fff]{1,8}呢(?:$|[，,。.！!？?\s])")
_UNLIKE_BEFORE = re.compile(r"[跟和与同](?:我)?.{0,4}(?:之前|以前|上次|原来|老款).{0,6}(?:不一样|不同|不对|差)")
_WHETHER_AT_ALL = re.compile(r"到底.{0,3}(?:还)?(?:[送发来到]不[送发来到]|还[送发来]不)|还[送发来]不[送发来]")
_YES = frozenset({"affirm", "thank", "chitchat", "inform"})
_WANTED = (
    ("request_exchange", re.compile(r"换一?[个件双台只套条]|换新|换货|换吧")),
    ("request_return", re.compile(r"退货|退了吧|退掉|退回")),
)
_SENDING = re.compile(r"发货|不发|没发|出库")
_PRESSES_ON = re.compile(
    r"准话|准信|说句话|说法|[行中]不[行中]|还[是没不]|到底|怎么还|没动|不动|没有?动静|不想听|别跟我|说好的|又[是没不]|光说|每次都|没用|不管用|白催|没人管|没人理|还[要得]再?等|还[要得]多久|等到(?:什么时候|啥时候|何时|猴年)|多久才"
)


_PART_MISSING = re.compile(
    rf"{_LESS}(?:了|发|寄|给|送|装)*(?:我|俺)?(?:[一两二三几]?[个根条张只件颗把块套袋瓶包盒片本双支]|配件|零件|东西|赠品)"
    r"|(?:没|沒)(?:有|给|送|放|见到?)(?:配件|说明书|赠品|螺丝|盖子?|遥控器|充电[线头器])"
)
_OLD_MATTER = re.compile(
    r"(?:上次|上回|之前|前几天|昨天|前天|那天)(?:那个|的|说的|投诉的?|反映的?)*(?:问题|事情?|投诉|工单).{0,6}"
    r"(?:怎么样|咋样|(?:解决|处理|结果|进展|办好)(?![好完掉]?了(?![吗没么嘛？?])))"
)
_JOKES = frozenset({"chitchat", "out_of_scope", "praise"})
_WHERE_TOO = re.compile(r"^(?:另外|那|还有|我|的|个|一|单)*[\u4e00-\u9fff]{2,8}(?:呢|在哪|到哪了?)[？?]?$")
_PARTS = re.compile(
    r"说明书|螺丝|配件|赠品|礼品|小样|[线盖头套袋卡架贴嘴刷网芯]呢|遥控|充电|电池|适配|电源|底座|钥匙|送的|赠|保修|合格证|另一只|少|缺"
)
_WRONG_SENT = re.compile(r"发错|错发|寄错|送错|不是我(?:要|买|订|拍)的")
_OF_PICTURES = re.compile(r"色差|[图照]片|页面|描述|宣传|实物")
_NO_QUESTION = re.compile(r"[怎什这那]么")
_CAUSES_NAMED = (
    ("complain_missing_item", _PART_MISSING),
    ("complain_wrong_item", _WRONG_SENT),
    ("complain_damaged", _BROKEN_ON_ARRIVAL),
    ("complain_defective", _DEFECT),
)
_SPOILT = re.compile(r"[烂馊霉]了(?!透)|发[霉馊]|变质")
_ONLY_SAYS = re.compile(r"不计较|(?:说|讲|提|反映|反馈)(?:一|个)?[声下]|提个醒|提醒(?:一下)?你们")
_OF_NEW_ONE = frozenset({"request_exchange", "request_repair"})


def named(text: str, best: str, confidence: float, flow: str | None, asked: str | None) -> Verdict | None:
    """The complaint that the words name; None where they name none or another wish is clear."""
    weak = confidence < WEAK
    if asked is None and flow in _MONEY_WAYS | _GIVEN_BACK and _presses_for_money(text, best):
        return "track_refund", "presses for the money that was told"
    if asked is None and (verdict := _otherwise(text, best, weak)):
        return verdict
    if asked is None and flow in _WAYS and best in ("complain_general", "urge_reply") and _is_fed_up(text):
        return "complain_late_delivery", "fed up with waiting for what was told of"
    if asked is not None or (best.startswith("complain_") and not weak):
        return None
    if flow not in _CASES and _HOW_MUCH_BACK.search(text) and not _OF_OTHER_MONEY.search(text):
        return "request_refund", "how much is given back"
    if flow in _OF_NEW_ONE and best in ("ask_shipping_time", "track_order") and grievances.asks_when(text):
        return "track_after_sale", "when the other one comes"
    of_goods = _NOT_HERE.search(text) or _WHERE_IS_IT.search(text)
    if best in _MONEY_WAYS and flow not in _MONEY_WAYS | _CASES and of_goods and not _ABOUT_MONEY.search(text):
        return "complain_late_delivery", "what has not come is the goods"
    if weak and best not in _CASES and _UNLIKE_BEFORE.search(text):
        return "complain_not_as_described", "not as it was before"
    if ((best in _WAYS or weak) and _LOST.search(text)) or (weak and _GOT_LOST.search(text)):
        return "complain_not_received", "fears or says that it is lost"
    if best in _WAYS and _WHETHER_AT_ALL.search(text):
        return "complain_late_delivery", "doubts that it comes at all"
    if weak and best not in _CASES and _BROKEN_ON_ARRIVAL.search(text):
        return "complain_damaged", "came broken"
    if best not in _CASES and _names_fault(text, best, weak):
        return "complain_defective", "a fault is named"
    if weak and flow not in _CASES and _MONEY_BACK.search(text) and not _ONLY_ASKS.search(text):
        return "request_refund", "wants her money back"
    if best == "request_refund" and flow in _WAYS and _MAKE_UP.search(text) and not _BACK.search(text):
        return "complain_late_delivery", "wants to be paid for its lateness"
    if best == "request_refund" and flow not in _CASES:
        return _of_money(text)
    if weak and flow in _WAYS and grievances.asks_whether_urged(text):
        return "urge_delivery", "whether it was pushed"
    if (best in _PUSHES or (weak and _SENDING.search(text))) and _WAITED.search(text):
        return "complain_late_delivery", "has waited for long"
    return None


def _names_fault(text: str, best: str, weak: bool) -> bool:
    """不加热了; 我上次买的杯子漏水 怎么办: of a thing that she has, not of one that she asks about before she buys."""
    if weak and _DEFECT.search(text) and not _ONLY_ASKS.search(text):
        return True
    if best == "complain_damaged" or not (weak or best in _JOKES | _YES):
        return False
    bought = _HAS_BOUGHT.search(text)
    return bought is not None and _FAULT.search(text, bought.end()) is not None and not _NO_FAULT.search(text)


def _otherwise(text: str, best: str, weak: bool) -> Verdict | None:
    """Where even a sure guess is of another matter than the words: 一个都没见着, 客服半天不回我, 东西我不要了 气死我了."""
    if not weak and best in _JOKES and (late := not_here(text)):
        return late
    if best == "complain_missing_item" and weak and _WHERE_TOO.search(text) and not _PARTS.search(text):
        return "track_order", "where another of her goods is"
    if best == "complain_missing_item" and _NONE_CAME.search(text):
        return "complain_late_delivery", "none of it has come"
    if (best in ("urge_reply", "complain_general") or weak) and _IGNORED.search(text):
        return "complain_service", "nobody of the shop answers"
    if best == "complain_wrong_item" and weak and _OF_PICTURES.search(text) and not _WRONG_SENT.search(text):
        return "complain_not_as_described", "not as on the page"
    if weak and _ONLY_SAYS.search(text) and (_SPOILT.search(text) or _BROKEN_ON_ARRIVAL.search(text)):
        return "complain_damaged", "only says that it came broken"
    if weak and _OLD_MATTER.search(text):
        return "ask_complaint_progress", "what became of it"
    if best == "complain_general" and (cause := _cause_named(text)):
        return cause, "anger that names its matter"
    if best == "complain_general" and _WANTS_NONE.search(text):
        return "request_refund", "wants none of it any more"
    return None


def _cause_named(text: str) -> str | None:
    """破壁机少了个盖子 气死我了: the matter that the words name beside the anger."""
    if _ONLY_ASKS.search(_NO_QUESTION.sub("", text)):
        return None
    return next((cause for cause, pattern in _CAUSES_NAMED if pattern.search(text)), None)


def _is_fed_up(text: str) -> bool:
    """都几天了 / 气死我了, to where the parcel is: the parcel is the matter, and nobody asks her for it."""
    return bool(_FED_UP.search(text)) and not (_ABOUT_MONEY.search(text) or _OTHER_PEOPLE.search(text))


def _presses_for_money(text: str, best: str) -> bool:
    """说好的时间又没到, 你们是不是不想退, where her money was talked about."""
    return bool(_WITHHELD.search(text)) or (best in _PRESSING and presses_for_what_was_told(text))


def _of_money(text: str) -> Verdict | None:
    """少了一罐 补我钱; 赔我…不然没完: a complaint with a sum, no case of the shop's after-sale."""
    if _MISSING.search(text) and _MAKE_UP.search(text):
        return "complain_missing_item", "money for what is missing"
    if _DEMANDS.search(text) and _OR_ELSE.search(text):
        intent = {"general": "complain_general", "late": "complain_late_delivery"}
        cause = grievances.cause_in(text)
        return intent.get(cause, f"complain_{cause}"), "demands money"
    return None


def wanted_for_it(text: str, best: str, *, complaining: bool) -> Verdict | None:
    """好的呢 那就换一个吧, where nothing was offered: her wish, not a mere yes."""
    if not complaining or best not in _YES:
        return None
    wish = next((wish for wish, pattern in _WANTED if pattern.search(text)), None)
    return (wish, "what she wants for what she complained of") if wish else None


def not_here(text: str) -> Verdict | None:
    """咋还没到俺这: where no guess is sure, what has not come is the matter."""
    if _STILL_NOT_HERE.search(text) and not _ABOUT_MONEY.search(text):
        return "complain_late_delivery", "has not come yet"
    return None


def goes_on(text: str, best: str, confidence: float, flow: str | None, *, complaining: bool) -> Verdict | None:
    """还没动静啊, 到底还送不送了, after a lateness was complained of: the same matter, which has its ticket."""
    if not complaining or flow != "complain_late_delivery":
        return None
    of_it = best in _WAYS | _MONEY_WAYS or confidence < WEAK
    if best in _PUSHES or (of_it and _PRESSES_ON.search(text)):
        return "complain_late_delivery", "goes on about its lateness"
    return None
