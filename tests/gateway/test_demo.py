"""The demo storefront's API: what it sells, and logging in as one of its customers."""

import asyncio
from typing import Any

import aiohttp
import pytest_asyncio

from bot.clock import utc_now
from bot.gateway.demo import COOKIE
from bot.records.database import Database
from bot.shop.identity import verify
from bot.shop.seed import seed_if_empty
from tests.gateway.conftest import StartGateway
from tests.gateway.live import LiveGateway


@pytest_asyncio.fixture
async def shop(start: StartGateway, sqlite_database: Database) -> LiveGateway:
    gateway = await start(sqlite_database)
    await asyncio.to_thread(seed_if_empty, gateway.parts.settings)
    return gateway


async def get(http: aiohttp.ClientSession, path: str) -> Any:
    async with http.get(f"/api/v1/demo/{path}") as response:
        return await response.json() if response.status == 200 else response.status


async def log_in(http: aiohttp.ClientSession, customer_id: Any) -> int:
    async with http.post("/api/v1/demo/login", json={"customer_id": customer_id}) as response:
        return response.status


async def test_the_shelves_are_full(shop: LiveGateway) -> None:
    products = await get(shop.http, "products")
    assert len(products) >= 40
    assert {"sku", "title", "category", "price_fen", "stock"} <= set(products[0])
    customers = await get(shop.http, "customers")
    assert len(customers) >= 60 and any(customer["orders_open"] > 1 for customer in customers)
    assert set(customers[0]) == {"customer_id", "name", "orders_open"}


async def test_the_shop_tells_where_it_is(shop: LiveGateway) -> None:
    assert await get(shop.http, "shop") == {"timezone": str(shop.parts.settings.timezone)}


async def test_a_guest_has_no_identity_and_no_orders(shop: LiveGateway) -> None:
    assert await get(shop.http, "identity") == 204
    assert await get(shop.http, "orders") == []


async def test_whoever_logs_in_gets_her_identity_and_her_orders(shop: LiveGateway) -> None:
    customer = next(each for each in await get(shop.http, "customers") if each["orders_open"])
    assert await log_in(shop.http, customer["customer_id"]) == 204
    identity = (await get(shop.http, "identity"))["identity"]
    secret = shop.parts.settings.secret("identity")
    assert verify(identity, secret, utc_now()) == customer["customer_id"]
    assert len(await get(shop.http, "orders")) >= customer["orders_open"]
    assert (await shop.visit(identity=identity)).token
    assert await log_in(shop.http, None) == 204
    assert await get(shop.http, "identity") == 204


async def test_nobody_becomes_somebody_by_a_cookie_of_her_own(shop: LiveGateway) -> None:
    for value in ("C001", "C001.", "C001.forged", ".", "x" * 3_000):
        async with aiohttp.ClientSession(shop.url, headers={"Cookie": f"{COOKIE}={value}"}) as http:
            assert await get(http, "identity") == 204


async def test_a_customer_who_does_not_exist_cannot_log_in(shop: LiveGateway) -> None:
    assert await log_in(shop.http, "nobody") == 404
    assert await log_in(shop.http, 5) == 400
