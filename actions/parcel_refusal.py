"""拒收: the carrier is asked to bring the parcel back while it is on its way; at the door she may simply say no."""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions import wording
from actions.cancel_order import refund_facts
from actions.draft import Value
from actions.flow import Flow, ReadBack, Say, Situation, Step, Stop
from actions.speech import Button
from bot.shop.changes import InterceptParcel, Outcome
from bot.shop.order import MOVING_STATUSES
from bot.shop.order_verdicts import may_intercept

_AGAIN = re.compile(r"再送|重新(?:送|派|配送)|二次(?:派送|配送)|又想要|还是要|后悔|再派")


class ParcelRefusal(Flow):
    name = "refuse_parcel"
    likely = MOVING_STATUSES | {"refused"}

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        return {"again": "again"} if _AGAIN.search(words) else {}

    async def step(self, situation: Situation) -> Step:
        order, care, now = situation.order, situation.care, situation.asking.now
        review = wording.review(self.name)
        about = {"order_number": order.order_id}
        if order.status in ("refused", "returned"):
            return self._refused(situation)
        if order.status in ("unpaid", "paid", "packed"):
            cancel = Button(title="取消订单", intent="cancel_order", entities=about)
            say = Say(response="utter_refuse_unshipped", facts=situation.facts(), buttons=(cancel, review))
            return Stop(says=(say,))
        if order.status == "signed":
            back = Button(title="我要退货", intent="request_return", entities=about)
            say = Say(response="utter_cannot_refuse_parcel_signed", facts=situation.facts(), buttons=(back, review))
            return Stop(says=(say,))
        verdict = may_intercept(order, care, now, situation.rules)
        if care.intercept is not None:
            due = wording.due(care.intercept.answer_due_at, now)
            say = Say(response="utter_intercept_already", facts=situation.facts(due=due), buttons=(review,))
            return Stop(says=(say,))
        if not verdict.allowed:
            return self.cannot(situation, verdict)
        facts = situation.facts(hours=str(verdict.hours or 24))
        change = InterceptParcel(order_id=order.order_id, reason="shopper")
        message = Say(response="utter_read_back_intercept", facts=facts)
        return ReadBack(say=message, change=change, yes="拦截退回", no="不拦了")

    def _refused(self, situation: Situation) -> Stop:
        """It was refused, or is back: where the money is; bringing it again is arranged by people."""
        review = (wording.review(self.name),)
        if situation.text("again"):
            return Stop(says=(Say(response="utter_refused_again", facts=situation.facts(), buttons=review),))
        if facts := refund_facts(situation):
            return Stop(says=(Say(response="utter_refused_refund", facts=facts, buttons=review),))
        response = "utter_refused_back" if situation.order.status == "returned" else "utter_refused_on_the_way_back"
        return Stop(says=(Say(response=response, facts=situation.facts(), buttons=review),))

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        due = wording.due(outcome.due_at, situation.asking.now) if outcome.due_at else "一天内"
        return (Say(response="utter_intercept_asked", facts=situation.facts(due=due), cards=self.card(situation)),)
