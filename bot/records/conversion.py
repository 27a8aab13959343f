"""询单转化: which goods were asked about, and which of them the customer then ordered, within 48 hours of asking.

Only customers whom the shop knows can be seen to order; guests count among those who asked. Times are business time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, distinct, func, select, update
from sqlalchemy.engine import Connection

from bot.care.effects import ProductAskedAbout
from bot.clock import iso
from bot.records.rows import at
from bot.records.shopping_tables import product_questions
from bot.records.tables import conversations

COUNTS_WITHIN_MS = 48 * 3_600_000
_LOOKED_FOR_MS = COUNTS_WITHIN_MS + 24 * 3_600_000  # an order of the last hour may be seen late


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One product that a customer asked about, between `first_ms` and `last_ms`."""

    id: int
    product_sku: str
    first_ms: int
    last_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """An order of the shop's that holds the product of a question."""

    question_id: int
    order_id: str
    ordered_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """People who asked about goods in a span: all, those whom the shop knows, those of them who then ordered what they
    asked about. `orders` counts the orders."""

    asked: int
    customers: int
    converted: int
    orders: int

    @property
    def rate(self) -> float | None:
        """询单转化率: converted of the customers who asked; None when none did."""
        return self.converted / self.customers if self.customers else None


def note(connection: Connection, conversation_id: str, effect: ProductAskedAbout, *, business_ms: int) -> None:
    """Asking again within 48 hours goes on with the same question, unless it has ended in an order."""
    here = product_questions.c
    found = connection.execute(
        select(here.id)
        .where(
            here.conversation_id == conversation_id,
            here.product_sku == effect.product_sku,
            here.last_ms >= business_ms - COUNTS_WITHIN_MS,
            here.order_id.is_(None),
        )
        .limit(1)
    ).first()
    if found is not None:
        values = {"last_ms": business_ms, "intent": effect.intent}
        connection.execute(update(product_questions).where(here.id == found.id).values(**values))
        return
    connection.execute(
        product_questions.insert().values(
            conversation_id=conversation_id,
            product_sku=effect.product_sku,
            intent=effect.intent,
            first_ms=business_ms,
            last_ms=business_ms,
        )
    )


def customers_to_look_at(connection: Connection, *, business_ms: int, limit: int = 50) -> list[str]:
    """Customers with questions that may still end in an order, the longest not looked at first."""
    here = product_questions.c
    rows = connection.execute(
        select(conversations.c.customer_id, func.min(here.looked_ms).label("looked"))
        .join(conversations, conversations.c.id == here.conversation_id)
        .where(
            here.order_id.is_(None),
            here.last_ms >= business_ms - _LOOKED_FOR_MS,
            conversations.c.customer_id.is_not(None),
        )
        .group_by(conversations.c.customer_id)
        .order_by("looked")
        .limit(limit)
    )
    return [row.customer_id for row in rows]


def open_questions(connection: Connection, customer_id: str, *, business_ms: int) -> list[Question]:
    """Hers that no order has answered, the oldest first."""
    here = product_questions.c
    rows = connection.execute(
        select(here.id, here.product_sku, here.first_ms, here.last_ms)
        .join(conversations, conversations.c.id == here.conversation_id)
        .where(
            conversations.c.customer_id == customer_id,
            here.order_id.is_(None),
            here.last_ms >= business_ms - _LOOKED_FOR_MS,
        )
        .order_by(here.first_ms, here.id)
    )
    return [
        Question(id=row.id, product_sku=row.product_sku, first_ms=row.first_ms, last_ms=row.last_ms) for row in rows
    ]


def record(connection: Connection, looked_at: Sequence[Question], bought: Sequence[Bought], *, business_ms: int) -> int:
    """Each question is converted once, by the first that says so; how many were now. The rest was looked at."""
    here = product_questions.c
    ids = [each.id for each in looked_at]
    connection.execute(update(product_questions).where(here.id.in_(ids)).values(looked_ms=business_ms))
    changed = 0
    for each in bought:
        values = {"order_id": each.order_id, "ordered_ms": each.ordered_ms}
        mine = update(product_questions).where(here.id == each.question_id, here.order_id.is_(None))
        changed += connection.execute(mine.values(**values)).rowcount
    return changed


def figures(connection: Connection, *, from_ms: int, until_ms: int) -> Conversion:
    """Of the questions that began in [from_ms, until_ms)."""
    here, who = product_questions.c, conversations.c
    both = product_questions.join(conversations, who.id == here.conversation_id)
    bought = case((here.order_id.is_not(None), who.customer_id))
    row = connection.execute(
        select(
            func.count(distinct(func.coalesce(who.customer_id, who.visitor_id))).label("asked"),
            func.count(distinct(who.customer_id)).label("customers"),
            func.count(distinct(bought)).label("converted"),
            func.count(distinct(here.order_id)).label("orders"),
        )
        .select_from(both)
        .where(here.first_ms >= from_ms, here.first_ms < until_ms)
    ).one()
    return Conversion(asked=row.asked, customers=row.customers, converted=row.converted, orders=row.orders)


def export(connection: Connection, conversation_id: str) -> list[dict[str, Any]]:
    """What is stored of hers, the oldest first."""
    here = product_questions.c
    rows = connection.execute(
        select(product_questions).where(here.conversation_id == conversation_id).order_by(here.first_ms, here.id)
    )
    return [
        {
            "product_sku": row.product_sku,
            "wish": row.intent,
            "asked_at": iso(at(row.first_ms)),
            "order_id": row.order_id,
        }
        for row in rows
    ]
