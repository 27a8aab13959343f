"""付款出了问题: what the record says of the payment; money that is missing or was taken twice is looked at by a person at once."""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions import wording
from actions.cancel_order import refund_facts
from actions.draft import Value
from actions.flow import Flow, Say, Situation, Step, Stop
from bot.shop.changes import Outcome

_TWICE = re.compile(r"两次|2次|重复|两遍|两笔|多扣|扣了两|付了两|二次")
_TAKEN = re.compile(r"扣了|扣款|扣钱|付了|已经付|付过|付完|钱(?:都|已经)?(?:扣|没|出)|支付成功|到账")
_CANNOT = re.compile(r"付不了|支付失败|付款失败|付不成|付不上|转圈|异常|报错|失败|限额|不能(?:支付|付)|打不开|无法")
_NOT_PAID = "unpaid"


class PaymentTrouble(Flow):
    name = "payment_problem"
    likely = frozenset({_NOT_PAID})

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        if _TWICE.search(words):
            return {"what": "twice"}
        if _CANNOT.search(words) and not _TAKEN.search(words):
            return {"what": "cannot"}
        return {"what": "taken"} if _TAKEN.search(words) else {}

    async def step(self, situation: Situation) -> Step:
        order, what = situation.order, situation.text("what")
        facts = situation.facts(total=wording.yuan(order.total_fen))
        cards = self.card(situation)
        if what == "twice":
            say = Say(response="utter_paid_twice", facts=facts, cards=cards)
            return Stop(says=(say,), person="paid_twice")
        if order.status != _NOT_PAID:
            return Stop(says=(self._paid(situation),))
        if what == "taken":
            say = Say(response="utter_paid_not_shown", facts=facts, cards=cards)
            return Stop(says=(say,), person="paid_not_shown")
        rule = await situation.ports.shop.policy("payment")
        response = "utter_payment_cannot" if rule else "utter_payment_cannot_bare"
        say = Say(
            response=response, facts={**facts, "rule": rule or ""}, buttons=(wording.review(self.name),), cards=cards
        )
        return Stop(says=(say,))

    def _paid(self, situation: Situation) -> Say:
        """The order is paid, or over; money on its way back is named."""
        review = (wording.review(self.name),)
        if situation.order.status in ("cancelled", "closed"):
            if facts := refund_facts(situation):
                return Say(response="utter_cancel_already_refund", facts=facts, buttons=review)
            return Say(response="utter_payment_order_over", facts=situation.facts(), buttons=review)
        return Say(
            response="utter_payment_arrived", facts=situation.facts(), buttons=review, cards=self.card(situation)
        )

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        raise AssertionError("nothing is changed here")
