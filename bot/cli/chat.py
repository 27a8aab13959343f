"""`chat`: a terminal chat through the same path as the widget: the running gateway's REST and socket."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from typing import Annotated

import typer

from bot.cli.output import note
from bot.settings import Settings


def register(app: typer.Typer) -> None:
    app.command(short_help="Chats with the running instance.")(chat)


def chat(
    customer: Annotated[str | None, typer.Option(metavar="ID", help="As this customer of the shop, logged in.")] = None,
) -> int:
    """Chats with the running instance; lines from a pipe are sent one after the other, each once the last is answered."""
    from bot.cli.chat_session import ChatSession
    from bot.cli.running import the_running

    settings = Settings.load()
    url = the_running(settings).url
    identity = _signed(settings, customer) if customer else None
    session = ChatSession(url, patient=not sys.stdin.isatty(), zone=settings.timezone)
    asyncio.run(session.run(identity, _typed_lines()))
    return 0 if session.answered else 1


def _signed(settings: Settings, customer_id: str) -> str:
    """Her identity. Raises NotFound where the shop says that it has no such customer; one that does not answer says nothing."""
    from bot.clock import utc_now
    from bot.errors import NotFound, ShopUnavailable
    from bot.shop.identity import sign

    try:
        known = asyncio.run(_is_known(settings, customer_id))
    except ShopUnavailable:
        known = True
    if not known:
        raise NotFound(
            f"the shop has no customer {customer_id}: `xiaonuan shop list customers` shows those that it has"
        )
    return sign(customer_id, settings.secret("identity"), utc_now())


async def _is_known(settings: Settings, customer_id: str) -> bool:
    from bot.shop.open import open_shop

    shop = open_shop(settings)
    try:
        return await shop.customer(customer_id) is not None
    finally:
        await shop.close()


async def _typed_lines() -> AsyncIterator[str]:
    """Lines of stdin, read by the event loop, so that what the bot says appears while somebody types."""
    if not _can_be_polled(sys.stdin.fileno()):
        for line in sys.stdin:
            yield line
        return
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    if sys.stdin.isatty():
        note("说点什么吧。:help 看用法，Ctrl-D 结束。")
    while line := await reader.readline():
        yield line.decode(errors="replace").rstrip("\n")


def _can_be_polled(fd: int) -> bool:
    """A pipe, a socket or a terminal; a file or /dev/null is always ready and cannot be watched."""
    import stat

    mode = os.fstat(fd).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or os.isatty(fd)
