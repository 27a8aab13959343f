"""Keeps one child process alive: starts it, starts it again with backoff when it ends, stops it when told."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import Process
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from bot.clock import iso, utc_now
from bot.supervisor.backoff import Backoff
from bot.supervisor.child import ChildContext
from bot.supervisor.lineage import bound_to
from bot.supervisor.state import ProcessState

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildSpec:
    """What to start. `variables` go on top of this process's environment; `fds` stay open in the child."""

    context: ChildContext
    command: tuple[str, ...]
    variables: dict[str, str] = field(default_factory=dict)
    fds: tuple[int, ...] = ()
    cwd: str | None = None


async def spawn(spec: ChildSpec) -> Process:
    """Starts the command as a group of its own (so a terminal's Ctrl-C reaches the supervisor alone), bound to us."""
    return await asyncio.create_subprocess_exec(
        *spec.command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=sys.stderr.fileno(),
        env={**os.environ, **spec.variables, **spec.context.environment()},
        cwd=spec.cwd,
        pass_fds=spec.fds,
        start_new_session=True,
        preexec_fn=bound_to(os.getpid()),
    )


class Keeper:
    """`on_change` is called after each start and end, `on_end` with the pid of what ended; `state` is None while the child is down."""

    def __init__(
        self,
        spec: ChildSpec,
        on_change: Callable[[], None],
        now_s: Callable[[], float] = time.monotonic,
        on_end: Callable[[ChildContext, int], None] = lambda _context, _pid: None,
    ) -> None:
        self.spec = spec
        self.state: ProcessState | None = None
        self.backoff = Backoff(now_s)
        self._on_change = on_change
        self._on_end = on_end
        self._process: Process | None = None
        self._starts = 0
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._keep(), name=f"keep-{self.spec.context.name}")

    async def stop(self, grace_s: float) -> None:
        """Asks by SIGTERM, kills after `grace_s` seconds; returns when the process is gone."""
        self._stopping.set()
        if self._process:
            _signal(self._process.pid, signal.SIGTERM)
        if self._task and not (await asyncio.wait({self._task}, timeout=grace_s))[0]:
            log.warning("child.killed", child=self.spec.context.name, after_s=grace_s)
            self.kill()
            await self._task

    def kill(self) -> None:
        """SIGKILL now, to the child and to what it started."""
        self._stopping.set()
        self.end_life()

    def end_life(self) -> None:
        """SIGKILL to the child that runs now; the next one follows as after any end."""
        if self._process:
            _signal_group(self._process.pid, signal.SIGKILL)

    async def _keep(self) -> None:
        while not self._stopping.is_set():
            delay_s = await self._live()
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), delay_s)

    async def _live(self) -> float:
        """One life of the child; returns the seconds to wait before the next."""
        name = self.spec.context.name
        self.backoff.started()
        try:
            process = self._process = await spawn(self.spec)
        except OSError as error:
            log.error("child.not_started", child=name, error=str(error))
            return self.backoff.ended()
        self._born(process.pid)
        if self._stopping.is_set():  # told to stop while it was being born
            _signal(process.pid, signal.SIGTERM)
        code = await process.wait()
        _signal_group(process.pid, signal.SIGKILL)  # what it started and left behind
        self._process, self.state = None, None
        delay_s = self.backoff.ended()
        if not self._stopping.is_set():
            log.warning("child.ended", child=name, pid=process.pid, code=code, restart_in_s=round(delay_s, 1))
        self._on_change()
        self._on_end(self.spec.context, process.pid)
        return delay_s

    def _born(self, pid: int) -> None:
        context = self.spec.context
        self.state = ProcessState(
            role=context.role, index=context.index, pid=pid, since=iso(utc_now()), restarts=self._starts
        )
        self._starts += 1
        log.info("child.started", child=context.name, pid=pid)
        self._on_change()


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _signal_group(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)
