"""售后进度: where a case stands, what comes next by when, and pushing for it, once in the shop's hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actions import wording
from actions.asking import Asking
from actions.case_wording import case_card, case_facts, wish
from actions.composition import Ports
from actions.draft import Value
from actions.flow import Do, Flow, Say, Situation, Step, Stop
from actions.return_parcel import hers_on_the_way, parcel_heard, parcel_told
from actions.speech import Button
from bot.shop.after_sale import AfterSale
from bot.shop.changes import MakeUrge, Outcome
from bot.shop.order import Order
from bot.shop.order_verdicts import may_urge
from bot.text.after_sale_words import case_number_in, is_in_a_hurry

_TOLD = 2  # cases of one order, newest first


async def orders_with_cases(
    asking: Asking, ports: Ports, orders: Sequence[Order], *, only_open: bool
) -> Sequence[Order]:
    """Those with a case; the one whose number she gives, else open ones before finished ones."""
    cares = await ports.shop.care_of([order.order_id for order in orders])
    number = case_number_in(asking.text)
    with_case = [order for order in orders if cares[order.order_id].after_sales]
    named = [
        order
        for order in with_case
        if number and any(case.after_sale_id == number for case in cares[order.order_id].after_sales)
    ]
    running = [order for order in with_case if any(case.is_open for case in cares[order.order_id].after_sales)]
    return named or running or ([] if only_open else with_case)


class CaseProgress(Flow):
    name = "track_after_sale"
    none_meant = "utter_case_none_at_all"
    takes_numbers = True

    async def meant(self, asking: Asking, ports: Ports, orders: Sequence[Order]) -> Sequence[Order]:
        return await orders_with_cases(asking, ports, orders, only_open=False)

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        told = dict(parcel_heard(situation, words))
        if is_in_a_hurry(words):
            told["urge"] = "yes"
        if number := case_number_in(words):
            told["case"] = number
        return told

    async def step(self, situation: Situation) -> Step:
        if parcel := hers_on_the_way(self.name, situation):
            return parcel
        cases = _meant(situation)
        if not cases:
            ways = (
                wish("我要退货", "request_return", situation),
                wish("我要换货", "request_exchange", situation),
                wording.review(self.name),
            )
            return Stop(says=(Say(response="utter_case_none", facts=situation.facts(), buttons=ways),))
        urge = may_urge(situation.order, situation.care, "refund", situation.asking.now, situation.rules)
        if cases[0].is_open and situation.text("urge") and urge.rule == "urge_open":
            return Do(change=MakeUrge(order_id=situation.order.order_id, what="refund"))
        return Stop(says=tuple(self._told(situation, case) for case in cases[:_TOLD]))

    def _told(self, situation: Situation, case: AfterSale) -> Say:
        facts, cards = case_facts(situation, case), (case_card(situation, case),)
        late = case.is_open and case.next_due_at is not None and case.next_due_at < situation.asking.now
        if late and case.state != "approved":
            facts["due"] = wording.past(case.next_due_at, situation.asking.now)  # type: ignore[arg-type]
            return Say(response="utter_case_late", facts=facts, cards=cards, buttons=(wording.human(self.name),))
        response = f"utter_case_is_{case.state}"
        if case.state == "approved":
            response += "_refund" if case.type == "refund" else "_booked" if case.pickup_from else ""
        if case.state == "rejected" and not facts["note"]:
            facts["note"] = "没有写明"
        return Say(response=response, facts=facts, cards=cards, buttons=self._ways(situation, case))

    def _ways(self, situation: Situation, case: AfterSale) -> tuple[Button, ...]:
        if case.state == "approved" and case.type != "refund":
            title = "改取件时间" if case.pickup_from else "约上门取件"
            return (wish(title, "return_pickup", situation), wording.human(self.name))
        if case.state in ("rejected", "closed", "withdrawn"):
            return (wording.review(self.name),)
        return (wording.human(self.name),)

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        if told := parcel_told(situation, outcome):
            return told
        due = wording.due(outcome.due_at, situation.asking.now) if outcome.due_at else "尽快"
        case = next(iter(_meant(situation)), None)
        cards = (case_card(situation, case),) if case else ()
        return (Say(response="utter_case_urged", facts=situation.facts(answer=due), cards=cards),)


def _meant(situation: Situation) -> tuple[AfterSale, ...]:
    """The case of that number; else the open ones, else the newest."""
    cases = situation.care.after_sales
    named = tuple(case for case in cases if case.after_sale_id == situation.text("case"))
    return named or tuple(case for case in cases if case.is_open) or cases[:1]
