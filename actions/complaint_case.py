"""A complaint as one turn sees it: the matter, its order and facts, what the record and the shop's policy say to it.

Built once per turn by `case_of`; nothing is said and nothing is stored here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from actions import complaint_facts
from actions.asking import Asking
from actions.composition import Ports
from actions.thread import Thread
from bot.care.cause import INTENT_OF, Cause, Matter, lateness, matter_of, received_at
from bot.care.complaints import Complainant, Standing, matter_key, ticket_id_of
from bot.care.lines import Lines
from bot.care.remedy import Case, Offer, Policy, offers
from bot.care.remedy_file import read_policy
from bot.shop.order import Customer, Order, OrderItem
from bot.text import grievances

_TIMES_SAID = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """`facts` fill the gaps of comfort and lines; `lines` are this turn's; `words` all that she wrote about it now."""

    matter: Matter
    key: str
    ticket_id: str
    who: Complainant
    standing: Standing
    order: Order | None
    item: OrderItem | None
    customer: Customer | None
    facts: dict[str, str]
    lines: Lines
    words: str
    policy: Policy
    case: Case

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
    item = item_meant(order, asking)
    lines = Lines(turn_id=asking.turn_id)
    return Complaint(
        matter=matter,
        key=key,
        ticket_id=standing.ticket.ticket_id if standing.ticket else ticket_id_of(key),
        who=who,
        standing=standing,
        order=order,
        item=item,
        customer=customer,
        facts=await _facts(ports, order, item, matter, asking, lines),
        lines=lines,
        words=said,
        policy=read_policy(),
        case=_case(asking, matter, standing, order, item, customer, said),
    )


def _case(
    asking: Asking,
    matter: Matter,
    standing: Standing,
    order: Order | None,
    item: OrderItem | None,
    customer: Customer | None,
    words: str,
) -> Case:
    at = received_at(order) if order else None
    return Case(
        cause=matter.cause,
        responsibility=matter.responsibility,
        value_fen=_value_fen(order, item),
        customer=customer.level if customer else "guest",
        late=lateness(order, asking.now),
        since_signed=max(asking.now - at, timedelta()) if at else None,
        again=standing.again,
        wish=grievances.wish_of(words),
        spent=standing.spent,
    )


async def _facts(
    ports: Ports, order: Order | None, item: OrderItem | None, matter: Matter, asking: Asking, lines: Lines
) -> dict[str, str]:
    found = complaint_facts.facts_of(order, item, matter.cause, asking.now, lines)
    first = item or (order.items[0] if order and order.items else None)
    if order is not None and first is not None:
        product = await ports.shop.product(first.sku)
        found["goods"] = complaint_facts.called(order, item, product.category if product else "")
    return found


def _value_fen(order: Order | None, item: OrderItem | None) -> int:
    """Of the goods in question; never more than what was paid for all of it."""
    if order is None:
        return 0
    return min(order.total_fen, item.price_fen * item.quantity if item else order.total_fen)


def item_meant(order: Order | None, asking: Asking) -> OrderItem | None:
    """The one line of the order that it is about; None when there are several and none is named."""
    if order is None:
        return None
    if len(order.items) == 1:
        return order.items[0]
    kept = (asking.thread.complaint or {}).get("sku")
    named = {sku for found in asking.entities for sku in (*found.values, *found.skus)} | {kept}
    fitting = [item for item in order.items if item.sku in named]
    return fitting[0] if len(fitting) == 1 else None


def in_thread(thread: Thread, complaint: Complaint, **changes: Any) -> Thread:
    """The thread with this complaint in it; what it held of another one is dropped."""
    before = thread.complaint or {}
    kept = before if before.get("ticket") in (None, complaint.ticket_id) else {"angry": before.get("angry", 0)}
    document = {
        **kept,
        "ticket": complaint.ticket_id,
        "cause": complaint.cause,
        "order": complaint.who.order_id,
        "sku": complaint.item.sku if complaint.item else None,
        **changes,
    }
    return replace(thread, complaint=document, order_in_focus=complaint.who.order_id or thread.order_in_focus)
