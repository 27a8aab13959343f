"""The demo storefront's own small API: what it sells, and "log in as" one of the demo shop's customers.

Only for the demo shop: here everybody may be anybody. A real shop signs identities on its own pages.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from typing import Any

import msgspec
from aiohttp import hdrs, web

from bot.clock import iso, utc_now
from bot.errors import NotFound
from bot.gateway.rest import answer, read_body
from bot.settings import Settings
from bot.shop.identity import sign
from bot.shop.order import Order
from bot.shop.product import Product
from bot.shop.sql.shop import SqlShop

COOKIE = "demo_customer"
_PRODUCTS = 2_000
_CUSTOMERS = 200
_ORDERS_COUNTED = 10_000
_ORDERS_SHOWN = 50


class LogIn(msgspec.Struct, frozen=True, kw_only=True):
    customer_id: str | None = None


class Demo:
    """The routes; the shop is opened by whoever makes it, and closed with it."""

    def __init__(self, shop: SqlShop, settings: Settings) -> None:
        self._shop = shop
        self._settings = settings
        self._secret = settings.secret("demo").encode()

    async def shop(self, _request: web.Request) -> web.Response:
        """Where the shop is: its pages tell times as its people and the bot do."""
        return answer({"timezone": str(self._settings.timezone)})

    async def products(self, _request: web.Request) -> web.Response:
        found: list[dict[str, Any]] = []
        async for product in self._shop.products():
            found.append(_product(product))
            if len(found) >= _PRODUCTS:
                break
        return answer(found)

    async def customers(self, _request: web.Request) -> web.Response:
        """The first customers, with how many open orders each has."""
        open_orders: Counter[str] = Counter()
        counted = 0
        async for order in self._shop.orders():
            open_orders[order.customer_id] += order.is_open
            counted += 1
            if counted >= _ORDERS_COUNTED:
                break
        found: list[dict[str, Any]] = []
        async for customer in self._shop.customers():
            number = open_orders[customer.customer_id]
            found.append({"customer_id": customer.customer_id, "name": customer.name, "orders_open": number})
            if len(found) >= _CUSTOMERS:
                break
        return answer(found)

    async def orders(self, request: web.Request) -> web.Response:
        """Her own, newest first; none for a guest."""
        customer_id = self._logged_in(request)
        found = await self._shop.orders_of(customer_id, limit=_ORDERS_SHOWN) if customer_id else ()
        return answer([_order(order) for order in found])

    async def log_in(self, request: web.Request) -> web.Response:
        wanted = await read_body(request, LogIn)
        response = web.Response(status=204)
        if wanted.customer_id is None:
            response.del_cookie(COOKIE, path="/")
            return response
        if await self._shop.customer(wanted.customer_id) is None:
            raise NotFound("no such customer in the demo shop")
        value = f"{wanted.customer_id}.{self._proof(wanted.customer_id)}"
        response.set_cookie(COOKIE, value, path="/", httponly=True, samesite="Strict", secure=request.secure)
        return response

    async def identity(self, request: web.Request) -> web.Response:
        """{"identity": JWT} for whoever is logged in, 204 for a guest."""
        customer_id = self._logged_in(request)
        if customer_id is None:
            return web.Response(status=204)
        jwt = sign(customer_id, self._settings.secret("identity"), utc_now())
        response = answer({"identity": jwt, "customer_id": customer_id})
        response.headers[hdrs.CACHE_CONTROL] = "no-store"
        return response

    async def close(self, _app: web.Application) -> None:
        await self._shop.close()

    def _logged_in(self, request: web.Request) -> str | None:
        customer_id, _, proof = request.cookies.get(COOKIE, "").rpartition(".")
        genuine = bool(customer_id) and hmac.compare_digest(proof.encode(), self._proof(customer_id).encode())
        return customer_id if genuine else None

    def _proof(self, customer_id: str) -> str:
        return hmac.new(self._secret, customer_id.encode(), hashlib.sha256).hexdigest()


def _product(product: Product) -> dict[str, Any]:
    return {
        "sku": product.sku,
        "title": product.title,
        "category": product.category,
        "brand": product.brand,
        "price_fen": product.price_fen,
        "stock": product.stock,
        "image": product.image,
        "url": product.url,
        "attributes": product.attributes,
        "variants": [
            {"sku": each.sku, "options": each.options, "price_fen": each.price_fen, "stock": each.stock}
            for each in product.variants
        ],
    }


def _order(order: Order) -> dict[str, Any]:
    return {
        "order_id": order.order_id,
        "status": order.status,
        "placed_at": iso(order.placed_at),
        "total_fen": order.total_fen,
        "items": [
            {"sku": item.sku, "title": item.title, "quantity": item.quantity, "price_fen": item.price_fen}
            for item in order.items
        ],
    }
