"""`shop_under_test`: every kind of shop that the contract holds for, each over the same files."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.shop.seed import ShopFiles
from tests.shop.factories import shop_files
from tests.shop.shops_under_test import MAKERS, ShopUnderTest


@pytest.fixture
def files() -> ShopFiles:
    """What the shop under test holds; a module may have its own."""
    return shop_files()


@pytest.fixture(params=sorted(MAKERS))
async def shop_under_test(
    request: pytest.FixtureRequest, files: ShopFiles, database_url: str
) -> AsyncIterator[ShopUnderTest]:
    async with MAKERS[request.param](files, database_url) as shop:
        yield shop
