"""What an open flow makes of a message: the yes or no to a read-back, a correction of it, the detail that was asked for.

Pure, plain values; evidence.py asks here when the bot waits for something that changes an order. A new question of a flow
is one line in DETAILS.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.conversation.flow_signs import TIME, is_about, is_plain_reason, presses_for_what_was_told, tells_courier
from bot.text import consent, cues, giving_up
from bot.text.identifiers import find_identifiers
from bot.text.invoice_words import bare_name_in, may_be_title
from bot.text.money_back import money_back_in

Verdict = tuple[str, str]
CONFIRM = "confirm"  # asked after a read-back
CORRECTION = "correction"  # asked after a no: what is to be different
CLEAR = 0.6  # a wish this clear is not bent into an answer
# What a yes may be said with, by what was read back: 取消吧, 改吧.
VERBS: Mapping[str, frozenset[str]] = {
    "cancel_order": frozenset({"取消", "退", "退款"}),
    "change_address": frozenset({"改", "修改", "更改", "换", "更换"}),
    "modify_order": frozenset({"改", "修改", "更改", "换", "更换"}),
    "change_delivery_time": frozenset({"改", "修改", "更改", "换", "预约", "约", "送"}),
    "special_request": frozenset({"备注", "加"}),
    "refuse_parcel": frozenset({"拦", "拦截", "拒收", "退"}),
    "urge_shipping": frozenset({"催"}),
    "urge_delivery": frozenset({"催"}),
    "request_return": frozenset({"退", "退货", "退款", "取消"}),
    "request_refund": frozenset({"退", "退货", "退款", "取消"}),
    "request_exchange": frozenset({"换", "更换"}),
    "withdraw_after_sale": frozenset({"撤", "撤销", "取消"}),
    "return_pickup": frozenset({"约", "预约", "改", "换"}),
    "request_invoice": frozenset({"开"}),
    "invoice_problem": frozenset({"开", "改", "换", "修改", "更改"}),
}
# Where 改成…, 不对 is more likely about what was read back than a wish of its own.
CORRECTABLE = frozenset(
    {
        "change_address",
        "modify_order",
        "change_delivery_time",
        "special_request",
        "request_return",
        "request_exchange",
        "request_refund",
        "request_repair",
        "return_pickup",
        "request_invoice",
        "invoice_problem",
    }
)
_ANSWERING = frozenset({"inform", "affirm", "deny", "chitchat"})
_PICKING = frozenset({"product", "brand", "category", "colour", "size", "ordinal", "date", "place", "quantity"})
_OF_GOODS = _PICKING - {"date", "place"}
_ABOUT_PIECES = frozenset({"modify_order", "request_exchange"})  # whose read-back names a colour, a size, a number
_LEAVING = frozenset({"request_human", "goodbye", "thank", "urge_reply", "threaten_escalation"})
_SMALL = frozenset({"chitchat", "out_of_scope"})
_TIMED = frozenset({"change_delivery_time", "return_pickup"}) | frozenset(
    {"request_return", "request_exchange", "request_repair", "request_refund"}
)
_PAID_BACK = frozenset({"request_refund", "request_return"})  # whose read-back may name a sum or a share
# Talk that is no words for a parcel, all of it: 哈哈, 好困啊, 天气真好.
_TALK = re.compile(
    r"哈哈|嘻嘻|呵呵|嘿嘿|[困累饿闷烦冷热]|天气|心情|无聊|笑话|机器人|真人|可爱|聪明|厉害|有趣|好玩|有意思|不错|[早晚]安|666"
)
_HOURS = re.compile(rf"{TIME.pattern}|[早午晚]|[上下]班|点|周|[以之节庆假]后")
_NO_HOURS = re.compile(r"[早晚]安|(?:早上|中午|下午|晚上)好|[有一]点|点[赞心]|周到")
_TODAY = re.compile("今天|今晚|早上|晚上")
_MONEY = re.compile("[退赔补]|运费")
_MOVES = re.compile("[送来取派约]")
_WHAT = re.compile("[嘛啥]")
_TALK_LETTERS = 8
_TO_WRITE = re.compile(r"[写加放祝贺附]|备注|留言|卡片?|门口")
_SURE_YES = 0.9  # a guess at a yes that no word of consent shows
_OTHER_ORDER = re.compile(r"不是(?:这|那)一?(?:单|笔|个订单)|另外那|错单")
_ALSO = 0.2  # a wish that is at least so likely beside a trouble
_LONG_YES = 12
_LITTLE = 12
_UNSURE = re.compile(r"[不没别]|改|换")


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """How the answer to a question looks: words that show it, entities that are it; `free`: anything with words is."""

    shape: re.Pattern[str] | None = None
    entities: frozenset[str] = frozenset()
    free: bool = False
    short: int = 0  # up to so many letters it is the answer whatever it says
    wishes: frozenset[str] = (
        frozenset()
    )  # what is a wish elsewhere tells it here: 收到就碎了 after the reason was asked


_ADDRESS = re.compile(
    r"[省市区县镇乡路街道巷弄号栋幢楼室村]|公司|单位|家里|老家|学校|宿舍|小区|花园|大厦|驿站|收件人|收货人|电话|手机|姓名|名字"
)
_KEEPS_GOODS = re.compile(r"不(?:用|想|要)?(?:退货|寄)")  # 不想退货: money alone, nothing is given up
_MONEY_OR_GOODS = re.compile(r"退货|退款|退钱|寄回|[只仅]退")
_DIGITS = re.compile(r"[0-9０-９A-Za-z]{5}")
_CASES = frozenset({"request_return", "request_refund", "request_exchange", "request_repair"})
_FAULTS = frozenset(
    {
        "complain_damaged",
        "complain_defective",
        "complain_wrong_item",
        "complain_missing_item",
        "complain_not_as_described",
        "complain_not_received",
        "ask_size_advice",
        "modify_order",
    }
)
_TROUBLES = frozenset(each for each in _FAULTS if each.startswith("complain_"))  # why it goes back, whatever was asked
_GIVING_BACK = frozenset({"cancel_order", "request_return", "request_refund", "refuse_parcel"})
_ABOUT_GOODS = frozenset({"piece_count", "item_choice", "goods_state"})
_UNWANTED = re.compile(r"不想?要(?:它|这个|这件|这单)?了")
_CASE_TALK = frozenset({"track_refund", "track_after_sale", "return_pickup"})
_SENT_BACK = re.compile(r"寄(?:出|回|走)?了|已经?寄|寄好|寄过去")
_BILL_WANTED = re.compile(r"开.{0,8}(?:专票|普票|发票|票据?)|发票抬头")
_TAX_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Za-z])", re.IGNORECASE)
_TAX_AND_LITTLE = 30  # letters
_ON_BILLS = re.compile(r"抬头|税号|识别号|信用代码|发票|专票|普票")
_BANK = re.compile(r"开户|支行|分行|[账帐][号户]是?[:： ]?\d")
_ORDER_ASKED = frozenset({"order_choice", "order_number", "phone_tail"})
_BILLS = frozenset({"request_invoice", "invoice_problem"})
_OPTION = re.compile(
    r"[大小][一二两1-3]?个?[码号]|[黑白灰蓝绿红粉紫橙棕黄金银]色?的?|[XSML]码?|[0-9][码号件个]", re.IGNORECASE
)
DETAILS: Mapping[str, Detail] = {
    CORRECTION: Detail(free=True),
    "new_address": Detail(shape=_ADDRESS, entities=frozenset({"place", "phone"}), short=8),
    "delivery_time": Detail(shape=TIME, entities=frozenset({"date"})),
    "new_option": Detail(
        shape=_OPTION, entities=frozenset({"colour", "size", "product", "ordinal", "quantity"}), short=10
    ),
    "item_choice": Detail(entities=frozenset({"colour", "size", "product", "category", "ordinal"}), short=10),
    "remark": Detail(free=True),
    "return_way": Detail(shape=_MONEY_OR_GOODS, short=8, wishes=_CASES),
    "return_reason": Detail(free=True, wishes=_CASES | _FAULTS),
    "goods_state": Detail(shape=re.compile(r"拆|开封|用|穿|洗|吊牌|动|新|包装|试"), short=8),
    "piece_count": Detail(
        shape=re.compile(r"\d|[一二两三四五六七八九十]|全|都|所有"), entities=frozenset({"quantity"}), short=6
    ),
    "refund_amount": Detail(
        shape=re.compile(r"\d|[一二两三四五六七八九十百]|全|都|一半"), entities=frozenset({"amount"}), short=8
    ),
    "pickup_time": Detail(
        shape=re.compile(rf"{TIME.pattern}|自己|自行|[我去]寄|不用"),
        entities=frozenset({"date"}),
        wishes=_CASES | {"return_pickup", "change_delivery_time"},
    ),
    "return_parcel": Detail(shape=_DIGITS, entities=frozenset({"tracking_number", "order_number", "carrier"})),
    "case_choice": Detail(entities=frozenset({"ordinal", "product", "category", "colour"}), short=10, wishes=_CASES),
    "invoice_title_type": Detail(
        shape=re.compile(r"个人|公司|企业|单位|私人|抬头|税号|学校|医院"), short=8, wishes=_BILLS
    ),
    "invoice_title": Detail(free=True, wishes=_BILLS),
    "tax_no": Detail(shape=_DIGITS, short=4, wishes=_BILLS),
    "invoice_registered": Detail(free=True, wishes=_BILLS),
    "email": Detail(shape=re.compile("@"), wishes=_BILLS),
    "invoice_fault": Detail(free=True, wishes=_BILLS),
}
# How a change of what was read back looks, though it was taken for talk.
_SHOWN: Mapping[str, re.Pattern[str]] = {
    "change_address": _ADDRESS, "modify_order": _OPTION, "request_exchange": _OPTION,
    **dict.fromkeys(_BILLS, re.compile(r"个人|公司|企业|单位|私人|抬头|税号|@")),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message as far as it matters here: its words, the entities' kinds, the likeliest wish and its confidence."""

    text: str
    entities: Collection[str]
    best: str
    confidence: float


