"""Which processes an instance consists of, with their commands and addresses. It starts nothing."""

from __future__ import annotations

import hashlib
import secrets
import socket
import sys
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

from bot.settings import PROJECT_ROOT, Settings
from bot.signals.embedded import EmbeddedRedis, find_program
from bot.supervisor.child import ChildContext
from bot.supervisor.gate import Gate
from bot.supervisor.keeper import ChildSpec
from bot.supervisor.sockets import socket_path

# One turn uses one core: pools of threads in numeric libraries only cost memory and fight each other.
_LEAN = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "RASA_TELEMETRY_ENABLED": "false",
}

_GATED = ("worker", "actions", "gateway")


def _module(name: str) -> tuple[str, ...]:
    return (sys.executable, "-m", name)


def _warm(name: str, *early: str) -> tuple[str, ...]:
    return (*_module("bot.supervisor.warm_start"), name, *early)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """The commands by role; tests put stand-ins here."""

    preparation: tuple[str, ...] = field(default_factory=lambda: _module("bot.supervisor.preparation"))
    actions: tuple[str, ...] = field(
        default_factory=lambda: _warm("bot.supervisor.action_server", "actions.composition", "rasa_sdk.endpoint")
    )
    worker: tuple[str, ...] = field(
        default_factory=lambda: _warm("bot.worker.__main__", "bot.worker.engine", "bot.worker.catalogue")
    )
    gateway: tuple[str, ...] = field(default_factory=lambda: _warm("bot.gateway.__main__"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`redis` is None when another Redis is used or none can run."""

    redis_url: str
    actions_url: str
    preparation: ChildSpec
    redis: ChildSpec | None
    actions: ChildSpec
    workers: tuple[ChildSpec, ...]
    gateways: tuple[ChildSpec, ...]

    @property
    def together(self) -> tuple[ChildSpec, ...]:
        return (*self.workers, self.actions, *self.gateways)


def make_plan(settings: Settings, commands: Commands, actions_socket: socket.socket, gate: Gate) -> Plan:
    """`actions_socket` listens on loopback; it outlives the action server, so its address stays the same.

    Workers, action server and gateways wait at the gate.
    """
    redis = None if settings.redis_url else _embedded(settings)
    redis_url = redis.url if redis else _with_namespace(settings.redis_url, settings.database_url)
    port = actions_socket.getsockname()[1]
    actions_url = f"http://127.0.0.1:{port}/webhook?token={secrets.token_urlsafe(16)}"
    variables = {**_LEAN, "BOT_PORT": str(settings.port), "BOT_DATA_DIR": str(settings.data_dir)}

    def spec(role: str, index: int, command: tuple[str, ...]) -> ChildSpec:
        actions_fd = actions_socket.fileno() if role == "actions" else -1
        gate_fd = gate.fd if role in _GATED else -1
        context = ChildContext(
            role=role,
            index=index,
            redis_url=redis_url,
            actions_url=actions_url,
            actions_fd=actions_fd,
            gate_fd=gate_fd,
        )
        fds = tuple(fd for fd in (actions_fd, gate_fd) if fd >= 0)
        return ChildSpec(context=context, command=command, variables=variables, fds=fds, cwd=str(PROJECT_ROOT))

    return Plan(
        redis_url=redis_url,
        actions_url=actions_url,
        preparation=spec("preparation", 0, commands.preparation),
        redis=spec("redis", 0, redis.command()) if redis else None,
        actions=spec("actions", 0, commands.actions),
        workers=tuple(spec("worker", index, commands.worker) for index in range(settings.workers)),
        gateways=tuple(spec("gateway", index, commands.gateway) for index in range(settings.gateways)),
    )


def listen_on_loopback() -> socket.socket:
    """A listening socket on a free port of 127.0.0.1."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    listener.setblocking(False)
    return listener


def _embedded(settings: Settings) -> EmbeddedRedis | None:
    program = find_program()
    if program is None:
        return None
    log = settings.data_dir / "log" / "redis.log"
    return EmbeddedRedis(program=program, socket=socket_path(settings.run_dir, "redis.sock"), log=log)


def _with_namespace(redis_url: str, database_url: str) -> str:
    """Instances with one record share signals; others on the same Redis do not meet."""
    if not redis_url or urldefrag(redis_url).fragment:
        return redis_url
    record = urlsplit(database_url)
    name = f"{record.hostname}:{record.port}{record.path}"
    return f"{redis_url}#xiaonuan-{hashlib.sha256(name.encode()).hexdigest()[:10]}"
