"""找回订单: a cancelled or closed order does not come back; what is left is its money, and buying the same again."""

from __future__ import annotations

from actions import goods, wording
from actions.cancel_order import refund_facts
from actions.flow import Flow, Say, Situation, Step, Stop
from actions.speech import Button
from bot.shop.changes import Outcome

_OVER = frozenset({"cancelled", "closed"})
_SHOWN = 3


class LostOrder(Flow):
    name = "recover_order"
    likely = _OVER

    async def step(self, situation: Situation) -> Step:
        order = situation.order
        review = wording.review(self.name)
        if order.status not in _OVER:
            track = Button(title="查物流", intent="track_order", entities={"order_number": order.order_id})
            say = Say(
                response="utter_order_not_lost",
                facts=situation.facts(),
                buttons=(track, review),
                cards=self.card(situation),
            )
            return Stop(says=(say,))
        found = [await situation.ports.shop.product(item.sku) for item in order.items[:_SHOWN]]
        cards = tuple(goods.card(product) for product in found if product is not None and product.stock > 0)
        money = refund_facts(situation)
        paid = "refund" if money else "closed" if order.status == "closed" else "cancelled"
        response = f"utter_lost_order_{paid}" if cards else f"utter_lost_order_{paid}_gone"
        say = Say(response=response, facts=money or situation.facts(), buttons=(review,), cards=cards)
        return Stop(says=(say,))

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        raise AssertionError("nothing is changed here")
