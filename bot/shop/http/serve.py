"""Running the reference server in the foreground, for `xiaonuan shop serve`: on loopback, over this data dir's SQL shop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from dataclasses import replace

from aiohttp import web

from bot.errors import ConfigurationError
from bot.settings import Settings
from bot.shop.http.server import make_app
from bot.shop.seed import seed_if_empty
from bot.shop.sql.shop import SqlShop

HOST = "127.0.0.1"
SECRET = "shop_api"


def serve(settings: Settings, port: int, tell: Callable[[str], None]) -> None:
    """Until SIGINT or SIGTERM. The key is BOT_SHOP_API_KEY, else one made for this data dir. Raises ConfigurationError."""
    key = settings.shop_api_key or settings.secret(SECRET)
    seed_if_empty(replace(settings, shop_api_url=""))
    asyncio.run(_serve(settings, port, key, tell))


async def _serve(settings: Settings, port: int, key: str, tell: Callable[[str], None]) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    shop = SqlShop.open(settings.shop_url)
    runner = web.AppRunner(make_app(shop, key), access_log=None, handle_signals=False, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
        where = f"export BOT_SHOP_API_URL=http://{HOST}:{runner.addresses[0][1]}"
        shown = "" if settings.shop_api_key else f" BOT_SHOP_API_KEY=$(cat {settings.secrets_dir / SECRET})"
        tell(f"the shop answers; to connect an instance: {where}{shown}")
        await stopped.wait()
    except OSError as error:
        raise ConfigurationError(f"port {port} cannot be used ({error.strerror}): say another with --port") from error
    finally:
        await runner.cleanup()
        await shop.close()
