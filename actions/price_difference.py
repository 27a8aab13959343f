"""价保: what got cheaper since it was bought, by the shop's rule; given at once under its limit, above it a person confirms."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from actions import wording
from actions.asking import Asking
from actions.composition import Ports
from actions.flow import Do, Flow, Say, Situation, Step, Stop
from bot.care.effects import MoneyProposed
from bot.shop.after_sale import OrderCare
from bot.shop.changes import GiveMoney, Outcome
from bot.shop.money_verdicts import Bought, Gift, may_give_money, may_protect_price
from bot.shop.order import ORDER_STATUSES, Order
from bot.shop.price_drop import Drop, drops
from bot.shop.service_rules import ServiceRules
from bot.shop.verdict import NOT_BOUGHT, Verdict

WISH = "price_protection"
WHAT = "price_difference"
_LOOKED_AT = 5  # latest orders
_GIVEN = frozenset({"price_lower", "over_bot_limit", "no_rule"})  # verdicts with a difference in them


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is cheaper now, within the window, less what was given before; else the verdict that says why nothing is."""

    found: tuple[Drop, ...]
    amount_fen: int
    verdict: Verdict


_BY_STATE = {
    "open": "utter_price_difference_pending",
    "approved": "utter_price_difference_approved",
    "paid": "utter_price_difference_paid",
}


class PriceDifference(Flow):
    name = WISH
    likely = frozenset(ORDER_STATUSES) - NOT_BOUGHT - {"refused", "returned", "cancelled"}

    async def meant(self, asking: Asking, ports: Ports, orders: Sequence[Order]) -> Sequence[Order]:
        """The latest ones with something that got cheaper; else the latest that was bought."""
        latest = [order for order in orders if order.status in self.likely][:_LOOKED_AT]
        if len(latest) < 2:
            return latest
        rules = await ports.shop.service_rules()
        cares = await ports.shop.care_of([order.order_id for order in latest])
        found = await asyncio.gather(
            *(_difference(order, cares[order.order_id], asking, ports, rules) for order in latest)
        )
        cheaper = [order for order, each in zip(latest, found, strict=True) if each.amount_fen > 0]
        return cheaper or latest[:1]

    async def step(self, situation: Situation) -> Step:
        asking, ports = situation.asking, situation.ports
        found = await _difference(situation.order, situation.care, asking, ports, situation.rules)
        if found.amount_fen <= 0:
            return self._nothing(situation, found.verdict)
        gift = Gift(what=WHAT, amount_fen=found.amount_fen)
        verdict = may_give_money(situation.order, situation.care, gift, asking.now, situation.rules)
        if verdict.allowed:
            reason = _reason(found)
            order_id = situation.order.order_id
            return Do(change=GiveMoney(order_id=order_id, what=WHAT, amount_fen=found.amount_fen, reason=reason))
        if verdict.answer == "not_allowed":
            return self._nothing(situation, verdict)
        return await self._proposed(situation, found)

    async def _proposed(self, situation: Situation, found: Difference) -> Stop:
        """Proposed once; what was proposed before is told as it stands."""
        order_id = situation.order.order_id
        state = await situation.ports.proposals.state_of(WHAT, order_id, found.amount_fen)
        response = _BY_STATE.get(state or "", "utter_price_difference_proposed")
        proposal = MoneyProposed(
            proposal_id=_proposal_id(situation.asking, order_id),
            what=WHAT,
            amount_fen=found.amount_fen,
            reason=_reason(found),
            order_id=order_id,
        )
        say = Say(response=response, facts=_facts(found), buttons=(wording.human(WISH),))
        return Stop(says=(say,), effects=() if state else (proposal,))

    def _nothing(self, situation: Situation, verdict: Verdict) -> Stop:
        until = wording.past(verdict.until, situation.asking.now) if verdict.until else ""
        facts = situation.facts(until=until)
        named = verdict.rule in ("price_window_over", "price_given", "not_bought", "product_gone")
        response = f"utter_no_{verdict.rule}" if named else "utter_no_price_difference"
        return Stop(says=(Say(response=response, facts=facts, buttons=(wording.review(WISH),)),))

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        refund = next(each for each in situation.care.refunds if each.refund_id == outcome.reference)
        facts = situation.facts(
            amount=wording.yuan(refund.amount_fen),
            channel=refund.channel or "原支付方式",
            due=wording.due(refund.due_at, situation.asking.now),
        )
        return (Say(response="utter_price_difference_given", facts=facts, cards=self.card(situation)),)


async def _difference(order: Order, care: OrderCare, asking: Asking, ports: Ports, rules: ServiceRules) -> Difference:
    products = await asyncio.gather(*(ports.shop.product(item.sku) for item in order.items))
    found: list[Drop] = []
    verdicts: list[Verdict] = []
    for item, product in zip(order.items, products, strict=True):
        verdict = may_protect_price(order, care, Bought(item=item, product=product), asking.now, rules)
        verdicts.append(verdict)
        if verdict.rule in _GIVEN and verdict.amount_fen:
            found += [drop for drop in drops(order, {item.sku: product} if product else {}) if drop.item == item]
    given = sum(each.amount_fen for each in care.refunds if each.what == WHAT and each.state != "failed")
    amount_fen = max(0, sum(drop.amount_fen for drop in found) - given)
    return Difference(found=tuple(found), amount_fen=amount_fen, verdict=_why(verdicts))


def _why(verdicts: Sequence[Verdict]) -> Verdict:
    """What says most: given already, over, gone; that it costs the same comes last."""
    order = ("price_given", "price_window_over", "product_gone", "not_bought")
    return min(verdicts, key=lambda each: order.index(each.rule) if each.rule in order else len(order))


def _facts(found: Difference) -> dict[str, str]:
    drop = found.found[0]
    return {
        "goods": wording.short(drop.item.title),
        "paid": wording.yuan(drop.item.price_fen),
        "now": wording.yuan(drop.now_fen),
        "amount": wording.yuan(found.amount_fen),
    }


def _reason(found: Difference) -> str:
    facts = _facts(found)
    return f"{facts['goods']}：买时 {facts['paid']}，现在 {facts['now']}，共差 {facts['amount']}"


def _proposal_id(asking: Asking, order_id: str) -> str:
    """The same for the same turn: a turn that runs again proposes nothing twice."""
    key = f"{asking.turn_id}/{order_id}".encode()
    return "P" + hashlib.blake2b(key, digest_size=8).hexdigest().upper()
