"""上门取件: a slot of the shop's for goods that go back; moved as often as she likes; nobody came is said sorry for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actions import wording
from actions.asking import Asking
from actions.case_progress import orders_with_cases
from actions.case_wording import case_card, case_facts, wish
from actions.composition import Ports
from actions.draft import Value
from actions.flow import Flow, ReadBack, Say, Situation, Step, Stop
from actions.pickup_time import SELF, all_slots, ask_pickup, pickup_heard, pickup_told, slot_words
from actions.return_parcel import hers_on_the_way, parcel_heard, parcel_told
from bot.shop.after_sale import AfterSale
from bot.shop.changes import BookPickup, Outcome
from bot.shop.order import Order
from bot.text.after_sale_words import nobody_came

_WAITING = frozenset({"applied", "approved"})


class ReturnPickup(Flow):
    name = "return_pickup"
    correctable = "哪天还是哪个时段"
    takes_numbers = True

    async def meant(self, asking: Asking, ports: Ports, orders: Sequence[Order]) -> Sequence[Order]:
        return await orders_with_cases(asking, ports, orders, only_open=True)

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        told: dict[str, Value] = {}
        for each in situation.asking.values("choice"):
            if each.startswith("pickup:"):
                return {"pickup": each.partition(":")[2], "pickup_fault": ""}
        if nobody_came(words):
            told.update(missed="yes", pickup="", pickup_fault="")
        else:
            told.update(pickup_heard(situation, words, always=True))
        if told.get("pickup_fault") == "past" and situation.draft.asked is None:
            told.pop("pickup_fault")  # 昨天约的: no wish for yesterday
        return {**told, **parcel_heard(situation, words)}

    async def step(self, situation: Situation) -> Step:
        case = _case(situation)
        if case is None:
            return self._no_case(situation)
        if parcel := hers_on_the_way(self.name, situation):
            return parcel
        facts = case_facts(situation, case)
        if situation.text("pickup") == SELF:
            return Stop(
                says=(Say(response="utter_pickup_by_herself", facts=facts, cards=(case_card(situation, case),)),)
            )
        if not all_slots(situation):
            return Stop(
                says=(Say(response="utter_pickup_no_slots", facts=facts, buttons=(wording.review(self.name),)),)
            )
        slot = pickup_told(situation)
        if slot is None:
            return ask_pickup(situation, self._question(situation, case), may_send=case.pickup_from is None, **facts)
        facts["slot"] = slot_words(situation, slot)
        change = BookPickup(
            order_id=case.order_id, after_sale_id=case.after_sale_id, pickup_from=slot[0], pickup_until=slot[1]
        )
        moved = "_moved" if case.pickup_from is not None else ""
        payer = case.freight_payer if case.freight_payer in ("shop", "shopper") else "shop"
        facts["fee"] = _fee(situation)
        say = Say(response=f"utter_read_back_pickup{moved}_{payer}", facts=facts)
        return ReadBack(say=say, change=change, yes="就约这个时间")

    def _question(self, situation: Situation, case: AfterSale) -> str:
        """Over and nobody came: sorry first; a slot that stands is told with the question for another one."""
        if case.pickup_from is None or case.pickup_until is None:
            return "utter_ask_pickup_slot"
        missed = situation.text("missed") or case.pickup_until < situation.asking.now
        return "utter_ask_pickup_missed" if missed else "utter_ask_pickup_moved"

    def _no_case(self, situation: Situation) -> Stop:
        running = next((each for each in situation.care.after_sales if each.is_open), None)
        if running is not None:
            facts, cards = case_facts(situation, running), (case_card(situation, running),)
            say = Say(response="utter_pickup_too_far", facts=facts, cards=cards, buttons=(wording.review(self.name),))
            return Stop(says=(say,))
        ways = (
            wish("我要退货", "request_return", situation),
            wish("我要换货", "request_exchange", situation),
            wording.review(self.name),
        )
        return Stop(says=(Say(response="utter_pickup_no_case", facts=situation.facts(), buttons=ways),))

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        if told := parcel_told(situation, outcome):
            return told
        case = next(each for each in situation.care.after_sales if each.after_sale_id == outcome.reference)
        return (
            Say(response="utter_pickup_booked", facts=case_facts(situation, case), cards=(case_card(situation, case),)),
        )


def _case(situation: Situation) -> AfterSale | None:
    """The newest that waits for goods of hers."""
    cases = (case for case in situation.care.after_sales if case.type != "refund")
    return next((case for case in cases if case.state in _WAITING), None)


def _fee(situation: Situation) -> str:
    rule = situation.rules.freight.at(situation.order.placed_at)
    return wording.yuan(rule.pickup_fen) if rule is not None else "快递费"
