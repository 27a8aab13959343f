"""One place opens the shop by the settings; what only the SQL shop can do says so where another is connected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.settings import Settings, describe
from bot.shop.http.shop import HttpShop
from bot.shop.importing import import_file
from bot.shop.open import open_shop, own_shop
from bot.shop.rows import listed
from bot.shop.seed import renew_rules, reseed, seed_if_empty
from bot.shop.sql.shop import SqlShop

CONNECTED = {"BOT_SHOP_API_URL": "https://shop.example/bot/", "BOT_SHOP_API_KEY": "k-1234567"}


@pytest.fixture
def connected(settings_for: Callable[..., Settings]) -> Settings:
    return settings_for(shop_api_url="http://127.0.0.1:1/bot", shop_api_key="k-1234567")


async def test_the_settings_choose(connected: Settings, settings_for: Callable[..., Settings]) -> None:
    for settings, kind in ((connected, HttpShop), (settings_for(), SqlShop)):
        shop = open_shop(settings)
        assert isinstance(shop, kind)
        await shop.close()


@pytest.mark.parametrize(
    "act",
    [
        reseed,
        renew_rules,
        lambda settings: own_shop(settings, "log in"),
        lambda settings: import_file(settings, Path(__file__), print),
        lambda settings: listed(settings, "orders"),
        lambda settings: listed(settings, "customers"),
        lambda settings: listed(settings, "after_sales"),
    ],
    ids=["reseed", "rules", "own_shop", "import", "orders", "customers", "after_sales"],
)
def test_what_is_for_the_sql_shop_says_so(connected: Settings, act: Callable[[Settings], object]) -> None:
    with pytest.raises(ConfigurationError, match="BOT_SHOP_API_URL is set"):
        act(connected)


def test_nothing_is_seeded_beside_a_connected_shop(connected: Settings) -> None:
    assert not seed_if_empty(connected)
    assert not (connected.data_dir / "shop.db").exists()


def test_a_connected_shop_has_no_demo_log_in_and_a_hidden_key() -> None:
    settings = Settings.load(CONNECTED)
    assert (settings.shop_api_url, settings.demo) == ("https://shop.example/bot", False)
    assert "k-1234567" not in str(describe(settings, CONNECTED))


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"BOT_SHOP_API_KEY": ""}, "BOT_SHOP_API_KEY"),
        ({"BOT_SHOP_API_KEY": "two words"}, "BOT_SHOP_API_KEY"),
        ({"BOT_SHOP_API_KEY": "钥匙"}, "BOT_SHOP_API_KEY"),
        ({"BOT_DEMO": "1"}, "BOT_DEMO"),
        ({"BOT_SHOP_API_URL": "shop.example"}, "BOT_SHOP_API_URL"),
        ({"BOT_SHOP_API_URL": "ftp://shop.example"}, "BOT_SHOP_API_URL"),
        ({"BOT_SHOP_API_URL": "https://me:pw@shop.example"}, "BOT_SHOP_API_URL"),
        ({"BOT_SHOP_API_URL": "https://shop.example/?key=1"}, "BOT_SHOP_API_URL"),
        ({"BOT_SHOP_API_URL": "https://shop.example:99999"}, "BOT_SHOP_API_URL"),
        ({"BOT_SHOP_API_URL": "http://["}, "BOT_SHOP_API_URL"),
    ],
)
def test_half_a_connection_is_named_at_start(more: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigurationError, match=f"^{named}") as refused:
        Settings.load({**CONNECTED, **more})
    assert "k-1234567" not in refused.value.message
