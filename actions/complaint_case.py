"""A complaint as one turn sees it: the matter, its order and facts, what the record and the shop's policy say to it.

Built once per turn by `case_of`; nothing is said and nothing is stored here. Which goods are meant: complaint_goods.py.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from actions import complaint_facts
from actions.asking import Asking
from actions.complaint_goods import goods_of, item_meant, pieces_meant
from actions.complaint_rules import forbidden
from actions.composition import Ports
from actions.thread import Thread
from bot.care.cause import INTENT_OF, OF_ARRIVED, Cause, Matter, lateness, matter_of, received_at
from bot.care.complaints import Complainant, Standing, matter_key, ticket_id_of
from bot.care.lines import Lines
from bot.care.remedy import Case, Offer, Policy, offers
from bot.care.remedy_file import read_policy
from bot.shop.after_sale import CaseItem, OrderCare
from bot.shop.order import Customer, Order, OrderItem
from bot.shop.paid_share import left_to_give_back, paid_for
from bot.shop.product import Product
from bot.text import grievances

_TIMES_SAID = 1
_NAMED_SKUS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """`facts` fill the gaps of comfort and lines; `lines` are this turn's; `words` all that she wrote about it now.

    `item` is the line of the order in question, None while it is not known; `goods` its pieces, or else the whole order;
    `forbidden` names the remedies that the shop's rules do not allow for it.
    """

    matter: Matter
    key: str
    ticket_id: str
    who: Complainant
    standing: Standing
    order: Order | None
    item: OrderItem | None
    goods: tuple[CaseItem, ...]
    care: OrderCare | None
    customer: Customer | None
    facts: dict[str, str]
    lines: Lines
    words: str
    policy: Policy
    case: Case
    forbidden: frozenset[str]

    @property
    def cause(self) -> Cause:
        return self.matter.cause

    @property
    def intent(self) -> str:
        return INTENT_OF[self.cause]

    @property
    def level(self) -> str:
        return self.case.customer

    @property
    def offers(self) -> tuple[Offer, ...]:
        return offers(self.case, self.policy)

    @property
    def one_of_several(self) -> bool:
        """Whether the order has several lines, so that one of them has to be known."""
        return self.order is not None and len(self.order.items) > 1

    @property
    def times(self) -> int:
        """Messages about it, this one too."""
        return (self.standing.ticket.times if self.standing.ticket else 0) + _TIMES_SAID

    @property
    def is_new(self) -> bool:
        """Nobody has comforted her about it yet, or it had been settled and was not."""
        return self.standing.ticket is None or self.standing.ticket.status == "settled"


async def case_of(
    asking: Asking, ports: Ports, intent: str, order: Order | None, words: str | None = None
) -> Complaint:
    said = asking.words if words is None else words
    matter = matter_of(intent, order, said, asking.now)
    who = Complainant(
        conversation_id=asking.conversation_id,
        customer_id=asking.customer_id,
        order_id=order.order_id if order else None,
    )
    key = matter_key(who, matter.cause, asking.now)
    standing = await ports.complaints.standing(who, key, matter.cause, asking.now)
    customer = await ports.shop.customer(asking.customer_id) if asking.customer_id else None
    products = await _products(ports, order)
    item = item_meant(order, asking, products)
    goods = goods_of(order, item, pieces_meant(item, matter.cause, said) if item else 0) if order else ()
    care = (await ports.shop.care_of([order.order_id])).get(order.order_id) if order else None
    lines = Lines(turn_id=asking.turn_id)
    return Complaint(
        matter=matter,
        key=key,
        ticket_id=standing.ticket.ticket_id if standing.ticket else ticket_id_of(key),
        who=who,
        standing=standing,
        order=order,
        item=item,
        goods=goods,
        care=care,
        customer=customer,
        facts=_facts(products, order, item, matter, asking, lines),
        lines=lines,
        words=said,
        policy=read_policy(),
        forbidden=await _forbidden(asking, ports, matter.cause, order, item, goods, care, products),
        case=_case(asking, matter, standing, order, _value_fen(order, goods, care), customer, said),
    )


async def _forbidden(
    asking: Asking,
    ports: Ports,
    cause: Cause,
    order: Order | None,
    item: OrderItem | None,
    goods: tuple[CaseItem, ...],
    care: OrderCare | None,
    products: dict[str, Product],
) -> frozenset[str]:
    if order is None or item is None or cause not in OF_ARRIVED:
        return frozenset()
    [pieces] = goods
    known, rules = care or OrderCare(order_id=order.order_id), await ports.shop.service_rules()
    return forbidden(order, known, pieces, products.get(item.sku), cause, asking.now, rules)


def _case(
    asking: Asking,
    matter: Matter,
    standing: Standing,
    order: Order | None,
    value_fen: int,
    customer: Customer | None,
    words: str,
) -> Case:
    at = received_at(order) if order else None
    return Case(
        cause=matter.cause,
        responsibility=matter.responsibility,
        value_fen=value_fen,
        customer=customer.level if customer else "guest",
        late=lateness(order, asking.now),
        since_signed=max(asking.now - at, timedelta()) if at else None,
        again=standing.again,
        wish=grievances.wish_of(words),
        spent=standing.spent,
    )


async def _products(ports: Ports, order: Order | None) -> dict[str, Product]:
    """The goods of the order as they are sold now, by the order's SKUs: they lend names, aliases and kinds."""
    skus = list(dict.fromkeys(item.sku for item in order.items)) if order else []
    found = await asyncio.gather(*(ports.shop.product(sku) for sku in skus[:_NAMED_SKUS]))
    return {sku: product for sku, product in zip(skus, found, strict=False) if product is not None}


def _facts(
    products: dict[str, Product],
    order: Order | None,
    item: OrderItem | None,
    matter: Matter,
    asking: Asking,
    lines: Lines,
) -> dict[str, str]:
    found = complaint_facts.facts_of(order, item, matter.cause, asking.now, lines)
    first = item or (order.items[0] if order and order.items else None)
    if order is not None and first is not None:
        product = products.get(first.sku)
        found["goods"] = complaint_facts.called(order, item, product)
    return found


def _value_fen(order: Order | None, goods: tuple[CaseItem, ...], care: OrderCare | None) -> int:
    """What was paid for the goods in question, and is not given back yet."""
    if order is None:
        return 0
    paid_fen = min(order.total_fen, paid_for(order, goods))
    return min(paid_fen, left_to_give_back(order, care)) if care is not None else paid_fen


def in_thread(thread: Thread, complaint: Complaint, **changes: Any) -> Thread:
    """The thread with this complaint in it; what it held of another one is dropped."""
    before = thread.complaint or {}
    other = {"angry": before.get("angry", 0), "placed": before.get("placed", [])}
    kept = before if before.get("ticket") in (None, complaint.ticket_id) else other
    document = {
        **kept,
        "ticket": complaint.ticket_id,
        "cause": complaint.cause,
        "order": complaint.who.order_id,
        "sku": complaint.item.sku if complaint.item else None,
        **changes,
    }
    return replace(thread, complaint=document, order_in_focus=complaint.who.order_id or thread.order_in_focus)
