"""`shop_under_test`: every kind of shop that the contract holds for, each over the same files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.shop.seed import ShopFiles
from tests.shop.factories import shop_files
from tests.shop.shops_under_test import MAKERS, ShopUnderTest


@pytest.fixture
def files() -> ShopFiles:
    """What the shop under test holds; a module may have its own."""
    return shop_files()


@pytest.fixture(params=[*sorted(MAKERS), pytest.param("sql on postgres", marks=pytest.mark.postgres)])
async def shop_under_test(
    request: pytest.FixtureRequest, files: ShopFiles, data_dir: Path
) -> AsyncIterator[ShopUnderTest]:
    """Over SQLite, and the SQL shop over PostgreSQL, too: what stands behind a socket is one of them."""
    name, _, other = request.param.partition(" on ")
    url = request.getfixturevalue("postgres_url") if other else f"sqlite:///{data_dir / 'shop.db'}"
    async with MAKERS[name](files, url) as shop:
        yield shop
