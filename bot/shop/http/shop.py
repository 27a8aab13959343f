"""HttpShop: the ShopClient and ShopChanges over the shop's own HTTP API. What is changed is in the hands of change.py.

An answer about another order, customer or product than the one asked for is nonsense, not an answer.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import asdict
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import ShopUnavailable
from bot.shop.after_sale import AfterSale, OrderCare
from bot.shop.changes import Change, Outcome
from bot.shop.delivery import DeliveryRules
from bot.shop.faq import FaqBook
from bot.shop.hours import WorkingHours
from bot.shop.http.calls import BACKOFF_S, Answer, Call, Calls
from bot.shop.http.change import Changing
from bot.shop.http.wire import CataloguePage, RuleSheet, fault_in, parsed
from bot.shop.ids import is_id
from bot.shop.order import Customer, Order
from bot.shop.port import CasePage, CatalogueChange, Names
from bot.shop.product import Product
from bot.shop.promotion import Promotion
from bot.shop.rule_records import rules_from
from bot.shop.search.query import Query
from bot.shop.service_rules import ServiceRules

T = TypeVar("T")
PAGE = 500
_CARES_AT_ONCE = 50
_NO_SUCH_ROUTE = (404, 405)  # of what a shop need not have


class HttpShop:
    """Each method is one call (catalogues and long lists of orders: one for each page). To be used in one event loop."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._changing = Changing(calls)
        self._rules: tuple[int, ServiceRules] | None = None

    @classmethod
    def open(cls, url: str, key: str, *, backoff_s: float = BACKOFF_S, patience: float = 1.0) -> HttpShop:
        """The shop at the root of its API (settings.shop_api_url). Connects when it is first asked."""
        return cls(Calls(url, key, backoff_s=backoff_s, patience=patience))

    async def close(self) -> None:
        await self._calls.close()

    async def order(self, order_id: str) -> Order | None:
        return await self._one(Order, "/v1/orders/{order_id}", order_id, lambda order: order.order_id == order_id)

    async def orders_of(self, customer_id: str, *, limit: int = 50) -> Sequence[Order]:
        return await self._orders("customer_id", customer_id, limit, lambda order: order.customer_id == customer_id)

    async def order_by_tracking(self, tracking_no: str) -> Order | None:
        def carries(order: Order) -> bool:
            return any(parcel.tracking_no == tracking_no for parcel in order.parcels)

        found = await self._orders("tracking_no", tracking_no, 1, carries)
        return found[0] if found else None

    async def orders_by_phone_tail(self, tail: str, *, limit: int = 20) -> Sequence[Order]:
        return await self._orders("phone_tail", tail, limit, lambda order: order.phone.endswith(tail))

    async def customer(self, customer_id: str) -> Customer | None:
        path = "/v1/customers/{customer_id}"
        return await self._one(Customer, path, customer_id, lambda customer: customer.customer_id == customer_id)

    async def product(self, sku: str) -> Product | None:
        def is_it(product: Product) -> bool:
            return sku in (product.sku, *(variant.sku for variant in product.variants))

        return await self._one(Product, "/v1/products/{sku}", sku, is_it)

    async def products_of(self, skus: Sequence[str]) -> dict[str, Product]:
        found = await asyncio.gather(*(self.product(sku) for sku in skus))
        return {sku: product for sku, product in zip(skus, found, strict=True) if product is not None}

    async def products(self) -> AsyncIterator[Product]:
        async for page in self._pages(0):
            for product in page.products:
                yield product

    async def catalogue_since(self, version: int) -> CatalogueChange:
        pages = [page async for page in self._pages(version)]
        return CatalogueChange(
            version=pages[0].version,  # what changes while the pages are read is told again next time
            products=tuple(product for page in pages for product in page.products),
            removed=pages[0].removed,
        )

    async def search(self, query: Query) -> Sequence[Product]:
        asked = json.dumps(asdict(query), ensure_ascii=False).encode(
            "utf-8", "replace"
        )  # a lone surrogate finds nothing
        call = Call(method="POST", path="/v1/search", body=asked)
        return await self._read(list[Product], call)

    async def names(self, known: Names | None = None) -> Names:
        answer = await self._calls.read(_unless(known.version if known else None, "/v1/names"))
        if known is not None and answer.status == 204:
            return known
        return _value(Names, Call(method="GET", path="/v1/names"), answer)

    async def policy(self, topic: str) -> str | None:
        return (await self.policies()).get(topic)

    async def policies(self) -> dict[str, str]:
        return await self._read(dict[str, str], Call(method="GET", path="/v1/policies"))

    async def faq(self) -> FaqBook:
        return await self._read(FaqBook, Call(method="GET", path="/v1/faq"))

    async def promotions(self) -> Sequence[Promotion]:
        return await self._read(list[Promotion], Call(method="GET", path="/v1/promotions"))

    async def delivery(self) -> DeliveryRules | None:
        return await self._found(DeliveryRules, Call(method="GET", path="/v1/delivery"))

    async def working_hours(self) -> WorkingHours:
        return await self._read(WorkingHours, Call(method="GET", path="/v1/working-hours"))

    async def care_of(self, order_ids: Sequence[str]) -> dict[str, OrderCare]:
        asked = [order_id for order_id in dict.fromkeys(order_ids) if is_id(order_id)]
        found: dict[str, OrderCare] = {}
        for start in range(0, len(asked), _CARES_AT_ONCE):
            params = [("order_id", order_id) for order_id in asked[start : start + _CARES_AT_ONCE]]
            for care in await self._read(list[OrderCare], Call(method="GET", path="/v1/care", params=params)):
                found[care.order_id] = care
        return {order_id: found.get(order_id) or OrderCare(order_id=order_id) for order_id in order_ids}

    async def after_sale(self, after_sale_id: str) -> AfterSale | None:
        path = "/v1/after-sales/{after_sale_id}"
        return await self._one(AfterSale, path, after_sale_id, lambda case: case.after_sale_id == after_sale_id)

    async def cases_in(self, states: Collection[str], *, limit: int, offset: int = 0) -> CasePage | None:
        params = [*(("state", state) for state in sorted(states)), ("limit", str(limit)), ("offset", str(offset))]
        call = Call(method="GET", path="/v1/after-sales", params=params)
        answer = await self._calls.read(call)
        if answer.status in _NO_SUCH_ROUTE:
            return None
        page = _value(CasePage, call, answer)
        if page.total < len(page.cases) or not all(case.state in states for case in page.cases):
            raise ShopUnavailable(f"{call.name}: cases that were not asked for")
        return CasePage(cases=page.cases[:limit], total=page.total)

    async def service_rules(self) -> ServiceRules:
        kept, call = self._rules, Call(method="GET", path="/v1/service-rules")
        answer = await self._calls.read(_unless(kept[0] if kept else None, call.path))
        if kept is not None and answer.status == 204:
            return kept[1]
        sheet = _value(RuleSheet, call, answer)
        self._rules = (sheet.version, _rules_of(sheet, call))
        return self._rules[1]

    async def change(self, change: Change, *, key: str) -> Outcome:
        return await self._changing.change(change, key)

    async def _pages(self, version: int) -> AsyncIterator[CataloguePage]:
        after = ""
        while True:
            params = [("since", str(version)), ("after", after), ("limit", str(PAGE))]
            call = Call(method="GET", path="/v1/catalogue", params=params)
            page = await self._read(CataloguePage, call)
            yield page
            if page.next is None:
                return
            if page.next <= after:
                raise ShopUnavailable(f"{call.name}: next: does not go on")
            after = page.next

    async def _orders(self, by: str, value: str, limit: int, is_asked: Callable[[Order], bool]) -> list[Order]:
        if not is_id(value):
            return []
        call = Call(method="GET", path="/v1/orders", params=[(by, value), ("limit", str(limit))])
        found = await self._read(list[Order], call)
        if not all(map(is_asked, found)):
            raise ShopUnavailable(f"{call.name}: {by}: an order that was not asked for")
        return found[:limit]

    async def _one(self, shape: type[T], path: str, wanted: str, is_asked: Callable[[T], bool]) -> T | None:
        if not is_id(wanted):
            return None
        call = Call(method="GET", path=path, ids=(wanted,))
        found = await self._found(shape, call)
        if found is not None and not is_asked(found):
            raise ShopUnavailable(f"{call.name}: another one than was asked for")
        return found

    async def _found(self, shape: type[T], call: Call) -> T | None:
        """None only if the shop itself says so: the 404 of a proxy, or of a wrong address, is no answer."""
        answer = await self._calls.read(call)
        if answer.status == 404 and fault_in(answer.body).code == "not_found":
            return None
        return _value(shape, call, answer)

    async def _read(self, shape: type[T], call: Call) -> T:
        return _value(shape, call, await self._calls.read(call))


def _unless(version: int | None, path: str) -> Call:
    """What may be answered with 204 when the shop is still at the version."""
    return Call(method="GET", path=path, params=[] if version is None else [("known", str(version))])


def _rules_of(sheet: RuleSheet, call: Call) -> ServiceRules:
    records = {topic: [(each.valid_from, each.rule) for each in dated] for topic, dated in sheet.rules.items()}
    try:
        return rules_from(records, ZoneInfo(sheet.zone))
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise ShopUnavailable(f"{call.name}: {error}") from error


def _value(shape: type[T], call: Call, answer: Answer) -> T:
    if answer.status != 200:
        raise ShopUnavailable(f"{call.name}: status {answer.status}")
    try:
        return parsed(shape, answer.body)
    except ValueError as error:
        raise ShopUnavailable(f"{call.name}: {error}") from error
