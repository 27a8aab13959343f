"""The action server as the supervisor runs it: on its socket, behind its token, with the project's actions."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import orjson
import psutil
import pytest

from bot.supervisor.child import ChildContext
from bot.supervisor.lineage import bound_to
from bot.supervisor.plan import listen_on_loopback
from tests.eventually import eventually_now

_TOKEN = "t0ken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    process: subprocess.Popen[bytes]
    context: ChildContext

    def call(self, url: str, body: object) -> tuple[int, object]:
        try:
            with urlopen(Request(url, data=orjson.dumps(body)), timeout=10) as response:
                return response.status, orjson.loads(response.read())
        except HTTPError as error:
            return error.code, orjson.loads(error.read())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    listener = listen_on_loopback()
    context = ChildContext(
        role="actions",
        actions_url=f"http://127.0.0.1:{listener.getsockname()[1]}/webhook?token={_TOKEN}",
        actions_fd=listener.fileno(),
    )
    data_dir = tmp_path_factory.mktemp("data")
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.supervisor.action_server"], pass_fds=(listener.fileno(),),
        env={**os.environ, **context.environment(), "BOT_DATA_DIR": str(data_dir)}, preexec_fn=bound_to(os.getpid()),
    )  # fmt: skip
    running = Running(process=process, context=context)
    eventually_now(lambda: _well(context.actions_health_url))
    yield running
    process.kill()
    process.wait()
    listener.close()


def _well(url: str) -> bool:
    with urlopen(url, timeout=20) as response:
        return bool(response.status == 200)


def test_every_action_of_the_domain_is_served(server: Running) -> None:
    with urlopen(server.context.actions_url.replace("/webhook", "/actions"), timeout=10) as response:
        served = {action["name"] for action in orjson.loads(response.read())}
    domain = (Path(__file__).parents[2] / "domain.yml").read_text()
    assert served
    assert {name for name in served if name not in domain} == set()


def test_a_call_without_the_token_does_nothing(server: Running) -> None:
    stranger = server.context.actions_url.split("?")[0]
    assert server.call(stranger, {"next_action": "action_none"})[0] == 401
    assert server.call(stranger + "?token=guess", {"next_action": "action_none"})[0] == 401


def test_a_call_for_an_unknown_action_is_an_answer_not_a_crash(server: Running) -> None:
    body = {"next_action": "action_none", "tracker": {}, "domain": {}, "version": "3.6.21"}
    status, told = server.call(server.context.actions_url, body)
    assert status == 404
    assert told == {"error": "No registered action found for name 'action_none'.", "action_name": "action_none"}


def test_it_listens_on_loopback_only(server: Running) -> None:
    listening = [
        connection.laddr.ip
        for connection in psutil.Process(server.process.pid).net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert listening == ["127.0.0.1"]


def test_its_memory_stays_under_its_limit(server: Running) -> None:
    assert psutil.Process(server.process.pid).memory_info().rss < 120 * 1024 * 1024


def test_it_ends_on_sigterm(server: Running) -> None:
    with socket.create_connection(("127.0.0.1", int(server.context.actions_url.split(":")[2].split("/")[0]))):
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=10) == 0