def answer_to(asked: str, flow: str | None, heard: Heard) -> Verdict | None:
    """The intent by which it answers what a flow asked, and why; None where it is something else."""
    if asked == CONFIRM:
        return _to_read_back(flow, heard)
    detail = DETAILS.get(asked)
    if detail is None:
        return None
    if asked != CORRECTION and consent.acknowledges(heard.text):
        return "affirm", "heard, and no answer"
    if asked == "return_way" and _KEEPS_GOODS.search(heard.text):
        return "inform", "keeps the goods"
    if asked == "pickup_time" and heard.best == "return_pickup":
        return "inform", "of the time that is asked for"
    if (asked == "return_reason" or (flow in _GIVING_BACK and asked in _ABOUT_GOODS)) and is_plain_reason(heard.text):
        return "inform", "why it goes back"
    if consent.waits(heard.text) and len(heard.text) <= _LITTLE and not consent.says_no(heard.text):
        return "deny", f"waits while asked {asked}"
    if detail.free and consent.says_yes(heard.text):
        return "affirm", f"no answer to {asked}"
    if consent.declines(heard.text) or (asked != CORRECTION and not detail.free and consent.says_no(heard.text)):
        return "deny", f"declines while asked {asked}"
    if asked == "invoice_title" and heard.best not in _ANSWERING | detail.wishes and not may_be_title(heard.text):
        return None
    if flow in _CASES:
        detail = replace(detail, wishes=_FAULTS if asked == CORRECTION else detail.wishes | _TROUBLES)
    if flow in _CASES and heard.best in _TROUBLES and not consent.hedges(heard.text):
        return "inform", "the trouble of what goes back"
    if flow in _CASES and tells_courier(heard.text, heard.best):
        return "inform", "when what goes back is fetched"
    named = heard.best in detail.wishes or (_is_named(detail, heard) and not _asks(heard.text))
    if heard.best in _LEAVING or (_is_other_wish(flow, heard) and not named):
        return None
    return ("inform", f"asked {asked}") if _fits(detail, heard) else None


