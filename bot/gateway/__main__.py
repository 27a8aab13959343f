"""`python -m bot.gateway`: one gateway process, started by the supervisor."""

from __future__ import annotations

import asyncio
import gc
import resource
import signal
import socket as sockets
import sys
import uuid

import structlog
import uvloop
from aiohttp import web

from bot.errors import ConfigurationError, XiaonuanError
from bot.gateway.app import make_app, make_parts
from bot.records.database import Database
from bot.settings import Settings
from bot.signals import Signals
from bot.supervisor.child import ChildContext
from bot.supervisor.logs import configure

_BACKLOG = 1_024
_STOP_WITHIN_S = 1.0
_FILES = 65_536

_log = structlog.get_logger("gateway")


def main() -> int:
    try:
        settings, context = Settings.load(), ChildContext.load()
        configure("gateway", settings, context.index)
        _allow_many_files()
        uvloop.install()
        asyncio.run(_serve(settings, context))
    except XiaonuanError as error:
        print(error.message, file=sys.stderr)
        return 1
    return 0


def _allow_many_files() -> None:
    """Each socket is a file; the usual soft limit of 1,024 is meant for programs that use select()."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


async def _serve(settings: Settings, context: ChildContext) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    listener = _listen(settings)
    database, signals = Database.open(settings), await Signals.open(context.redis_url)
    parts = make_parts(settings, database, signals, name=uuid.uuid4().hex)
    runner = web.AppRunner(
        make_app(parts), access_log=None, handle_signals=False, shutdown_timeout=_STOP_WITHIN_S, keepalive_timeout=30
    )
    await runner.setup()
    site = web.SockSite(runner, listener, backlog=_BACKLOG)
    await site.start()
    gc.freeze()  # what is imported stays: the collector need not walk it again
    _log.info("gateway.serving", host=settings.host, port=settings.port)
    await stopped.wait()
    await site.stop()
    await runner.cleanup()
    await signals.close()
    await asyncio.to_thread(database.close)
    _log.info("gateway.stopped")


def _listen(settings: Settings) -> sockets.socket:
    """Several gateways share the port; one alone must not share it by accident with another instance's."""
    family = sockets.AF_INET6 if ":" in settings.host else sockets.AF_INET
    try:
        return sockets.create_server(
            (settings.host, settings.port), family=family, backlog=_BACKLOG, reuse_port=settings.gateways > 1
        )
    except OSError as error:
        raise ConfigurationError(
            f"port {settings.port} of {settings.host} cannot be used ({error.strerror}): set BOT_PORT to a free one"
        ) from error


if __name__ == "__main__":
    sys.exit(main())
