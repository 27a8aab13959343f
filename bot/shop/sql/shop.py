"""SqlShop: the ShopClient over a database of our own. It answers everybody alike; bot.shop.access decides who may see."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, RootTransaction

from bot.clock import utc_now
from bot.errors import OutcomeUnknown, ShopUnavailable
from bot.shop.after_sale import AfterSale, OrderCare
from bot.shop.changes import Change, Outcome
from bot.shop.delivery import DeliveryRules
from bot.shop.faq import FaqBook
from bot.shop.hours import WorkingHours
from bot.shop.ids import is_id
from bot.shop.order import Customer, Order
from bot.shop.port import CasePage, CatalogueChange, Names
from bot.shop.product import Product
from bot.shop.promotion import Promotion
from bot.shop.search.query import Query
from bot.shop.service_rules import ServiceRules
from bot.shop.sql import care_rows, journal, knowledge_rows, order_rows, product_rows, rule_rows
from bot.shop.sql import tables as t
from bot.shop.sql.carry_out import carry_out
from bot.shop.sql.engine import open_engine, writing
from bot.shop.sql.product_shelf import ProductShelf
from bot.shop.sql.rule_rows import RulesShelf

T = TypeVar("T")
_PAGE = 1000
_LONGEST_CHANGE_KEY = 200


class SqlShop:
    """A ShopClient, ShopChanges and a ShopListing. Each call is one transaction in one thread; the engine is shared and pooled."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = utc_now) -> None:
        self.engine = engine
        self._now = now
        self._rules = RulesShelf()
        self._shelf = ProductShelf()
        self._writing = writing(engine)

    @classmethod
    def open(cls, url: str) -> SqlShop:
        """The shop at a SQLAlchemy URL (settings.shop_url). Raises ConfigurationError; does not create or seed anything."""
        return cls(open_engine(url))

    async def close(self) -> None:
        await asyncio.to_thread(self.engine.dispose)

    async def order(self, order_id: str) -> Order | None:
        if not is_id(order_id):
            return None
        return await self._read(partial(order_rows.order_by_id, order_id=order_id))

    async def orders_of(self, customer_id: str, *, limit: int = 50) -> Sequence[Order]:
        if not is_id(customer_id):
            return ()
        condition = t.orders.c.customer_id == customer_id
        return await self._read(partial(order_rows.newest_orders, condition=condition, limit=limit))

    async def order_by_tracking(self, tracking_no: str) -> Order | None:
        if not is_id(tracking_no):
            return None
        return await self._read(partial(order_rows.order_by_tracking, tracking_no=tracking_no))

    async def orders_by_phone_tail(self, tail: str, *, limit: int = 20) -> Sequence[Order]:
        if not is_id(tail):
            return ()
        condition = t.orders.c.phone_tail == tail
        return await self._read(partial(order_rows.newest_orders, condition=condition, limit=limit))

    async def customer(self, customer_id: str) -> Customer | None:
        if not is_id(customer_id):
            return None
        return await self._read(partial(order_rows.customer_by_id, customer_id=customer_id))

    async def product(self, sku: str) -> Product | None:
        if not is_id(sku):
            return None
        return (await self.products_of((sku,))).get(sku)

    async def products_of(self, skus: Sequence[str]) -> dict[str, Product]:
        asked = [sku for sku in skus if is_id(sku)]
        return await self._read(partial(self._shelf.by_sku, skus=asked)) if asked else {}

    async def products(self) -> AsyncIterator[Product]:
        after = ""
        while page := await self._read(partial(product_rows.products_after, sku=after, limit=_PAGE)):
            for product in page:
                yield product
            after = page[-1].sku

    async def catalogue_since(self, version: int) -> CatalogueChange:
        return await self._read(partial(product_rows.changes_since, version=version))

    async def search(self, query: Query) -> Sequence[Product]:
        return await self._read(partial(self._shelf.candidates, query=query))

    async def names(self, known: Names | None = None) -> Names:
        def read(connection: Connection) -> Names:
            version = product_rows.state_value(connection, product_rows.CATALOGUE_VERSION)
            return known if known is not None and known.version == version else product_rows.names(connection)

        return await self._read(read)

    async def policy(self, topic: str) -> str | None:
        if not is_id(topic):
            return None
        return await self._read(partial(knowledge_rows.policy_text, topic=topic))

    async def policies(self) -> dict[str, str]:
        return await self._read(knowledge_rows.all_policies)

    async def faq(self) -> FaqBook:
        return await self._read(knowledge_rows.faq_book)

    async def promotions(self) -> Sequence[Promotion]:
        return await self._read(knowledge_rows.all_promotions)

    async def delivery(self) -> DeliveryRules | None:
        return await self._read(knowledge_rows.delivery_rules)

    async def working_hours(self) -> WorkingHours:
        return await self._read(knowledge_rows.working_hours)

    async def care_of(self, order_ids: Sequence[str]) -> dict[str, OrderCare]:
        asked = [order_id for order_id in order_ids if is_id(order_id)]
        found = await self._read(partial(care_rows.care_of, order_ids=asked)) if asked else {}
        return {order_id: found.get(order_id) or OrderCare(order_id=order_id) for order_id in order_ids}

    async def after_sale(self, after_sale_id: str) -> AfterSale | None:
        if not is_id(after_sale_id):
            return None
        return await self._read(partial(care_rows.case_by_id, after_sale_id=after_sale_id))

    async def service_rules(self) -> ServiceRules:
        return await self._read(self._rules.read)

    async def change(self, change: Change, *, key: str) -> Outcome:
        if not 0 < len(key) <= _LONGEST_CHANGE_KEY:
            raise ValueError(f"a key has 1 to {_LONGEST_CHANGE_KEY} characters")
        if not is_id(change.order_id):
            return Outcome(state="refused", reason="no_order")
        now = change.at or self._now()

        def run() -> Outcome:
            with self._writing.connect() as connection:
                transaction = connection.begin()
                try:
                    outcome = carry_out(connection, change, key, now, self._rules.read(connection))
                except BaseException:
                    transaction.rollback()
                    raise
                _commit(connection, transaction)
                return outcome

        return await self._in_thread(run)

    async def kept(self, key: str) -> journal.Kept | None:
        """What was answered to a key, or None when nothing ever was."""
        return await self._read(partial(journal.kept, key=key))

    async def rule_records(self) -> rule_rows.Records:
        """The rules of service as they were written, for those who read them elsewhere."""
        return await self._read(rule_rows.records)

    async def orders(self) -> AsyncIterator[Order]:
        after = ""
        while page := await self._read(partial(order_rows.orders_after, order_id=after, limit=_PAGE)):
            for order in page:
                yield order
            after = page[-1].order_id

    async def cases(self) -> AsyncIterator[AfterSale]:
        after = ""
        while page := await self._read(partial(care_rows.cases_after, after_sale_id=after, limit=_PAGE)):
            for case in page:
                yield case
            after = page[-1].after_sale_id

    async def cases_in(self, states: Collection[str], *, limit: int, offset: int = 0) -> CasePage:
        return await self._read(partial(care_rows.cases_in, states=states, limit=limit, offset=offset))

    async def customers(self) -> AsyncIterator[Customer]:
        after = ""
        while page := await self._read(partial(order_rows.customers_after, customer_id=after, limit=_PAGE)):
            for customer in page:
                yield customer
            after = page[-1].customer_id

    async def write(self, change: Callable[[Connection], T]) -> T:
        """Run `change` in one writing transaction: all of it or, when it raises, nothing."""

        def run() -> T:
            with self._writing.begin() as connection:
                return change(connection)

        return await self._in_thread(run)

    async def _read(self, query: Callable[[Connection], T]) -> T:
        def run() -> T:
            with self.engine.connect() as connection:
                return query(connection)

        return await self._in_thread(run)

    async def _in_thread(self, run: Callable[[], T]) -> T:
        try:
            return await asyncio.to_thread(run)
        except sa.exc.SQLAlchemyError as error:
            raise ShopUnavailable(f"the shop's database did not answer: {type(error).__name__}") from error


def _commit(connection: Connection, transaction: RootTransaction) -> None:
    """Raises OutcomeUnknown: a commit without an answer may have happened. Its connection is never used again."""
    try:
        transaction.commit()
    except sa.exc.SQLAlchemyError as error:
        connection.invalidate()
        raise OutcomeUnknown("the shop's database did not confirm the change: look before anything is done") from error