def gives_up(flow: str | None, text: str, asked: str | None = None) -> Verdict | None:
    """算了不退了 to what a flow asks, or just after it told that something is not possible; 不退了 of a case takes it back."""
    if asked == "return_way" and _KEEPS_GOODS.search(text):
        return None
    if flow == "withdraw_after_sale" and consent.takes_back(text):
        return None
    return ("deny", "gives the matter up") if giving_up.gives_up(text) else None


def wish_in_details(flow: str | None, heard: Heard, asked: str | None = None) -> Verdict | None:
    """A wish that its own details hide: 开个专票 with a firm's name and number; 运费谁出 while goods are to go back."""
    if heard.best == "inform" and _BILL_WANTED.search(heard.text):
        return "request_invoice", "details of an invoice"
    named = len(heard.text) <= _TAX_AND_LITTLE or bool(_ON_BILLS.search(heard.text))
    if flow in _BILLS and asked in _ORDER_ASKED and (_TAX_NUMBER.search(heard.text) or _BANK.search(heard.text)):
        return str(flow), "more of the invoice, while its order is asked for"
    if flow in _BILLS and named and _TAX_NUMBER.search(heard.text):
        return "invoice_problem", "a tax number after an invoice was told"
    if _ON_BILLS.search(heard.text) and _TAX_NUMBER.search(heard.text):
        return heard.best if heard.best in _BILLS else "request_invoice", "a firm's tax number"
    if heard.best == "ask_shipping_fee" and flow in _CASES:
        return "ask_return_shipping_fee", "the freight of what goes back"
    if heard.best in ("inform", "track_order") and flow in _CASES | _CASE_TALK and _SENT_BACK.search(heard.text):
        return "return_pickup", "the parcel that goes back"
    urges = heard.best in ("urge_delivery", "urge_shipping") and flow in _CASE_TALK
    if urges and presses_for_what_was_told(heard.text):
        return str(flow), "pushes for what was told"
    return None


