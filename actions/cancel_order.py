"""取消订单: unpaid, paid and packed orders are cancelled at once and what was paid goes back; after that there are other ways."""

from __future__ import annotations

from actions import wording
from actions.flow import Flow, ReadBack, Say, Situation, Step, Stop
from actions.speech import Button
from bot.shop.changes import CancelOrder, Outcome
from bot.shop.order import MOVING_STATUSES

_CANCELLABLE = frozenset({"unpaid", "paid", "packed"})


class CancelOrderFlow(Flow):
    name = "cancel_order"
    likely = _CANCELLABLE

    async def step(self, situation: Situation) -> Step:
        order = situation.order
        if order.status in _CANCELLABLE:
            kind = "unpaid" if order.status == "unpaid" else "paid"
            message = Say(
                response=f"utter_read_back_cancel_{kind}", facts=situation.facts(), cards=self.card(situation)
            )
            change = CancelOrder(order_id=order.order_id, reason="shopper")
            return ReadBack(say=message, change=change, yes="确认取消", no="先不取消")
        return Stop(says=(self._cannot(situation),))

    def _cannot(self, situation: Situation) -> Say:
        status = situation.order.status
        if status in ("cancelled", "closed"):
            return Say(response="utter_cancel_already", facts=situation.facts(), cards=self.card(situation))
        if status in MOVING_STATUSES:
            refuse = Button(
                title="拦截退回", intent="refuse_parcel", entities={"order_number": situation.order.order_id}
            )
            buttons = (refuse, wording.review(self.name))
            return Say(response="utter_cancel_shipped", facts=situation.facts(), buttons=buttons)
        if status == "signed":
            back = Button(
                title="我要退货", intent="request_return", entities={"order_number": situation.order.order_id}
            )
            return Say(
                response="utter_cancel_signed", facts=situation.facts(), buttons=(back, wording.review(self.name))
            )
        return Say(response="utter_cancel_ended", facts=situation.facts(), buttons=(wording.review(self.name),))

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        facts = situation.facts()
        refund = next(iter(situation.care.refunds), None)
        if outcome.amount_fen and refund is not None:
            facts |= {
                "amount": wording.yuan(outcome.amount_fen),
                "channel": refund.channel,
                "due": wording.future(outcome.due_at or refund.due_at, situation.asking.now),
            }
            return (Say(response="utter_cancelled_refund", facts=facts, cards=self.card(situation)),)
        return (Say(response="utter_cancelled", facts=facts, cards=self.card(situation)),)
