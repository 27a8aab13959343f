"""Gives NLU in this process the shop's products, as a worker does, so that a text reads the same here and there."""

from __future__ import annotations

import asyncio

from bot.cli.output import note
from bot.errors import ShopUnavailable
from bot.settings import Settings


def read_catalogue(settings: Settings) -> None:
    """Without a shop that answers, texts are read without product names, and a note says so."""
    from bot.nlu import catalogue
    from bot.shop.open import open_shop
    from bot.shop.seed import seed_if_empty
    from bot.worker.catalogue import refresh_once

    async def refresh() -> None:
        shop = open_shop(settings)
        try:
            await refresh_once(shop, catalogue.current(), 0)
        finally:
            await shop.close()

    try:
        seed_if_empty(settings)
        asyncio.run(refresh())
    except ShopUnavailable as error:
        note(f"product names are not known: {error}")
