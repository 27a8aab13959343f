"""撤销售后: what was applied for and has not been sent back yet is taken back; what was taken back is applied for anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actions import wording
from actions.asking import Asking
from actions.case_goods import lines_of, named_in
from actions.case_progress import orders_with_cases
from actions.case_wording import TYPES, case_card, case_facts, case_goods, choice, wish
from actions.composition import Ports
from actions.draft import Value
from actions.flow import Ask, Flow, ReadBack, Say, Situation, Step, Stop
from actions.speech import Button
from bot.shop.after_sale import AfterSale
from bot.shop.case_states import may_move
from bot.shop.changes import Outcome, WithdrawAfterSale
from bot.shop.order import Order
from bot.text.after_sale_words import case_number_in, wants_again
from bot.text.ordinals import find_ordinals

_ANEW = {
    "return": "request_return", "exchange": "request_exchange", "refund": "request_refund", "repair": "request_repair",
}  # fmt: skip


class WithdrawCase(Flow):
    name = "withdraw_after_sale"

    async def meant(self, asking: Asking, ports: Ports, orders: Sequence[Order]) -> Sequence[Order]:
        return await orders_with_cases(asking, ports, orders, only_open=not wants_again(asking.text))

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        told: dict[str, Value] = {"again": "yes"} if wants_again(words) else {}
        chosen = [each for each in situation.asking.values("choice") if each.startswith("case:")]
        number = chosen[0].partition(":")[2] if chosen else case_number_in(words)
        places = find_ordinals(words) if situation.draft.asked == "case_choice" else ()
        running = _open(situation)
        if places and 0 < places[0].index <= len(running):
            number = running[places[0].index - 1].after_sale_id
        if not number and len(running) > 1:
            lines = [line for line in await lines_of(situation) if _holding(running, line.item.sku)]
            named = named_in(words, situation.asking.values("product"), lines, listed=False)
            holding = _holding(running, named[0].item.sku) if len(named) == 1 else ()
            number = holding[0].after_sale_id if len(holding) == 1 else ""
        return {**told, "case": number} if number else told

    async def step(self, situation: Situation) -> Step:
        cases = situation.care.after_sales
        named = tuple(case for case in cases if case.after_sale_id == situation.text("case"))
        running = named or _open(situation)
        if len(running) > 1:
            buttons = tuple(choice(_title(case, situation), "case", case.after_sale_id) for case in running[:4])
            say = Say(response="utter_ask_which_case", facts=situation.facts(), buttons=buttons)
            return Ask(what="case_choice", say=say)
        if not running:
            return self._nothing_open(situation)
        [case] = running
        facts, cards = case_facts(situation, case), (case_card(situation, case),)
        if may_move(case, "withdrawn", "bot"):
            change = WithdrawAfterSale(order_id=case.order_id, after_sale_id=case.after_sale_id)
            say = Say(response=f"utter_read_back_withdraw_{case.type}", facts=facts, cards=cards)
            return ReadBack(say=say, change=change, yes="确认撤销", no="先留着")
        ended = "ended" if not case.is_open else "too_far"
        say = Say(
            response=f"utter_cannot_withdraw_{ended}", facts=facts, cards=cards, buttons=self._ways(situation, case)
        )
        return Stop(says=(say,))

    def _nothing_open(self, situation: Situation) -> Stop:
        last = next(iter(situation.care.after_sales), None)
        if last is None:
            return Stop(
                says=(Say(response="utter_case_none", facts=situation.facts(), buttons=(wording.review(self.name),)),)
            )
        facts, cards = case_facts(situation, last), (case_card(situation, last),)
        say = Say(response="utter_cannot_withdraw_ended", facts=facts, cards=cards, buttons=self._ways(situation, last))
        return Stop(says=(say,))

    def _ways(self, situation: Situation, case: AfterSale) -> tuple[Button, ...]:
        anew = (wish("重新申请", _ANEW[case.type], situation),) if case.state == "withdrawn" else ()
        return (*anew, wording.review(self.name))

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        case = next(each for each in situation.care.after_sales if each.after_sale_id == outcome.reference)
        booked = "_booked" if case.pickup_from is not None else ""
        return (
            Say(
                response=f"utter_case_withdrawn{booked}",
                facts=case_facts(situation, case),
                cards=(case_card(situation, case),),
            ),
        )


def _open(situation: Situation) -> tuple[AfterSale, ...]:
    return tuple(case for case in situation.care.after_sales if case.is_open)


def _holding(cases: Sequence[AfterSale], sku: str) -> tuple[AfterSale, ...]:
    return tuple(case for case in cases if any(item.sku == sku for item in case.items))


def _title(case: AfterSale, situation: Situation) -> str:
    return f"{TYPES[case.type]} · {wording.short(case_goods(case, situation.order), wording.TITLE_CHARS)}"
