"""What a child process is told, by its environment. Part of every process: it must import nothing heavy.

Beside the settings (BOT_…), which it inherits:

    BOT_RUN_ROLE         gateway, worker, actions, redis or preparation
    BOT_RUN_INDEX        0, 1, … among the processes of that role
    BOT_RUN_REDIS_URL    Redis to use: the embedded one, or BOT_REDIS_URL with a namespace; empty: none
    BOT_RUN_ACTIONS_URL  where the action server takes calls, with the token that it asks for; keep it out of logs
    BOT_RUN_ACTIONS_FD   the action server only: its listening socket, opened by the supervisor
    BOT_RUN_GATE_FD      what warm_start waits at until the instance is prepared; nobody else reads it
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from bot.errors import ConfigurationError


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildContext:
    role: str
    index: int = 0
    redis_url: str = ""
    actions_url: str = ""
    actions_fd: int = -1
    gate_fd: int = -1

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None) -> ChildContext:
        """Reads the environment; raises ConfigurationError when the process was not started by the supervisor."""
        source = os.environ if environ is None else environ
        role = source.get("BOT_RUN_ROLE", "")
        if not role:
            raise ConfigurationError("this process is started by `xiaonuan serve`, not by hand")
        return cls(
            role=role,
            index=int(source.get("BOT_RUN_INDEX", "0")),
            redis_url=source.get("BOT_RUN_REDIS_URL", ""),
            actions_url=source.get("BOT_RUN_ACTIONS_URL", ""),
            actions_fd=int(source.get("BOT_RUN_ACTIONS_FD", "-1")),
            gate_fd=int(source.get("BOT_RUN_GATE_FD", "-1")),
        )

    def environment(self) -> dict[str, str]:
        """The variables that `load` reads."""
        return {
            "BOT_RUN_ROLE": self.role,
            "BOT_RUN_INDEX": str(self.index),
            "BOT_RUN_REDIS_URL": self.redis_url,
            "BOT_RUN_ACTIONS_URL": self.actions_url,
            "BOT_RUN_ACTIONS_FD": str(self.actions_fd),
            "BOT_RUN_GATE_FD": str(self.gate_fd),
        }

    @property
    def name(self) -> str:
        """Tells this process from the others of the instance: "worker-0"."""
        return f"{self.role}-{self.index}"

    @property
    def actions_health_url(self) -> str:
        """`GET` here answers 200 while the action server is well; needs no token."""
        parts = urlsplit(self.actions_url)
        return urlunsplit((parts.scheme, parts.netloc, "/health", "", ""))
