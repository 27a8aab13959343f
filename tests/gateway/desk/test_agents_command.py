"""`xiaonuan agents passwd|disable`, in a process of its own: sessions and sockets of hers end within a second."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path

import pytest

from bot.records.database import Database
from tests.gateway.desk.desk_client import DeskClient, hire
from tests.gateway.live import LiveGateway

ROOT = Path(__file__).parents[3]
WITHIN_S = 1.0


async def xiaonuan(database: Database, *words: str, stdin: str = "") -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, cwd=ROOT, env={**os.environ, "BOT_DATABASE_URL": database.url},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, err = await process.communicate(stdin.encode())
    assert process.returncode == 0, err.decode()


@pytest.mark.parametrize("words", [("disable", "小林"), ("passwd", "小林")], ids=["disable", "passwd"])
async def test_what_she_has_open_is_closed_within_a_second(lone: LiveGateway, words: tuple[str, str]) -> None:
    hire(lone.database, "小林")
    hire(lone.database, "小王")
    visit, shopper = await lone.shopper()
    await shopper.ask({"type": "ask_human"})
    pages = [await DeskClient.enter(lone, "小林"), await DeskClient.enter(lone, "小林")]
    await pages[0].claim(visit.conversation_id)
    other = await DeskClient.enter(lone, "小王")
    await xiaonuan(lone.database, "agents", *words, stdin="a new password\n")
    ended_s = time.monotonic()
    assert [await page.closed() for page in pages] == [4401, 4401]
    assert time.monotonic() - ended_s <= WITHIN_S
    async with pages[0].http.get("/api/v1/desk/me") as response:
        assert response.status == 401
    await other.quiet()  # hers stays open
    if words[0] == "disable":
        await other.sees_waiting(visit.conversation_id)
