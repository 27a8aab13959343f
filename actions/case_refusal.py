"""Why a case cannot be, in plain words, with what can be done instead; a person always may look again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from actions import wording
from actions.case_wording import case_card, case_facts, wish
from actions.flow import Say, Situation, Stop
from actions.speech import Button
from bot.shop.after_sale import AfterSale, CaseType
from bot.shop.verdict import Verdict

_KINDS: Mapping[CaseType, str] = {"return": "退货", "exchange": "换货", "refund": "退款", "repair": "维修"}
_Way = Callable[[Situation], Button]
_FAULTY: _Way = lambda s: wish("其实是质量问题", "request_return", s, choice="reason:defective")  # noqa: E731
_INTERCEPT: _Way = lambda s: wish("拦截退回", "refuse_parcel", s)  # noqa: E731
_REFUND: _Way = lambda s: wish("我要退款", "request_refund", s)  # noqa: E731
_REPAIR: _Way = lambda s: wish("申请维修", "request_repair", s)  # noqa: E731
_CANCEL: _Way = lambda s: wish("取消订单", "cancel_order", s)  # noqa: E731
_MONEY: _Way = lambda s: wish("退款到哪了", "track_refund", s)  # noqa: E731
_WAYS: Mapping[str, tuple[_Way, ...]] = {
    "not_received": (_INTERCEPT,),
    "parcel_lost": (_REFUND,),
    "already_refused": (_REFUND,),
    "cancel_instead": (_CANCEL,),
    "already_cancelled": (_MONEY,),
    "already_returned": (_MONEY,),
    "already_settled": (_MONEY,),
    "return_window_over": (_FAULTY, _REPAIR),
    "return_opened": (_FAULTY,),
    "return_used": (_FAULTY,),
    "exchange_window_over": (_FAULTY, _REPAIR),
    "exchange_used": (_FAULTY,),
    "out_of_stock": (lambda s: wish("改成退货", "request_return", s),),
}


def stopped(flow: str, situation: Situation, kind: CaseType, verdict: Verdict) -> Stop:
    """utter_no_case_<rule>, with the case that is open already where that is why."""
    if verdict.rule == "has_case" and (case := _case(situation, verdict.detail)):
        return Stop(says=(has_case(flow, situation, case),))
    until, now = verdict.until, situation.asking.now
    page = verdict.detail if verdict.rule.startswith(("no_return_", "return_")) else ""
    plain = "_plain" if verdict.rule == "return_used" and page in ("", "支持") else ""
    facts = situation.facts(
        what=_KINDS[kind],
        until=wording.past(until, now) if until is not None else "没有登记",
        page=page or "这类商品不支持无理由退货",
    )
    faulty = (_FAULTY,) if verdict.rule.startswith("no_return_") else ()
    ways = tuple(way(situation) for way in (*_WAYS.get(verdict.rule, ()), *faulty))
    buttons = (*ways, wording.review(flow))
    return Stop(says=(Say(response=f"utter_no_case_{verdict.rule}{plain}", facts=facts, buttons=buttons),))


def has_case(flow: str, situation: Situation, case: AfterSale) -> Say:
    """What stands against a second case is the first one: where it is, and what can be done with it."""
    ways = [wish("撤销这张单", "withdraw_after_sale", situation)] if case.state in ("applied", "approved") else []
    if case.type != "refund" and case.state in ("applied", "approved"):
        ways.insert(0, wish("约上门取件", "return_pickup", situation))
    buttons = (*ways, wording.review(flow))
    facts = case_facts(situation, case)
    return Say(response="utter_no_case_has_case", facts=facts, buttons=buttons, cards=(case_card(situation, case),))


def _case(situation: Situation, number: str) -> AfterSale | None:
    return next((case for case in situation.care.after_sales if case.after_sale_id == number), None)
