"""特殊要求: a card, plain packing, call before coming: written on the order for who packs it, while it is not under way."""

from __future__ import annotations

from collections.abc import Mapping

from actions import wording
from actions.draft import CORRECTION, Value
from actions.flow import Ask, Flow, ReadBack, Say, Situation, Step, Stop
from bot.shop.changes import AddRemark, Outcome
from bot.shop.order import MOVING_STATUSES
from bot.text.gist import gist
from bot.text.remark import LONGEST, names_carrier, remark_in

_OPEN = frozenset({"unpaid", "paid", "packed"})


class OrderRemark(Flow):
    name = "special_request"
    likely = _OPEN
    correctable = "备注的内容"

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        remark = remark_in(gist(words))
        if not remark or (situation.text("remark") and situation.draft.asked not in ("remark", CORRECTION)):
            return {}
        return {"remark": remark}

    async def step(self, situation: Situation) -> Step:
        order, remark = situation.order, situation.text("remark")
        facts, review = situation.facts(remark=remark), (wording.review(self.name),)
        if order.status in MOVING_STATUSES:
            return Stop(says=(Say(response="utter_remark_shipped", facts=facts, buttons=review),))
        if order.status not in _OPEN:
            return Stop(says=(Say(response="utter_remark_ended", facts=facts, buttons=review),))
        if names_carrier(remark):
            rule = await situation.ports.shop.policy("carriers")
            response = "utter_remark_carrier" if rule else "utter_remark_carrier_by_people"
            return Stop(says=(Say(response=response, facts={**facts, "rule": rule or ""}, buttons=review),))
        if not remark:
            return Ask(what="remark", say=Say(response="utter_ask_remark", facts=facts))
        if len(remark) > LONGEST:
            return Ask(what="remark", say=Say(response="utter_ask_remark_shorter", facts={"longest": str(LONGEST)}))
        if remark in order.remark:
            return Stop(says=(Say(response="utter_remark_already", facts=facts),))
        change = AddRemark(order_id=order.order_id, remark=remark)
        return ReadBack(say=Say(response="utter_read_back_remark", facts=facts), change=change, yes="就这么备注")

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        facts = situation.facts(remark=situation.text("remark"))
        return (Say(response="utter_remark_added", facts=facts, cards=self.card(situation)),)