def several_troubles(things: int, ranking: Sequence[tuple[str, float]]) -> Verdict | None:
    """袜子少发了一双，鞋子磨脚想退: of two goods one is to go back, so the other's trouble is heard with it and is no complaint."""
    if things < 2 or ranking[0][0] not in _TROUBLES:
        return None
    wish = next((intent for intent, confidence in ranking[1:3] if intent in _CASES and confidence >= _ALSO), None)
    return (wish, "a trouble each") if wish else None


def where_we_were(text: str) -> Verdict | None:
    """刚才说到哪了: whatever is open is taken up."""
    return ("inform", "asks where the talk stands") if consent.asks_where_we_were(text) else None


def _to_read_back(flow: str | None, heard: Heard) -> Verdict | None:
    text = heard.text
    if consent.says_yes(text, VERBS.get(flow or "", ())):
        return "affirm", "yes to the read-back"
    if _OTHER_ORDER.search(text):
        return "inform", "means another order"
    if flow == "withdraw_after_sale" and consent.takes_back(text):
        return flow, "says again what is read back"
    if flow in _GIVING_BACK and _UNWANTED.search(text) and len(text) <= _LITTLE and not consent.hedges(text):
        return str(flow), "says again what is read back"
    if consent.says_no(text) or consent.waits(text):
        return "deny", "no to the read-back"
    if flow in _BILLS and bare_name_in(text):
        return "inform", "a name for the invoice that was read back"
    if flow in _CASES and tells_courier(heard.text, heard.best):
        return "inform", "when what goes back is fetched"
    if heard.best in _SMALL and _tells_more(flow, heard):
        return "inform", "corrects the read-back"
    if heard.best == flow or _is_other_wish(flow, heard) or _is_small_talk(flow, heard):
        return None
    if heard.best == "affirm":
        plain = len(text) <= _LONG_YES and not (_UNSURE.search(text) or _asks(text))
        plain = plain and heard.confidence >= _SURE_YES  # 好困啊 is guessed one too
        return "affirm" if plain else "inform", "yes to the read-back" if plain else "a yes with something else in it"
    if heard.best == "deny" and not consent.corrects(text):
        return "deny", "no to the read-back"
    picked = _PICKING.intersection(heard.entities)
    if picked <= _OF_GOODS and flow not in _ABOUT_PIECES and _asks(text) and heard.best not in _ANSWERING:
        picked = frozenset()  # 第二款续航多久: of goods that were shown meanwhile
    points = picked or find_identifiers(text) or cues.asks_other(text)
    if points or consent.corrects(text) or heard.best in _ANSWERING:
        return "inform", "corrects the read-back"
    return None


