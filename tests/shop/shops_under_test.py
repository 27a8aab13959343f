"""The shops that one contract suite runs over. A connector joins with one line in MAKERS; its shop must hold what `files` say.

A maker gets the files and the URL of an empty database of its own, and gives a shop that is there as long as its block.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from bot.shop.http.shop import HttpShop
from bot.shop.port import ShopChanges, ShopClient
from bot.shop.seed import ShopFiles, write_shop
from bot.shop.sql.engine import create_schema
from bot.shop.sql.shop import SqlShop
from tests.shop.factories import NOW
from tests.shop.http_shops import Between, Moody, http_shop


class ShopUnderTest(ShopClient, ShopChanges, Protocol):
    """Both ports at once."""


_PATIENCE = 20.0  # the contract is not about time

Maker = Callable[[ShopFiles, str], AbstractAsyncContextManager[ShopUnderTest]]


@asynccontextmanager
async def sql_shop(files: ShopFiles, database_url: str) -> AsyncIterator[SqlShop]:
    shop = SqlShop.open(database_url)
    await shop.write(create_schema)
    await shop.write(lambda connection: write_shop(connection, files, NOW))
    try:
        yield shop
    finally:
        await shop.close()


@asynccontextmanager
async def shop_over_http(files: ShopFiles, database_url: str) -> AsyncIterator[HttpShop]:
    async with sql_shop(files, database_url) as shop, http_shop(shop, patience=_PATIENCE) as connected:
        yield connected


@asynccontextmanager
async def moody_shop(files: ShopFiles, database_url: str) -> AsyncIterator[HttpShop]:
    async with sql_shop(files, database_url) as shop, http_shop(shop, Between(trouble=Moody()), _PATIENCE) as connected:
        yield connected


MAKERS: dict[str, Maker] = {"sql": sql_shop, "http": shop_over_http, "http_moody": moody_shop}
