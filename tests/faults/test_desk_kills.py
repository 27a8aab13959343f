"""The gateway is killed while an agent writes: what she was told is stored is there, once, in her order."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from tests.faults.load import in_full, the_seed
from tests.stack.instance import Instance
from tests.stack.shopper import Shopper

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

PASSWORD = "correct horse battery"
LINES, KILLS = (120, 12) if in_full() else (30, 3)
Frame = dict[str, Any]


class StubbornAgent:
    """Sends each frame under its id until it is acknowledged, over as many sockets as it takes, as the desk's page does."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._http = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Origin": url}, timeout=aiohttp.ClientTimeout(total=5)
        )
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self.resent = 0

    async def sign_in(self, name: str) -> None:
        async with self._http.post(
            f"{self._url}/api/v1/desk/login", json={"name": name, "password": PASSWORD}
        ) as response:
            assert response.status == 204

    async def acked(self, frame: Frame) -> Frame:
        whole = {"id": str(uuid.uuid4()), **frame}
        while True:
            try:
                return await asyncio.wait_for(self._asked(whole), 3)
            except (aiohttp.ClientError, ConnectionError, asyncio.TimeoutError, OSError):
                self.resent += 1
                self._socket = None
                await asyncio.sleep(0.1)

    async def _asked(self, frame: Frame) -> Frame:
        if self._socket is None:
            self._socket = await self._http.ws_connect(f"{self._url}/api/v1/desk/ws", origin=self._url)
        await self._socket.send_json(frame)
        async for message in self._socket:
            answer = message.json()
            if answer.get("id") == frame["id"] and answer["type"] in ("ack", "error"):
                assert answer["type"] == "ack", answer
                return dict(answer)
        raise ConnectionError("the socket ended")

    async def close(self) -> None:
        await self._http.close()


async def test_killed_in_mid_message_her_lines_are_there_once_and_in_order(
    new_instance: Callable[..., Instance],
) -> None:
    chance = random.Random(the_seed())
    instance = new_instance()
    added = instance.cli("agents", "add", "小林", "--skills", "all", "--role", "agent", stdin=f"{PASSWORD}\n")
    assert added.returncode == 0, added.stderr
    agent = StubbornAgent(instance.url)
    async with Shopper(instance.url) as shopper:
        await shopper.arrive()
        await shopper.ask("转人工")
        await agent.sign_in("小林")
        await agent.acked({"type": "claim", "conversation_id": shopper.conversation_id})

        async def trouble() -> None:
            for _ in range(KILLS):
                await asyncio.sleep(chance.uniform(0.2, 1.0))
                await asyncio.to_thread(instance.signal, "gateway")

        killing = asyncio.create_task(trouble())
        said = []
        for number in range(LINES):
            send = {"type": "send", "conversation_id": shopper.conversation_id, "text": f"第{number}句"}
            said.append((await agent.acked(send))["seq"])
            await asyncio.sleep(0.05)
        await killing
        await agent.acked({"type": "send", "conversation_id": shopper.conversation_id, "text": "完"})
        for _ in range(600):
            lines = [each for each in shopper.history.messages() if each["role"] == "agent"]
            if lines and lines[-1]["text"] == "完":
                break
            await asyncio.sleep(0.05)
        assert [each["text"] for each in lines] == [*(f"第{number}句" for number in range(LINES)), "完"]
        assert [each["seq"] for each in lines[:-1]] == said and shopper.history.broken == []
        assert agent.resent > 0
    await agent.close()
