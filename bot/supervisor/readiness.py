"""Asks a gateway of this machine whether a real turn can be answered (`GET /readyz`)."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass

from bot.settings import Settings

_TIMEOUT_S = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """`waiting_for` names what is missing; "gateway" when nothing answers at all."""

    ready: bool
    waiting_for: tuple[str, ...] = ()
    degraded: tuple[str, ...] = ()


def local_url(settings: Settings) -> str:
    """Where this machine reaches the gateway, also when it listens on every address."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(settings.host, settings.host)
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


async def ask(url: str) -> Readiness:
    """Never raises: what does not answer in 3 s is not ready."""
    host, _, port = url.removeprefix("http://").rpartition(":")
    try:
        status, body = await asyncio.wait_for(get(host.strip("[]"), int(port), "/readyz"), _TIMEOUT_S)
        told = json.loads(body or b"{}")
    except (OSError, ValueError, asyncio.TimeoutError, EOFError):
        return Readiness(ready=False, waiting_for=("gateway",))
    told = told if isinstance(told, dict) else {}
    return Readiness(
        ready=status == 200,
        waiting_for=tuple(map(str, told.get("waiting_for", ()))),
        degraded=tuple(map(str, told.get("degraded", ()))),
    )


async def get(host: str, port: int, path: str) -> tuple[int, bytes]:
    """Status and body; for a moment's question to a process of this machine. Raises OSError, EOFError or ValueError."""
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(f"GET {path} HTTP/1.0\r\nHost: {host}:{port}\r\n\r\n".encode())
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        return int(head.split(b" ", 2)[1]), body
    except IndexError as error:
        raise EOFError("no answer") from error
    finally:
        writer.close()
