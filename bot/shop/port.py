"""ShopClient: the one port to the shop's own systems. The SQL demo shop and the HTTP connector stand behind it.

Every method is async, raises ShopUnavailable when the shop does not answer, and proves nothing: who may see an order is
decided by bot.shop.access before the order leaves the action.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.shop.after_sale import AfterSale, OrderCare
from bot.shop.changes import Change, Outcome
from bot.shop.delivery import DeliveryRules
from bot.shop.faq import FaqBook
from bot.shop.hours import WorkingHours
from bot.shop.order import Customer, Order
from bot.shop.product import Product
from bot.shop.promotion import Promotion
from bot.shop.search.query import Query
from bot.shop.service_rules import ServiceRules


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueChange:
    """What changed since a version: `products` anew, `removed` gone; `version` is what to ask with next time."""

    version: int
    products: tuple[Product, ...]
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The catalogue's brands and categories; `version` grows with every change of the catalogue."""

    version: int
    brands: tuple[str, ...]
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """After-sale cases in some states, what is due first first; `total` is how many there are, this page's among them."""

    cases: tuple[AfterSale, ...]
    total: int


class ShopClient(Protocol):
    async def order(self, order_id: str) -> Order | None:
        """The order with exactly this id, or None."""

    async def orders_of(self, customer_id: str, *, limit: int = 50) -> Sequence[Order]:
        """The customer's orders, newest first."""

    async def order_by_tracking(self, tracking_no: str) -> Order | None:
        """The order that one of its parcels belongs to, or None."""

    async def orders_by_phone_tail(self, tail: str, *, limit: int = 20) -> Sequence[Order]:
        """Orders whose phone ends in these four digits, newest first. For people at the desk: a tail alone proves nothing."""

    async def customer(self, customer_id: str) -> Customer | None: ...

    async def product(self, sku: str) -> Product | None:
        """The product with this SKU (a variant's SKU gives its product), or None."""

    async def products_of(self, skus: Sequence[str]) -> dict[str, Product]:
        """Several at once, by the SKU that was asked for; what the shop does not have is not in it."""

    def products(self) -> AsyncIterator[Product]:
        """All products, by SKU, streamed."""

    async def search(self, query: Query) -> Sequence[Product]:
        """Candidates for a query with today's prices and stock, at most `query.limit`; the caller judges each by `fit`."""

    async def names(self, known: Names | None = None) -> Names:
        """The catalogue's brands and categories; `known` itself when the catalogue is still at its version."""

    async def catalogue_since(self, version: int) -> CatalogueChange:
        """Products that were added, changed or removed after `version` (0: all); cheap when nothing changed."""

    async def policy(self, topic: str) -> str | None:
        """The shop's current text on a topic such as "hours", "shipping_fee"; None when the shop says nothing."""

    async def policies(self) -> dict[str, str]:
        """All of the shop's texts by topic."""

    async def faq(self) -> FaqBook:
        """The whole question-and-answer book with its version; entries outside their dates are in it too."""

    async def promotions(self) -> Sequence[Promotion]:
        """All promotions, running, coming and past, by start; the caller asks `valid_at`."""

    async def delivery(self) -> DeliveryRules | None:
        """Fees and times by zone; None when the shop states none."""

    async def working_hours(self) -> WorkingHours:
        """When people are at the desk, by skill."""


class ShopChanges(Protocol):
    """What the shop tells of an order beside the order itself, and the one way to change something in it.

    Like ShopClient it proves nothing; bot.shop.access decides before it is asked.
    """

    async def care_of(self, order_ids: Sequence[str]) -> dict[str, OrderCare]:
        """After-sale cases, refunds, invoices and urges of these orders, by order; an order without any has an empty one."""

    async def after_sale(self, after_sale_id: str) -> AfterSale | None:
        """The case with exactly this number, or None."""

    async def cases_in(self, states: Collection[str], *, limit: int, offset: int = 0) -> CasePage | None:
        """At most `limit` cases in these states after the first `offset`; None when the shop keeps that list to itself."""

    async def service_rules(self) -> ServiceRules:
        """The rules of service as the shop states them now; the caller asks each for what was in force when."""

    async def change(self, change: Change, *, key: str) -> Outcome:
        """Carry it out once: the same `key` gives the first outcome again, whatever has happened since.

        `key` is turn id, action and target, or a proposal's id (design decision 4). Raises ShopUnavailable when nothing was
        done for sure, OutcomeUnknown when that cannot be told: never try again with another key.
        """


class ShopListing(Protocol):
    """What a shop that lives in our own database can also do: stream everything, for `xiaonuan shop list` and exports."""

    def orders(self) -> AsyncIterator[Order]:
        """All orders, by id."""

    def customers(self) -> AsyncIterator[Customer]:
        """All customers, by id."""

    def cases(self) -> AsyncIterator[AfterSale]:
        """All after-sale cases, by number."""
