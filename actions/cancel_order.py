"""取消订单: what has not left is cancelled at once and what was paid goes back; after that there are other ways."""

from __future__ import annotations

from actions import wording
from actions.flow import Flow, ReadBack, Say, Situation, Step, Stop
from actions.speech import Button
from bot.shop.changes import CancelOrder, Outcome
from bot.shop.order_verdicts import may_cancel

_OVER = frozenset({"already_cancelled", "already_closed"})


class CancelOrderFlow(Flow):
    name = "cancel_order"
    likely = frozenset({"unpaid", "paid", "packed"})

    async def step(self, situation: Situation) -> Step:
        order = situation.order
        verdict = may_cancel(order, situation.asking.now, situation.rules)
        if verdict.allowed:
            kind = "unpaid" if order.status == "unpaid" else "paid"
            facts = situation.facts()
            message = Say(response=f"utter_read_back_cancel_{kind}", facts=facts, cards=self.card(situation))
            change = CancelOrder(order_id=order.order_id, reason="shopper")
            return ReadBack(say=message, change=change, yes="确认取消", no="先不取消")
        if verdict.rule in _OVER:
            return Stop(says=(self._over(situation),))
        return self.cannot(situation, verdict, *_other_ways(situation))

    def _over(self, situation: Situation) -> Say:
        """It is cancelled already: also said of the money, if some is on its way back."""
        if facts := refund_facts(situation):
            return Say(response="utter_cancel_already_refund", facts=facts, cards=self.card(situation))
        return Say(response="utter_cancel_already", facts=situation.facts(), cards=self.card(situation))

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        response, facts = "utter_cancelled", situation.facts()
        if outcome.amount_fen and (money := refund_facts(situation)):
            response, facts = "utter_cancelled_refund", money
        return (Say(response=response, facts=facts, cards=self.card(situation)),)


def refund_facts(situation: Situation) -> dict[str, str]:
    """The latest money on its way back, with its channel and date; empty when there is none."""
    refund = next((each for each in situation.care.refunds if each.state in ("pending", "sent")), None)
    if refund is None:
        return {}
    return situation.facts(
        amount=wording.yuan(refund.amount_fen),
        channel=refund.channel or "原支付方式",
        due=wording.due(refund.due_at, situation.asking.now),
    )


def _other_ways(situation: Situation) -> tuple[Button, ...]:
    about = {"order_number": situation.order.order_id}
    if situation.order.status in ("shipped", "in_transit", "out_for_delivery"):
        return (Button(title="拦截退回", intent="refuse_parcel", entities=about),)
    return (
        (Button(title="我要退货", intent="request_return", entities=about),)
        if situation.order.status == "signed"
        else ()
    )
