"""The gateway as a process of its own: what it imports, how it stops, what it says when it cannot start."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.records.database import Database
from bot.records.migrate import upgrade_database
from bot.settings import PROJECT_ROOT
from bot.training.e2e.ports import free_port
from tests.eventually import eventually
from tests.gateway.client import Client

HEAVY = ("rasa", "rasa_sdk", "tensorflow", "spacy", "jieba", "numpy", "sklearn", "PIL")


def started(data_dir: Path, port: int) -> subprocess.Popen[str]:
    upgrade_now(data_dir)
    told = {"BOT_DATA_DIR": str(data_dir), "BOT_PORT": str(port), "BOT_RUN_ROLE": "gateway"}
    return subprocess.Popen(
        [sys.executable, "-m", "bot.gateway"],
        cwd=PROJECT_ROOT, env={**os.environ, **told}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def upgrade_now(data_dir: Path) -> None:
    database = Database(f"sqlite:///{data_dir / 'records.db'}")
    upgrade_database(database)
    database.close()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_gateway_imports_nothing_heavy() -> None:
    code = f"import sys, bot.gateway.__main__; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_sigterm_closes_sockets_with_1001_and_ends_in_time(data_dir: Path) -> None:
    import aiohttp

    port = free_port()
    process = started(data_dir, port)
    try:
        await eventually(lambda: listens(port))
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
            token = (await (await http.post("/api/v1/visitors", json={})).json())["token"]
            client = Client(await http.ws_connect("/api/v1/chat"))
            silent = Client(await http.ws_connect("/api/v1/chat"))
            await client.hello(token)
            await client.say("在吗")
            await client.next("ack")
            process.send_signal(signal.SIGTERM)
            assert [await each.closed() for each in (client, silent)] == [1001, 1001]
            assert await asyncio.to_thread(process.wait, 5) == 0
            assert not listens(port)
    finally:
        process.kill()


@pytest.mark.parametrize("host", ["127.0.0.1"])
def test_a_port_in_use_is_one_clear_line(data_dir: Path, host: str) -> None:
    with socket.create_server((host, 0)) as taken:
        process = started(data_dir, taken.getsockname()[1])
        _, said = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "BOT_PORT" in said and "Traceback" not in said
