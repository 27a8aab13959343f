"""What belongs to the complaint that is talked about, though its words look like another wish: more of it, a yes to what was
offered, whether it was pushed, what is paid for it. Pure word patterns.
"""

from __future__ import annotations

import re

from bot.text import cues, grievances
from bot.text.ordinals import find_ordinals

Verdict = tuple[str, str]
_SHORT = 14
_ASKABLE = frozenset({None, "remedy"})
_OF_CASES = frozenset({None, "remedy", "return_way", "return_reason", "refund_amount"})
_RESEND = re.compile(r"补发|补寄")
_PAID_FOR_IT = re.compile(r"赔|补偿|补贴|医药费|医疗费|误工|精神损失")
_GIVES_BACK = re.compile(r"退[货款钱掉了吧]|换[货新一]|差价|降价")
_ANSWERABLE = re.compile(r"谁.{0,3}负责|(?:怎么|你们?)(?:要|得)?负责|给(?:我)?个(?:说法|交代|准话)")
_MORE_THAN_BACK = re.compile(r"不是(?:光|只)?(?:退|赔|换)[钱款货]?了?就|(?:退|赔|换)[钱款货]?了?就(?:完|算)了")
_TIMES = r"[一二两三四五六七八九十几\d]{1,3}倍"
_MANIFOLD = re.compile(
    rf"[赔退罚补][^，,。！!？?]{{0,6}}{_TIMES}|{_TIMES}[^，,。！!？?]{{0,3}}[赔退罚补]|假一赔|精神损失|赔偿我"
)
_REPROACH = re.compile(r"不是(?:说|写|讲|承诺|保证)|(?:页面|网上|网页)上?(?:明明)?写")
_PROOF = re.compile(r"质检|验[过了]?[货的]|检查[过了]|抽检|把关|检测报告|检验报告|合格证|进货(?:单|渠道)|授权书|鉴定")
_ASK_OF_PROOF = frozenset({"ask_product_attribute", "ask_authenticity"})
_ARRIVED = frozenset(
    {
        "complain_damaged",
        "complain_defective",
        "complain_wrong_item",
        "complain_missing_item",
        "complain_not_as_described",
    }
)
_OF_PARCELS = frozenset({"track_order", "urge_delivery", "urge_shipping", "ask_shipping_time"})
_PUT_OFF = re.compile(r"敷衍|糊弄|应付(?:我|人|了?事)|踢皮球|推来推去|推诿|推卸|打太极|互相推|和稀泥")
_AGAINST = re.compile(
    r"凭什么|什么意思|不(?:接受|同意|认可|服)|欺负人|太过分|不讲理|不可理喻|离谱|无语|寒心|太失望|呵呵|服了你们|你们真行"
)
_WHAT_OF_IT = re.compile(
    r"(?:怎么办|咋办|咋整|怎么处理|怎么弄|咋弄)[呢啊呀吧]?[？?]?$"
    r"|(?:怎么还|还不|为什么不|为啥不|什么时候|啥时候|快点?|赶紧|抓紧)(?:不|能|给我|帮我|点)*(?:处理|解决|给我办)"
)
_OF_A_CASE = re.compile(r"[退换款钱]|售后|维修")
_OF_CASES_TOLD = frozenset({"track_after_sale", "ask_return_policy", "ask_shop_info", "ask_complaint_progress"})
_STILL_NOT = re.compile(r"^(?:根本|压根|还是?|都|并)*没(?:有)?(?:解决|处理|弄好|办好|好)?[呢啊呀吧]?[。.！!]*$")
_OCCASION = re.compile(r"生日|纪念日|婚礼|结婚|过节|礼物|送人|送礼|满月|周岁")
_DELIVERY = re.compile(r"快递|物流|包裹|发货|派送|到哪|没到|不到|还能到|送到|什么时候|几点")
_HERS = re.compile(
    r"我|咱|俺|孩子|宝宝|娃|妈|爸|奶奶|爷爷|外婆|外公|老婆|老公|老人|家里|生日|过节|你们|礼物|婚|面子|交代"
)
_MOVES = frozenset({"track_order", "ask_shipping_time", "search_product", "urge_delivery", "change_delivery_time"})
_ASKS_FOR = re.compile(
    r"改[成为到]|换[成为]|[改换]个?(?:颜色|尺码|码|地址|电话|大|小)|推荐|(?:帮|给)我?(?:找|选|挑|写|备注|加|放|包|开)|[选挑找]个|备注|贺卡|送[^，,。！!？?]{0,6}(?:什么|啥)"
    r"|另外?一?[单笔个件]|别的[单个件]|其他的?[单个件]"
)
_LOOKS_LIKE_OTHERS = frozenset(
    {"out_of_scope", "chitchat", "special_request", "inform", "suggestion", "praise", "modify_order", "recommend_gift"}
)
_SAY_NO_WISH = _LOOKS_LIKE_OTHERS | {
    "deny", "affirm", "problem_not_solved", "complain_general", "complain_service", "bargain", "urge_reply", "search_product",
    "ask_usage", "ask_quality", "unsure",
}  # fmt: skip


