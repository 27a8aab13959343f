from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from bot.worker.action_hop import ActionHop, Answer

_Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def _server(serve: _Serve) -> AsyncIterator[str]:
    async def closing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client has gone
        finally:
            writer.close()

    server = await asyncio.start_server(closing, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/webhook?token=secret"
    finally:
        server.close()


async def _call(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    """(request line, body)."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = next(int(line.split(":")[1]) for line in head.splitlines() if line.lower().startswith("content-length"))
    return head.splitlines()[0], await reader.readexactly(length)


def _answer(body: bytes, more: str = "") -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode() + body


class _Echo:
    """Says what it was asked, and counts its connections."""

    def __init__(self, more: str = "") -> None:
        self.connections = 0
        self.lines: list[str] = []
        self._more = more

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        while True:
            line, body = await _call(reader)
            self.lines.append(line)
            await asyncio.sleep(0.01)
            writer.write(_answer(body, self._more))


async def test_calls_one_after_the_other_share_a_connection_and_the_token_travels_along() -> None:
    echo = _Echo()
    async with _server(echo) as url:
        hop = ActionHop(url)
        assert [await hop.post(body, 1.0) for body in (b"a", b"", b"c" * 100_000)] == [
            Answer(200, b"a"),
            Answer(200, b""),
            Answer(200, b"c" * 100_000),
        ]
        await hop.close()
    assert echo.connections == 1 and set(echo.lines) == {"POST /webhook?token=secret HTTP/1.1"}


async def test_calls_at_once_each_get_their_own_answer() -> None:
    echo = _Echo()
    async with _server(echo) as url:
        hop = ActionHop(url)
        bodies = [str(number).encode() for number in range(16)]
        answers = await asyncio.gather(*(hop.post(body, 1.0) for body in bodies))
        assert [answer.body for answer in answers] == bodies
        await hop.post(b"one more", 1.0)
        await hop.close()
    assert echo.connections == 16


async def test_an_answer_that_comes_too_late_is_nobody_elses() -> None:
    async def slow_at_first(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            _, body = await _call(reader)
            await asyncio.sleep(0.3 if body == b"slow" else 0)
            writer.write(_answer(body))

    async with _server(slow_at_first) as url:
        hop = ActionHop(url)
        with pytest.raises(asyncio.TimeoutError):
            await hop.post(b"slow", 0.1)
        assert await hop.post(b"quick", 1.0) == Answer(200, b"quick")
        await asyncio.sleep(0.3)
        assert await hop.post(b"next", 1.0) == Answer(200, b"next")
        await hop.close()


async def test_a_cancelled_call_leaves_nothing_for_the_next_one() -> None:
    echo = _Echo()
    async with _server(echo) as url:
        hop = ActionHop(url)
        task = asyncio.create_task(hop.post(b"given up", 1.0))
        await asyncio.sleep(0.005)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await hop.post(b"next", 1.0) == Answer(200, b"next")
        await hop.close()


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 OK 200\r\nContent-Length: 0\r\n\r\n",
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"x" * 20_000,
    ],
)
async def test_what_is_no_answer_is_an_error(said: bytes) -> None:
    async def strange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _call(reader)
        writer.write(said)

    async with _server(strange) as url:
        hop = ActionHop(url)
        with pytest.raises(OSError):
            await hop.post(b"{}", 1.0)
        await hop.close()


@pytest.mark.parametrize("more", ["Connection: close\r\n", "connection: CLOSE\r\n"])
async def test_a_server_that_keeps_no_connection_gets_a_new_one_each_time(more: str) -> None:
    echo = _Echo(more)
    async with _server(echo) as url:
        hop = ActionHop(url)
        for _ in range(3):
            await hop.post(b"{}", 1.0)
        await hop.close()
    assert echo.connections == 3


async def test_a_server_that_died_and_came_back_is_found_again() -> None:
    once = []

    async def dying(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        once.append(await _call(reader))
        writer.write(_answer(b"last words"))

    async with _server(dying) as url:
        hop = ActionHop(url)
        for _ in range(2):
            assert (await hop.post(b"{}", 1.0)).body == b"last words"
            await asyncio.sleep(0.05)  # the connection's end is seen meanwhile
        await hop.close()
    assert len(once) == 2
    with pytest.raises(OSError):
        await hop.post(b"{}", 1.0)
