"""买贵了补差价: finds what got cheaper and proposes the difference. The bot never pays and never refuses: a person decides."""

from __future__ import annotations

import asyncio
import hashlib
import re
from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.composition import Ports
from actions.her_orders import visible_orders
from actions.name_wish import SayNotYet
from actions.speech import Speech
from actions.thread import Thread
from actions.wanted import wanted_of
from bot.care.effects import MoneyProposed
from bot.shop.order import Order
from bot.shop.price_drop import DEFAULT_DAYS, Drop, drops, in_window
from bot.shop.product import Product

_LOOKED_AT = 5  # latest orders
_WISH = "price_protection"
_WHAT = "price_difference"
_BY_STATE = {
    "open": "utter_price_difference_pending",
    "approved": "utter_price_difference_approved",
    "paid": "utter_price_difference_paid",
}
_RULE = re.compile(
    r"几天|多少天|多久|规则|条件|范围|在哪|哪里|哪儿|怎么[申算弄退]|为什么|为啥|什么意思|啥意思|算不算|包括"
)


class PriceProtection(SayNotYet):
    """For orders that she may see; a question about the rule, or a guest without proof, is answered as before."""

    action_name = "action_price_protection"
    keeps_matter = True

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        orders = await visible_orders(asking, self.ports)
        if not orders or await self._asks_the_rule(asking):
            return await super().answer(asking, speech)
        order, found = await _cheaper(asking, self.ports, _meant(asking, orders))
        if order is None:
            speech.say("utter_no_price_difference", buttons=[wording.human(_WISH)])
            return replace(asking.thread.settled(), flow=_WISH, matter=asking.words or None)
        await _tell(asking, speech, self.ports, order, found)
        return replace(asking.thread.settled(), flow=_WISH, order_in_focus=order.order_id)

    async def _asks_the_rule(self, asking: Asking) -> bool:
        if not _RULE.search(asking.words):
            return False
        knowledge = await self.ports.shelf.knowledge()
        found = knowledge.answer(asking.words, asking.intent, asking.now)
        return found is not None and found.specific


def _meant(asking: Asking, orders: tuple[Order, ...]) -> tuple[Order, ...]:
    """The one that she names or has before her; else her latest ones."""
    named = wanted_of(asking).number or asking.about_order or asking.thread.order_in_focus
    found = tuple(order for order in orders if order.order_id == named)
    return found or orders[:_LOOKED_AT]


async def _cheaper(asking: Asking, ports: Ports, orders: tuple[Order, ...]) -> tuple[Order | None, tuple[Drop, ...]]:
    """The latest of them with something that got cheaper within the shop's days."""
    days = await _days(ports)
    for order in orders:
        if in_window(order, asking.now, days):
            found = drops(order, await _products(order, ports))
            if found:
                return order, found
    return None, ()


async def _days(ports: Ports) -> int:
    given = (await ports.shop.policy("price_protection_days") or "").strip()
    return int(given) if given.isascii() and given.isdigit() else DEFAULT_DAYS


async def _products(order: Order, ports: Ports) -> dict[str, Product]:
    skus = list(dict.fromkeys(item.sku for item in order.items))
    found = await asyncio.gather(*(ports.shop.product(sku) for sku in skus))
    return {sku: product for sku, product in zip(skus, found, strict=True) if product is not None}


async def _tell(asking: Asking, speech: Speech, ports: Ports, order: Order, found: tuple[Drop, ...]) -> None:
    """Propose it, or say how what was proposed before stands."""
    facts = _facts(found)
    state = await ports.proposals.state_of(_WHAT, order.order_id, _amount_fen(found))
    if state is None:
        _propose(asking, speech, order, found)
    response = _BY_STATE.get(state or "", "utter_price_difference_proposed")
    speech.say(response, facts, buttons=[wording.human(_WISH)])


def _facts(found: tuple[Drop, ...]) -> dict[str, str]:
    return {
        "goods": wording.short(found[0].item.title),
        "paid": wording.yuan(found[0].item.price_fen),
        "now": wording.yuan(found[0].now_fen),
        "amount": wording.yuan(_amount_fen(found)),
    }


def _amount_fen(found: tuple[Drop, ...]) -> int:
    return sum(drop.amount_fen for drop in found)


def _propose(asking: Asking, speech: Speech, order: Order, found: tuple[Drop, ...]) -> None:
    facts = _facts(found)
    reason = f"{facts['goods']}：买时 {facts['paid']}，现在 {facts['now']}，共差 {facts['amount']}"
    speech.effect(
        MoneyProposed(
            proposal_id=_proposal_id(asking, order),
            what=_WHAT,
            amount_fen=_amount_fen(found),
            reason=reason,
            order_id=order.order_id,
        )
    )


def _proposal_id(asking: Asking, order: Order) -> str:
    """The same for the same turn: a turn that runs again proposes nothing twice."""
    key = f"{asking.turn_id}/{order.order_id}".encode()
    return "P" + hashlib.blake2b(key, digest_size=8).hexdigest().upper()