def of_it(text: str, best: str, flow: str | None, asked: str | None, *, complaining: bool) -> Verdict | None:
    """The intent by which this message belongs to the complaint; None where it is something else."""
    ours = (flow or "").startswith("complain_")
    if not complaining:
        tells = asked == "order_choice" and ours and (_REPROACH.search(text) or best in _LOOKS_LIKE_OTHERS)
        of_hers = _is_hers(text) or _REPROACH.search(text)
        return ("inform", "more of the complaint") if tells and of_hers else None
    if asked in _OF_CASES and _takes_resend(text):
        return "choose_remedy", "to be sent again"
    if asked in _OF_CASES and (_MORE_THAN_BACK.search(text) or (not ours and _MANIFOLD.search(text))):
        return str(flow) if ours else "complain_general", "more than her money back"
    if asked is None and flow in _OF_PARCELS and best == "request_refund" and _paid_for_it(text):
        return "complain_general", "what is paid for it"
    if asked in _ASKABLE and grievances.asks_remedy_time(text):
        return "inform", "asks how long a remedy takes"
    if not ours or asked not in _ASKABLE:
        return None
    return _asked_of_it(text, best, str(flow)) or _told_of_it(text, best, str(flow))


def _asked_of_it(text: str, best: str, flow: str) -> Verdict | None:
    """What she asks or wants of it."""
    if grievances.asks_whether_urged(text):
        return "ask_complaint_progress", "asks whether it was pushed"
    if _PROOF.search(text) and _says_no_wish(text, best):
        return "inform", "wants proof of what it is"
    if flow in _ARRIVED and best in _OF_PARCELS and grievances.asks_when(text) and not _ASKS_FOR.search(text):
        return "inform", "asks when it is put right"
    told = not cues.is_question(text.replace("凭什么", "")) and _says_no_wish(text, best)
    if told and grievances.has_no_photo(text):
        return "inform", "will not send a photo"
    if len(text) <= _SHORT and _PUT_OFF.search(text):
        return flow, "is put off"
    if len(text) <= _SHORT and best in _SAY_NO_WISH and _AGAINST.search(text):
        return flow, "is against it"
    if _WHAT_OF_IT.search(text) and not _ASKS_FOR.search(text):
        short = len(text) <= _SHORT and not _OF_A_CASE.search(text)
        if best in _SAY_NO_WISH or (short and best in _OF_CASES_TOLD):
            return flow, "what becomes of it"
    if told and grievances.wants_apology(text):
        return "inform", "wants an apology"
    if _ANSWERABLE.search(text):
        return flow, "who answers for it"
    return (flow, "what is paid for it") if _paid_for_it(text) else None


def _told_of_it(text: str, best: str, flow: str) -> Verdict | None:
    """What she tells beside it."""
    if _REPROACH.search(text) or (best == "complain_service" and not _of_service(text, flow)):
        return "inform", "more of the complaint"
    if flow == "complain_service" and grievances.asks_of_people(text):
        return "inform", "more of who it was"
    if best in ("deny", "inform", "problem_not_solved") and _STILL_NOT.match(text):
        return flow, "it is still not settled"
    if best == "urge_reply" and "等" in text:
        return flow, "waits for it"
    occasion = bool(_OCCASION.search(text)) and not _DELIVERY.search(text) and not cues.is_question(text)
    hers = (best in _LOOKS_LIKE_OTHERS and _is_hers(text)) or (best in _MOVES and occasion)
    return ("inform", "more of the complaint") if hers and not _ASKS_FOR.search(text) else None


def _says_no_wish(text: str, best: str) -> bool:
    """没照片，直接退款吧 and 验过货了，不是我要的颜色 are wishes and troubles of their own."""
    plain = best in _SAY_NO_WISH or best in _ASK_OF_PROOF
    return plain and not (_ASKS_FOR.search(text) or _GIVES_BACK.search(text))


def _paid_for_it(text: str) -> bool:
    return bool(_PAID_FOR_IT.search(text)) and not _GIVES_BACK.search(text)


def _of_service(text: str, flow: str | None) -> bool:
    return flow == "complain_service" or grievances.cause_in(text) == "service" or grievances.of_courier(text)


def _takes_resend(text: str) -> bool:
    plain = text.strip()
    named = len(plain) <= _SHORT and bool(_RESEND.search(plain)) and not grievances.of_resent(plain)
    return named and not (cues.is_question(plain) or _declines(plain))


def _declines(text: str) -> bool:
    return bool(re.search(r"[不别没]", text))


def _is_hers(text: str) -> bool:
    """What it means to her: a gift, a birthday, 我怎么交代; a pick from a list is none."""
    if find_ordinals(text) or cues.is_digit(text) or cues.is_bare_number(text):
        return False
    return grievances.is_gift(text) or bool(_HERS.search(text))
