"""A desk gateway for browser tests: serves bot/web under the real policy and speaks the desk's frames and routes from memory.

It runs on its own thread; tests turn its switches (`refusing`, `acks_held`, `errors`) and call its methods.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta, timezone
from typing import Any, TypeVar

from aiohttp import WSMsgType, web

from tests.browser.desk import fake_routes
from tests.browser.desk.fake_frames import ANSWERS
from tests.browser.desk.world import CANNED, SKILLS, FakeChat, Frame, agent, iso

Result = TypeVar("Result")
Answer = Callable[[Frame], None]


class FakeDesk:
    def __init__(self) -> None:
        self.agents: dict[str, Frame] = {
            each["name"]: each for each in (agent("小林"), agent("小周"), agent("王主管", "supervisor"))
        }
        self.chats: dict[str, FakeChat] = {}
        self.offers: list[Frame] = []
        self.errors: dict[str, Frame] = {}
        self.acks_held = False
        self.refusing = False
        self.locked = False
        self.received: list[Frame] = []
        self.asked: list[str] = []
        self.uploads: list[bytes] = []
        self.answered: dict[str, Frame] = {}
        self._sockets: list[tuple[str, web.WebSocketResponse, Answer]] = []
        self._watched: set[tuple[str, str]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.url = ""

    def start(self) -> None:
        self._thread.start()
        self.url = self._on_loop(self._serve)

    def stop(self) -> None:
        self._on_loop(self._close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        self._loop.close()

    def run(self, act: Callable[[], Result]) -> Result:
        """Runs `act` on the gateway's own thread: everything that changes or tells goes through here."""

        async def acting() -> Result:
            return act()

        return self._on_loop(acting)

    def add(self, *chats: FakeChat) -> FakeChat:
        """They wait from now on; the first is returned."""

        def act() -> FakeChat:
            self.chats.update({each.id: each for each in chats})
            self.tell({"type": "queue", "changed": [each.chat for each in chats], "removed": []})
            return chats[0]

        return self.run(act)

    def give(self, chat: FakeChat, name: str = "小林") -> FakeChat:
        """She holds it already."""
        self.chats[chat.id] = chat
        chat.chat.update(
            state="assigned", holder="agent", agent=name, assigned_at=iso(datetime.now(timezone.utc)), unread=0
        )
        return chat

    def shopper_says(self, chat: FakeChat, text: str, **content: Any) -> None:
        self.run(lambda: self.tell_message(chat, chat.commit("shopper", text, **content)))

    def offer(self, chat: FakeChat, name: str = "小林", seconds: float = 20) -> None:
        until = iso(datetime.now(timezone.utc) + timedelta(seconds=seconds))
        frame = {"type": "offer", "conversation_id": chat.id, "expires_at": until}
        self.run(lambda: self.tell(frame, name))

    def drop_sockets(self) -> None:
        """Cuts every connection, as a crash would."""
        self.run(self._abort_all)

    def end_sessions(self) -> None:
        async def closing() -> None:
            for _, socket, _ in list(self._sockets):
                await socket.close(code=4401)

        self._on_loop(closing)

    def tell(self, frame: Frame, name: str | None = None) -> None:
        for whose, _, answer in list(self._sockets):
            if name in (None, whose):
                answer(frame)

    def tell_message(self, chat: FakeChat, message: Frame) -> None:
        for whose, _, answer in list(self._sockets):
            if whose == chat.chat["agent"] or (whose, chat.id) in self._watched:
                answer({"type": "message", "conversation_id": chat.id, **message})

    def tell_chat(self, chat: FakeChat, *names: str | None) -> None:
        frame = {"type": "conversation", "chat": chat.chat}
        for name in {chat.chat["agent"], *names} - {None}:
            self.tell(frame, name)

    def watch(self, name: str, chat: FakeChat, on: bool) -> None:
        (self._watched.add if on else self._watched.discard)((name, chat.id))

    def sent(self, kind: str) -> list[Frame]:
        return [frame for frame in self.received if frame["type"] == kind]

    def snapshot(self, name: str) -> Frame:
        chats = [each.chat for each in self.chats.values()]
        return {
            "type": "snapshot", "me": self.agents[name], "agents": list(self.agents.values()), "offers": self.offers, "canned": CANNED, "skills": SKILLS,
            "timezone": "Asia/Shanghai",
            "queue": [chat for chat in chats if chat["state"] == "waiting"], "mine": [chat for chat in chats if chat["agent"] == name],
        }  # fmt: skip

    def _abort_all(self) -> None:
        for _, socket, _ in self._sockets:
            if socket._req is not None and socket._req.transport is not None:
                socket._req.transport.abort()

    def _on_loop(self, make: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        return asyncio.run_coroutine_threadsafe(make(), self._loop).result(timeout=10)

    async def _serve(self) -> str:
        app = web.Application(client_max_size=6 * 1024 * 1024)
        fake_routes.add(app, self)
        app.router.add_get("/api/v1/desk/ws", self._socket)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _close(self) -> None:
        for _, socket, _ in list(self._sockets):
            await socket.close()
        await self._runner.cleanup()

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        name = fake_routes.who(request)
        if self.refusing:
            return web.Response(status=503)
        if name not in self.agents:
            return web.Response(status=401)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        queue: asyncio.Queue[Frame] = asyncio.Queue()
        writer = asyncio.create_task(_write(socket, queue))
        entry = (name, socket, queue.put_nowait)
        queue.put_nowait(self.snapshot(name))
        self._sockets.append(entry)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._hear(name, json.loads(message.data), queue.put_nowait)
        finally:
            self._sockets.remove(entry)
            writer.cancel()
        return socket

    def _hear(self, name: str, frame: Frame, answer: Answer) -> None:
        self.received.append(frame)
        kind = frame["type"]
        if kind == "ping":
            return answer({"type": "pong"})
        if kind in self.errors:
            return answer({"type": "error", "id": frame["id"], "message": "", **self.errors[kind]})
        if "id" in frame and frame["id"] in self.answered:
            return answer(self.answered[frame["id"]])
        found = ANSWERS[kind](self, name, frame)
        if found is None or "id" not in frame:
            return
        kind = "error" if "code" in found else "ack"
        self.answered[frame["id"]] = {"type": kind, "id": frame["id"], **found}
        if not self.acks_held:
            answer(self.answered[frame["id"]])


async def _write(socket: web.WebSocketResponse, queue: asyncio.Queue[Frame]) -> None:
    while True:
        await socket.send_json(await queue.get())


if __name__ == "__main__":
    from tests.browser.desk.crowd import crowded

    desk = crowded(FakeDesk())
    desk.start()
    print(f"{desk.url}/desk", flush=True)
    threading.Event().wait()
