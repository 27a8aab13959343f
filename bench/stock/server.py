"""Stock Rasa's processes as its documentation starts them: Redis, `rasa run actions`, `rasa run`, all on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp

from bench.machine import with_children
from bench.stock.project import StockProject, environment
from bench.talker import NotAnswered, Reply, since_ms
from bot.signals.embedded import find_program
from bot.supervisor.lineage import bound_to
from bot.training.e2e.ports import free_port

_START_S = 240.0
_ASK_AGAIN_S = 0.1


class StockServer:
    """`started_s`: from `rasa run` to its first answer."""

    def __init__(self, project: StockProject) -> None:
        self._project = project
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self.url = ""
        self.started_s = 0.0

    async def start(self) -> None:
        """Returns with the first answer. Raises NotAnswered when there is none within 240 s."""
        redis_port, actions_port, port = free_port(), free_port(), free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._write_endpoints(redis_port, actions_port)
        program = shutil.which("redis-server") or find_program()
        if program is None:
            raise NotAnswered("no redis-server for stock Rasa")
        self._run("redis", str(program), "--port", str(redis_port), "--bind", "127.0.0.1", "--save", "")
        self._run("actions", *_rasa("run", "actions", "-p", str(actions_port)))
        began_s = time.perf_counter()
        self._run("rasa", *_rasa("run", "-i", "127.0.0.1", "-p", str(port), "--endpoints", "endpoints.yml"))
        await self._until_answering(began_s + _START_S)
        self.started_s = time.perf_counter() - began_s

    async def _until_answering(self, deadline_s: float) -> None:
        async with self.senders(1) as (sender,):
            while True:
                with contextlib.suppress(aiohttp.ClientError, NotAnswered, OSError):
                    await sender.ask("你好")
                    return
                died = [name for name, process in self._processes.items() if process.poll() is not None]
                if died or time.perf_counter() > deadline_s:
                    raise NotAnswered(f"stock Rasa did not start {died}: see {self._log('rasa')}")
                await asyncio.sleep(_ASK_AGAIN_S)

    def _run(self, name: str, *command: str) -> None:
        with self._log(name).open("wb") as log:
            self._processes[name] = subprocess.Popen(
                command, cwd=self._project.root, env=environment(), stdout=log, stderr=log,
                start_new_session=True, preexec_fn=bound_to(os.getpid()),
            )  # fmt: skip

    def _log(self, name: str) -> Path:
        return self._project.root / f"{name}.log"

    def _write_endpoints(self, redis_port: int, actions_port: int) -> None:
        store = f"  type: redis\n  url: 127.0.0.1\n  port: {redis_port}\n"
        (self._project.root / "endpoints.yml").write_text(
            f"action_endpoint:\n  url: http://127.0.0.1:{actions_port}/webhook\n"
            f"tracker_store:\n{store}  db: 0\nlock_store:\n{store}  db: 1\n"
        )

    @contextlib.asynccontextmanager
    async def senders(self, count: int) -> AsyncIterator[list[StockSender]]:
        """So many new senders of its REST channel."""
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=60)
        async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=60)) as session:
            yield [StockSender(session, self.url, os.urandom(8).hex()) for _ in range(count)]

    def pids(self) -> dict[str, list[int]]:
        """Process ids by part, helpers included."""
        return {name: with_children(process.pid) for name, process in self._processes.items()}

    def stop(self) -> None:
        for process in self._processes.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._processes.clear()


class StockSender:
    """One conversation over Rasa's REST channel."""

    def __init__(self, session: aiohttp.ClientSession, url: str, sender: str) -> None:
        self._session = session
        self._url = f"{url}/webhooks/rest/webhook"
        self._sender = sender

    async def ask(self, text: str) -> Reply:
        """Raises NotAnswered for anything but an answer; Rasa reports most failures as an empty list."""
        began_s = time.perf_counter()
        async with self._session.post(self._url, json={"sender": self._sender, "message": text}) as response:
            answers: list[dict[str, Any]] = await response.json() if response.status == 200 else []
        if not answers or not answers[0].get("text"):
            raise NotAnswered(f"stock Rasa answered {response.status} {answers}")
        return Reply(took_ms=since_ms(began_s), text=answers[0]["text"])


def _rasa(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "rasa", *arguments)
