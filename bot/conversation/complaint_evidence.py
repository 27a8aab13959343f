"""What a message means while a complaint is talked about, and complaints that hide in other wishes. Pure, plain values.

The names are those of buttons (choose_remedy, refuse_remedies, matter_solved, matter_not_solved): typed, they mean the same.
"""

from __future__ import annotations

import re

from bot.text import cues, grievances
from bot.text.giving_up import gives_up
from bot.text.ordinals import find_ordinals

Verdict = tuple[str, str]
_REFUSES = re.compile(
    r"都不(?:合适|行|要|好|满意|接受)|不(?:同意|接受|满意|合适|需要)|(?<!行)不行|(?<!要)不要|(?<!可以)不可以|免谈|谁稀罕|打发(?:叫花子|人)|算什么|就这[么点些]?[^，,。]{0,3}(?:诚意|补偿|打发|态度)|没(?:有)?(?:什么|点|一点)?诚意|诚意[都也]没|(?:太|这么|才|也就)少|不够"
)
_TAKES = re.compile(
    r"^(?:那|就|我|要|选|还是|行|好的?|可以|嗯|帮我|给我|请|麻烦|,|，|\s)*"
    r"(?:补发|补寄|重发|再发|换(?:一?[个件双台]?新?的?|货)?|退(?:货|款|掉|了)?|补差|补偿|留着用|收下|券|打电话|来电|负责人)"
)
_NAMES_REMEDY = re.compile(r"换一?[个件双台只套条]|换新|换货|退货|补发")
_DEMANDS_MORE = re.compile(r"[退假][一1]?(?:罚|赔)|[一二两三四五六七八九十\d]倍")
_STILL_NOT = re.compile(r"^(?:还是?)?(?:没有?|未)(?:解决|处理|好|呢|啊|呀|弄好|办好|收到|有)?")
_SOLVED = re.compile(r"^(?:已经?)?(?:解决|处理|弄好|办好|搞定|好)了")
_LONGEST_ANSWER = 16
_WEAK = 0.5
_INSULTED = 0.6
_SMALL_TALK = frozenset(
    {
        "greet",
        "goodbye",
        "thank",
        "affirm",
        "deny",
        "chitchat",
        "out_of_scope",
        "urge_reply",
        "praise",
        "inform",
        "suggestion",
    }
)
_NAMES_GOODS = frozenset(
    {
        "search_product",
        "track_order",
        "ask_product_attribute",
        "complain_wrong_item",
        "complain_missing_item",
        "complain_not_as_described",
    }
)
_WANTED_FOR_IT = frozenset({"request_return", "request_exchange", "request_refund", "request_repair"})
_OF_DELIVERY = frozenset(
    {"track_order", "urge_shipping", "urge_delivery", "complain_late_delivery", "complain_not_received"}
)
_MAY_HIDE = _SMALL_TALK | {
    "ask_shipping_time",
    "ask_quality",
    "problem_not_solved",
    "ask_shop_info",
    "complain_general",
}


def hurt(text: str, best: str, *, complaining: bool) -> Verdict | None:
    """Somebody is hurt or in despair: heard before everything else, whatever was asked."""
    if grievances.despair(text):
        return "complain_general", "somebody is in despair"
    complains = best.startswith("complain_")
    if grievances.harm(text, complaining=complaining or complains):
        return best if complains else "complain_defective", "somebody is hurt"
    return None


def one_matter(first: str, second: str) -> str | None:
    """充不进电 不要了, 给我退货: a complaint and what she wants for it, not two wishes; so are 货呢 and 等几天了. The complaint, or None."""
    if first.startswith("complain_") and second in _WANTED_FOR_IT:
        return first
    if {first, second} <= _OF_DELIVERY:
        return next((each for each in (first, second) if each.startswith("complain_")), None)
    return None


def answer_to(asked: str, text: str, best: str) -> Verdict | None:
    """While remedies are offered, or a visit has asked."""
    if asked == "remedy":
        return _to_remedies(text, best)
    if asked == "visit":
        return _to_visit(text, best)
    if asked == "complaint_item":
        return _to_which_goods(text, best)
    if asked == "visit_reason" and best not in ("request_human", "thank", "goodbye", "problem_solved"):
        return "inform", "what is still wrong"
    return None


def _to_remedies(text: str, best: str) -> Verdict | None:
    if grievances.of_resent(text) or _DEMANDS_MORE.search(text):
        return None
    short = len(text.strip()) <= _LONGEST_ANSWER
    named = _TAKES.match(text.strip()) or _NAMES_REMEDY.search(text)
    if short and (_REFUSES.search(text) or best == "deny" or (gives_up(text) and not named)):
        return "refuse_remedies", "none of those offered"
    picks = bool(find_ordinals(text)) or cues.is_digit(text) or bool(named)
    if short and (picks or best == "affirm") and not cues.is_question(text):
        return "choose_remedy", "one of those offered"
    return None


def _to_which_goods(text: str, best: str) -> Verdict | None:
    """保温杯那个, 第二件, 都坏了: short, and no wish of its own."""
    answers = best in _SMALL_TALK | _NAMES_GOODS or best.startswith(("complain_damaged", "complain_defective"))
    short = len(text.strip()) <= _LONGEST_ANSWER and best not in ("thank", "goodbye", "urge_reply")
    return ("inform", "which goods") if short and (answers or find_ordinals(text) or cues.is_digit(text)) else None


def _to_visit(text: str, best: str) -> Verdict | None:
    if grievances.wants_no_more_messages(text):
        return "matter_not_solved", "wants no visits"
    plain = text.strip()
    if best in ("deny", "problem_not_solved") or (_STILL_NOT.match(plain) and len(plain) <= _LONGEST_ANSWER):
        return "matter_not_solved", "asked whether it was settled"
    if best in ("affirm", "problem_solved", "praise", "thank") or _SOLVED.match(plain):
        return "matter_solved", "asked whether it was settled"
    return None


def hidden(text: str, best: str, confidence: float, *, complaining: bool) -> Verdict | None:
    """你们一直都这么慢吗, insults, anger at the bot; and 解决了 while there is something to be solved."""
    if confidence < _WEAK and grievances.threatens(text) and not cues.is_question(text):
        return "complain_general", "threatens, whatever it is about"
    if complaining and grievances.unhurt(text):
        return "inform", "nobody was hurt"
    if complaining and best == "problem_solved":
        return "matter_solved", "of the complaint talked about"
    if best in _MAY_HIDE and grievances.angry_at_the_bot(text):
        return "complain_general", "angry at the bot"
    if (best in _SMALL_TALK or confidence < _INSULTED) and grievances.insults(text):
        return "complain_general", "insults"
    if (best in _MAY_HIDE or confidence < _WEAK) and grievances.hidden_complaint(text):
        return (
            "complain_late_delivery" if "慢" in text or "拖" in text else "complain_service",
            "a complaint as a question",
        )
    return None
