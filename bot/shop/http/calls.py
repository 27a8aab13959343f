"""One call to the shop's HTTP API: its key, its time, its size, what is tried again. It knows no goods and no orders.

An error names the call and what was wrong with the answer; ids, bodies and the key are in no message.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import aiohttp
from yarl import URL

from bot.errors import ShopUnavailable

CALL_WITHIN_S = 1.2
BACKOFF_S = 0.05
LARGEST_BYTES = 8 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024
_CONNECTIONS = 32
_CONNECT_SHARE = 0.75  # of the time of a call: later, nobody would hear the answer


class NotSent(Exception):
    """No connection came about: the shop has not seen the call."""


class Lost(Exception):
    """The call may have reached the shop; its answer did not reach us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """`path` has {places} for `ids`, in their order; only `path` is ever told."""

    method: str
    path: str
    ids: tuple[str, ...] = ()
    params: Sequence[tuple[str, str]] = ()
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def target(self) -> str:
        path = self.path
        for each in self.ids:
            before, _, rest = path.partition("{")
            path = before + escaped(each) + rest.partition("}")[2]
        return f"{path}?{urlencode(self.params)}" if self.params else path


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    body: bytes


def escaped(text: str) -> str:
    """Percent-encoded for a path or a header. Dots alone would be a step in the path."""
    return quote(text, safe="") if text.strip(".") else text.replace(".", "%2E")


class Calls:
    """Calls over connections that are kept. To be used in one event loop, and closed in it.

    `patience` stretches every time limit: what is not about time is tried on busy machines too.
    """

    def __init__(self, url: str, key: str, *, backoff_s: float = BACKOFF_S, patience: float = 1.0) -> None:
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}", "Accept": "application/json"}
        self._backoff_s = backoff_s
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def read(self, call: Call, *, within_s: float = CALL_WITHIN_S) -> Answer:
        """Tried once more after a broken connection or a 5xx, both tries within the time. Raises ShopUnavailable."""
        until = time.monotonic() + within_s * self._patience
        for tries_left in (1, 0):
            try:
                answer = await self._tried(call, until - time.monotonic())
            except (NotSent, Lost) as error:
                problem = str(error)
            else:
                if answer.status < 500:
                    return answer
                problem = f"status {answer.status}"
            if tries_left and until - time.monotonic() > self._backoff_s:
                await asyncio.sleep(self._backoff_s)
            else:
                break
        raise ShopUnavailable(f"{call.name}: {problem}")

    async def once(self, call: Call, within_s: float = CALL_WITHIN_S) -> Answer:
        """One try. Raises NotSent or Lost; ShopUnavailable never."""
        return await self._tried(call, within_s * self._patience)

    async def _tried(self, call: Call, within_s: float) -> Answer:
        try:
            within_s = max(within_s, 0.001)
            timeout = aiohttp.ClientTimeout(total=within_s, connect=within_s * _CONNECT_SHARE)
            return await self._asked(call, timeout)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent("no connection to the shop's API") from error
        except asyncio.TimeoutError as error:
            raise Lost("no answer in time") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise Lost(f"no whole answer ({type(error).__name__})") from error

    async def _asked(self, call: Call, timeout: aiohttp.ClientTimeout) -> Answer:
        url = URL(self._url + call.target(), encoded=True)
        headers = {**self._headers, **call.headers}
        if call.body is not None:
            headers["Content-Type"] = "application/json"
        asked = self._opened().request(
            call.method, url, data=call.body, headers=headers, timeout=timeout, allow_redirects=False
        )
        async with asked as response:
            body = bytearray()
            async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
                body += chunk
                if len(body) > LARGEST_BYTES:
                    response.close()
                    raise Lost(f"an answer of over {LARGEST_BYTES} bytes")
            return Answer(status=response.status, body=bytes(body))

    def _opened(self) -> aiohttp.ClientSession:
        """Made at the first call, for it belongs to the loop that runs then."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=_CONNECTIONS), cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session
