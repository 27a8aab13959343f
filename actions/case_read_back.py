"""What a case is about, as it is read back before the yes and told once it is open. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from actions import wording
from actions.case_goods import Line
from actions.case_wording import case_card, case_facts, choice, pieces, place, term
from actions.flow import Ask, Say, Situation
from bot.shop.after_sale import AfterSale, CaseType
from bot.shop.service_rules import Reason, Term
from bot.shop.verdict import Verdict

_KINDS: Mapping[CaseType, str] = {"return": "退货退款", "exchange": "换货", "refund": "退款", "repair": "维修"}
# Rules after which a person decides, and which have words of their own.
_BY_PERSON = frozenset(
    {
        "faulty_days_over", "money_by_person", "refund_days_over", "warranty_part", "own_damage", "warranty_unknown",
        "other_price", "signed_unknown", "product_gone",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What the case is about, once it is known."""

    type: CaseType
    lines: tuple[Line, ...]
    reason: Reason
    verdict: Verdict

    @property
    def goods(self) -> str:
        return pieces([(line.item, line.quantity) for line in self.lines])


def read_back_name(matter: Matter, payer: str, *, fetched: bool) -> str:
    """utter_read_back_<type>_<payer>_<pickup|self>, or by the rule after which a person decides."""
    if not matter.verdict.allowed:
        rule = matter.verdict.rule
        return f"utter_read_back_case_{rule if rule in _BY_PERSON else 'person'}"
    return f"utter_read_back_{matter.type}_{payer}_{'pickup' if fetched else 'self'}"


def matter_facts(situation: Situation, matter: Matter) -> dict[str, str]:
    until = matter.verdict.until
    return situation.facts(
        pieces=matter.goods,
        reason=matter.reason.title,
        what=_KINDS[matter.type],
        fee=pickup_fee(situation),
        place=place(situation.order),
        until=wording.past(until, situation.asking.now) if until else "",
        answer=term(_case_term(situation, "approve")),
    )


def opened(flow: str, situation: Situation, case: AfterSale) -> Say:
    """Its number, what she does, what follows by when; for one that a person decides, when she hears."""
    facts = {
        **case_facts(situation, case),
        "inspect": term(_case_term(situation, "inspect")),
        "settle": term(_case_term(situation, {"return": "refund"}.get(case.type, case.type))),
        "channel": situation.care.paid_by or "原支付方式",
    }
    cards = (case_card(situation, case),)
    if case.state != "applied":
        how = "pickup" if case.pickup_from is not None else "self"
        return Say(response=f"utter_case_opened_{case.type}_{how}", facts=facts, cards=cards)
    reasons = situation.rules.reasons.at(situation.order.placed_at)
    known = reasons.of(case.reason) if reasons is not None else None
    photo = "_photo" if known is not None and known.photo and not situation.text("photo") else ""
    money = "_money" if case.type == "refund" and not photo else ""
    response = f"utter_case_applied{photo or money}"
    return Say(response=response, facts=facts, cards=cards, buttons=(wording.review(flow),))


def ask_goods(situation: Situation, matter: Matter) -> Ask:
    sealed = matter.verdict.rule == "return_if_sealed"
    yes, no = (("没拆封", "sealed"), ("已经拆了", "opened")) if sealed else (("没用过", "unused"), ("用过了", "used"))
    facts = situation.facts(pieces=matter.goods, page=matter.verdict.detail or "商品完好")
    say = Say(
        response=f"utter_ask_goods_{'sealed' if sealed else 'unused'}",
        facts=facts,
        buttons=(choice(yes[0], "goods", yes[1]), choice(no[0], "goods", no[1])),
    )
    return Ask(what="goods_state", say=say)


def pickup_fee(situation: Situation) -> str:
    rule = situation.rules.freight.at(situation.order.placed_at)
    return wording.yuan(rule.pickup_fen) if rule is not None else "快递费"


def _case_term(situation: Situation, what: str) -> Term | None:
    rule = situation.rules.case_times.at(situation.asking.now)
    return rule.term(what) if rule is not None else None
