"""The shop of an instance by its settings: the one that answers under BOT_SHOP_API_URL, else the SQL shop. The one place that chooses."""

from __future__ import annotations

from typing import Protocol

from bot.errors import ConfigurationError
from bot.settings import Settings
from bot.shop.port import ShopChanges, ShopClient
from bot.shop.sql.back_office import BackOffice
from bot.shop.sql.shop import SqlShop


class ConnectedShop(ShopClient, ShopChanges, Protocol):
    """Both ports at once; whoever opens it closes it, in the event loop that used it."""

    async def close(self) -> None: ...


def open_shop(settings: Settings) -> ConnectedShop:
    """Opens no connection yet. Raises ConfigurationError."""
    if not settings.shop_api_url:
        return SqlShop.open(settings.shop_url)
    from bot.shop.http.shop import HttpShop

    return HttpShop.open(settings.shop_api_url, settings.shop_api_key)


def back_office_of(shop: ShopClient) -> BackOffice | None:
    """What the shop's own people do with cases; None where the shop has a system of its own for that."""
    return BackOffice(shop=shop) if isinstance(shop, SqlShop) else None


def own_shop(settings: Settings, what: str) -> SqlShop:
    """The SQL shop, for what only a shop in our own database can do. Raises ConfigurationError where another is connected."""
    if settings.shop_api_url:
        raise not_ours(what)
    return SqlShop.open(settings.shop_url)


def not_ours(what: str) -> ConfigurationError:
    return ConfigurationError(f"BOT_SHOP_API_URL is set: {what} in the shop's own system, or unset it for the SQL shop")
