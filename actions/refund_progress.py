"""退款到哪了: the stage, the amount, the channel, the date by which it arrives; what to do if it is not there by then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actions import wording
from actions.asking import Asking
from actions.case_wording import case_card, case_facts, wish
from actions.composition import Ports
from actions.draft import Value
from actions.flow import Do, Flow, Say, Situation, Step, Stop
from bot.shop.after_sale import AfterSale, Refund
from bot.shop.changes import MakeUrge, Outcome
from bot.shop.order import Order
from bot.shop.order_verdicts import may_urge
from bot.text.after_sale_words import is_in_a_hurry

_ON_ITS_WAY = frozenset({"pending", "sent"})


class RefundProgress(Flow):
    name = "track_refund"
    none_meant = "utter_refund_none_at_all"

    async def meant(self, asking: Asking, ports: Ports, orders: Sequence[Order]) -> Sequence[Order]:
        """Those of which money is on its way back or waited for; else those of which some came back."""
        cares = await ports.shop.care_of([order.order_id for order in orders])
        waiting = [
            order
            for order in orders
            if any(each.state in _ON_ITS_WAY | {"failed"} for each in cares[order.order_id].refunds)
            or any(case.is_open and case.type in ("return", "refund") for case in cares[order.order_id].after_sales)
        ]
        return waiting or [order for order in orders if cares[order.order_id].refunds]

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        return {"urge": "yes"} if is_in_a_hurry(words) else {}

    async def step(self, situation: Situation) -> Step:
        refund = _latest(situation)
        case = next((each for each in situation.care.after_sales if each.is_open), None)
        if refund is None or (case is not None and refund.state == "arrived"):
            return self._of_case(situation, case)
        if refund.state == "failed":
            return Stop(
                says=(Say(response="utter_refund_failed", facts=refund_facts(situation, refund)),),
                person="refund_failed",
            )
        if refund.state == "arrived":
            return _told("utter_refund_arrived", situation, refund)
        late = situation.asking.now > refund.due_at
        if late or situation.text("urge"):
            return _urged(situation, "utter_refund_late" if late else "utter_refund_urged_already", refund)
        return _told("utter_refund_on_its_way", situation, refund)

    def _of_case(self, situation: Situation, case: AfterSale | None) -> Step:
        """No money yet: what has to happen before, or that nothing was asked for."""
        if case is None or case.type not in ("return", "refund"):
            ways = (wish("我要退款", "request_refund", situation), wording.review(self.name))
            return Stop(says=(Say(response="utter_refund_none", facts=situation.facts(), buttons=ways),))
        facts, cards = case_facts(situation, case), (case_card(situation, case),)
        if (
            situation.text("urge")
            and may_urge(situation.order, situation.care, "refund", situation.asking.now, situation.rules).rule
            == "urge_open"
        ):
            return Do(change=MakeUrge(order_id=situation.order.order_id, what="refund"))
        response = f"utter_refund_before_{case.next_what or 'refund'}"
        return Stop(says=(Say(response=response, facts=facts, cards=cards, buttons=(wording.human(self.name),)),))

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        due = wording.due(outcome.due_at, situation.asking.now) if outcome.due_at else "尽快"
        refund = _latest(situation)
        if refund is None or refund.state not in _ON_ITS_WAY:
            return (Say(response="utter_case_urged", facts=situation.facts(answer=due)),)
        late = "_late" if situation.asking.now > refund.due_at else ""
        facts = {**refund_facts(situation, refund), "answer": due}
        return (Say(response=f"utter_refund_urged{late}", facts=facts, buttons=(wording.human(self.name),)),)


def refund_facts(situation: Situation, refund: Refund) -> dict[str, str]:
    now = situation.asking.now
    due = wording.due(refund.due_at, now) if refund.due_at > now else wording.past(refund.due_at, now)
    return situation.facts(
        amount=wording.yuan(refund.amount_fen),
        channel=refund.channel or "原支付方式",
        number=refund.refund_id,
        made=wording.past(refund.made_at, now),
        due=due,
        arrived=wording.past(refund.arrived_at, now) if refund.arrived_at else "",
    )


def _latest(situation: Situation) -> Refund | None:
    """What is still on its way counts before what has come."""
    refunds = situation.care.refunds
    return next((each for each in refunds if each.state in _ON_ITS_WAY | {"failed"}), None) or next(iter(refunds), None)


def _urged(situation: Situation, already: str, refund: Refund) -> Step:
    """The shop is told once in its hours; within them what was done is said."""
    verdict = may_urge(situation.order, situation.care, "refund", situation.asking.now, situation.rules)
    if verdict.rule == "urge_open":
        return Do(change=MakeUrge(order_id=situation.order.order_id, what="refund"))
    return _told(already, situation, refund)


def _told(response: str, situation: Situation, refund: Refund) -> Stop:
    facts = refund_facts(situation, refund)
    return Stop(says=(Say(response=response, facts=facts, buttons=(wording.human("track_refund"),)),))
