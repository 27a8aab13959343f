"""Keeping NLU's picture of the shop's catalogue fresh: a product added to the shop is recognised within seconds."""

from __future__ import annotations

import asyncio
from typing import Protocol

import structlog

from bot.errors import ShopUnavailable
from bot.nlu import catalogue
from bot.settings import Settings
from bot.shop.port import CatalogueChange

EVERY_S = 2.0
log = structlog.get_logger()


class ChangingCatalogue(Protocol):
    """The part of ShopClient that this needs."""

    async def catalogue_since(self, version: int) -> CatalogueChange: ...


async def follow(shop: ChangingCatalogue, index: catalogue.CatalogueIndex) -> None:
    """Until cancelled; a shop that is away for a while leaves the last picture in place."""
    version = 0
    while True:
        try:
            version = await refresh_once(shop, index, version)
        except ShopUnavailable as error:
            log.warning("catalogue.stale", reason=error.message)
        await asyncio.sleep(EVERY_S)


async def refresh_once(shop: ChangingCatalogue, index: catalogue.CatalogueIndex, version: int) -> int:
    """Take in what changed since `version`; the version that is now known."""
    change = await shop.catalogue_since(version)
    if change.products or change.removed:
        await asyncio.to_thread(index.refresh, change.products, change.removed)
        log.info("catalogue.refreshed", products=len(change.products), removed=len(change.removed), known=len(index))
    return change.version


async def follow_own_shop(settings: Settings) -> None:
    """Until cancelled, with the shop of the settings and the index that NLU reads."""
    from bot.shop.open import open_shop

    shop = open_shop(settings)
    try:
        await follow(shop, catalogue.current())
    finally:
        await shop.close()