def _is_other_wish(flow: str | None, heard: Heard) -> bool:
    if heard.best in _LEAVING:
        return heard.confidence >= CLEAR
    known = heard.best in _ANSWERING or heard.best == flow
    corrects = flow in CORRECTABLE and consent.corrects(heard.text) and not is_about(heard.best, heard.text)
    return not known and heard.confidence >= CLEAR and not corrects


def _is_small_talk(flow: str | None, heard: Heard) -> bool:
    """你叫什么, 今天天气真好: answered in a word; what was read back stands, and a yes to it counts."""
    if heard.best not in _SMALL or (heard.best == "chitchat" and heard.confidence < CLEAR):
        return False
    picked = _PICKING.intersection(heard.entities) - (frozenset() if flow in _TIMED else {"date"})
    told = picked or consent.corrects(heard.text) or find_identifiers(heard.text) or bare_name_in(heard.text)
    return not told and not (flow == "change_address" and _ADDRESS.search(heard.text))


def _tells_more(flow: str | None, heard: Heard) -> bool:
    """退30就行, 晚上吧, 再加一句放门口, taken for talk: what was read back is no longer what she wants."""
    text = heard.text
    if re.search("[你您]", text) and cues.is_question(text):
        return False
    if cues.adds(text) or re.search(r"\d", text):
        return True
    if flow in _PAID_BACK and (_MONEY.search(text) or money_back_in(text, asked=True)):
        return True
    if flow in _CASES and is_plain_reason(text):
        return True
    if flow in _TIMED and _tells_hours(text):
        return True
    if flow == "special_request" and heard.best == "chitchat":
        talks = _asks(text) or _WHAT.search(text) or _is_plain_talk(text)
        return bool(_TO_WRITE.search(text)) or not talks
    shown = _SHOWN.get(flow or "")
    return bool(shown and shown.search(text) and not _asks(text))


def _tells_hours(text: str) -> bool:
    """晚上吧, 早点送; 今天好累 only names the day on which she talks."""
    words = _NO_HOURS.sub("", text)
    return bool(_HOURS.search(_TODAY.sub("", words) if _is_plain_talk(text) and not _MOVES.search(text) else words))


def _is_plain_talk(text: str) -> bool:
    return len(text) <= _TALK_LETTERS and bool(_TALK.search(text))


def _is_named(detail: Detail, heard: Heard) -> bool:
    """The answer itself is in it, and little else: whatever wish its words look like, it is the answer."""
    shown = detail.shape is not None and detail.shape.search(heard.text) and len(heard.text) <= _LITTLE
    return bool(detail.entities.intersection(heard.entities) or shown)


def _fits(detail: Detail, heard: Heard) -> bool:
    letters = sum(each.isalnum() for each in heard.text)
    if not letters:
        return False
    question = _asks(heard.text) and heard.best not in _ANSWERING | detail.wishes
    if detail.free:
        return not question
    if detail.entities.intersection(heard.entities) or (detail.shape and detail.shape.search(heard.text)):
        return not question or heard.confidence < CLEAR
    return letters <= detail.short and not question


def _asks(text: str) -> bool:
    return cues.is_question(text) or consent.hedges(text)
