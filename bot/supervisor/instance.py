"""One running instance from start to drain: `serve` is all that the command line calls."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import closing, suppress

import structlog

from bot.clock import iso, utc_now
from bot.errors import ConfigurationError, XiaonuanError
from bot.records import presence
from bot.records.database import Database
from bot.settings import Settings
from bot.supervisor import calendar_notice, readiness, state
from bot.supervisor.child import ChildContext
from bot.supervisor.gate import Gate
from bot.supervisor.keeper import ChildSpec, Keeper, spawn
from bot.supervisor.lock import DataDirLock
from bot.supervisor.logs import configure
from bot.supervisor.plan import Commands, Plan, listen_on_loopback, make_plan
from bot.supervisor.preflight import check_data_dir, check_port
from bot.supervisor.watchdog import watch

log = structlog.get_logger(__name__)

_DRAIN_S = 10.0
_QUICK_STOP_S = 1.0
_FAILED_STARTS = 5


def serve(settings: Settings, commands: Commands | None = None) -> int:
    """Runs until SIGTERM, SIGINT or SIGHUP; returns the exit code. Raises ConfigurationError when it cannot start."""
    check_data_dir(settings.data_dir)
    lock = DataDirLock.take(settings.run_dir)
    try:
        state.forget(settings.run_dir)
        check_port(settings)
        configure("supervisor", settings)
        with listen_on_loopback() as actions_socket, closing(Gate()) as gate:
            plan = make_plan(settings, commands or Commands(), actions_socket, gate)
            return asyncio.run(Instance(settings, plan, gate).run())
    finally:
        state.forget(settings.run_dir)
        lock.release()


class Instance:
    """Everything starts at once; what must not run before the preparation is over waits at the gate."""

    def __init__(self, settings: Settings, plan: Plan, gate: Gate) -> None:
        self._settings = settings
        self._plan = plan
        self._gate = gate
        self._since = iso(utc_now())
        self._keepers: list[Keeper] = []
        self._stop = asyncio.Event()
        self._forgetting: set[asyncio.Task[None]] = set()
        self._url = readiness.local_url(settings)

    async def run(self) -> int:
        """0 after a clean stop, 1 when something that it needs did not start."""
        self._listen_to_signals()
        try:
            if self._plan.redis:
                self._keep([self._plan.redis])
            elif not self._plan.redis_url:
                log.warning("redis.absent", note="no embedded server for this platform: slower, nothing is lost")
            self._keep(self._plan.together)
            if not await self._prepare():
                return 0 if self._stop.is_set() else 1
            self._gate.open()
            await self._until_ready()
            watching = [asyncio.create_task(watch(keeper, health)) for keeper, health in self._watched()]
            watching.append(asyncio.create_task(calendar_notice.follow(self._settings)))
            await self._stop.wait()
            for task in watching:
                task.cancel()
            return 0
        finally:
            await self._drain()

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.add_signal_handler(number, self._asked_to_stop)

    def _asked_to_stop(self) -> None:
        if self._stop.is_set():  # asked twice: no more patience
            for keeper in self._keepers:
                keeper.kill()
        self._stop.set()

    def _keep(self, specs: Sequence[ChildSpec]) -> None:
        fresh = [Keeper(spec, self._write_state, on_end=self._ended) for spec in specs]
        self._keepers.extend(fresh)
        for keeper in fresh:
            keeper.start()

    def _watched(self) -> list[tuple[Keeper, str]]:
        """Whom nobody else takes over from while it hangs: turns go to another worker, connections to another gateway."""
        contexts = [(keeper, keeper.spec.context) for keeper in self._keepers]
        return [(keeper, context.actions_health_url) for keeper, context in contexts if context.role == "actions"]

    async def _prepare(self) -> bool:
        """Migrations, seed and model, in a process of their own: its memory and its imports end with it."""
        process = await spawn(self._plan.preparation)
        ended = asyncio.ensure_future(process.wait())
        stopped = asyncio.ensure_future(self._stop.wait())
        await asyncio.wait({ended, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not ended.done():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # each step is safe to cut off
            await ended
            return False
        return ended.result() == 0

    async def _until_ready(self) -> None:
        """Prints the addresses once a turn can be answered; gives up when a child never gets up."""
        started_s, told_s = time.monotonic(), time.monotonic()
        while not self._stop.is_set():
            found = await readiness.ask(self._url)
            if found.ready:
                log.info("instance.ready", ms=int((time.monotonic() - started_s) * 1000))
                _print_addresses(self._url)
                return
            self._raise_if_hopeless()
            if time.monotonic() - told_s > 10:
                told_s = time.monotonic()
                log.warning("instance.waiting", waiting_for=",".join(found.waiting_for))
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._stop.wait(), 0.1)

    def _raise_if_hopeless(self) -> None:
        for keeper in self._keepers:
            if keeper.backoff.short_lives >= _FAILED_STARTS:
                name = keeper.spec.context.name
                raise ConfigurationError(
                    f"{name} does not start: see {self._settings.data_dir / 'log' / name}.log and the lines above"
                )

    async def _drain(self) -> None:
        """Gateways stop accepting, workers end their turn, then what they use goes; 10 s for all, then SIGKILL."""
        self._stop.set()  # also after a failed start: nobody who ends now is missed
        log.info("instance.draining")
        deadline_s = time.monotonic() + _DRAIN_S
        for role in ("gateway", "worker"):
            await self._stop_role(role, max(deadline_s - time.monotonic(), 0.1))
        await asyncio.gather(self._stop_role("actions", _QUICK_STOP_S), self._stop_role("redis", _QUICK_STOP_S))
        log.info("instance.stopped")

    async def _stop_role(self, role: str, grace_s: float) -> None:
        keepers = [keeper for keeper in self._keepers if keeper.spec.context.role == role]
        await asyncio.gather(*(keeper.stop(grace_s) for keeper in keepers))

    def _ended(self, context: ChildContext, pid: int) -> None:
        """`readyz` must not count on a worker that is gone until its heartbeat is missed."""
        if context.role == "worker" and not self._stop.is_set():
            task = asyncio.create_task(asyncio.to_thread(_forget, self._settings, context.role, pid))
            self._forgetting.add(task)
            task.add_done_callback(self._forgetting.discard)

    def _write_state(self) -> None:
        supervisor = state.ProcessState(role="supervisor", index=0, pid=os.getpid(), since=self._since)
        children = tuple(keeper.state for keeper in self._keepers if keeper.state)
        current = state.InstanceState(
            url=self._url,
            redis_url=self._plan.redis_url,
            actions_url=self._plan.actions_url,
            test_clock=self._settings.test_clock,
            processes=(supervisor, *children),
        )
        try:
            current.write(self._settings.run_dir)
        except OSError as error:  # a full disk must not take the instance down
            log.error("state.not_written", error=str(error))


def _forget(settings: Settings, role: str, pid: int) -> None:
    try:
        with closing(Database.open(settings)) as database:
            database.write_now(presence.forget_pid, role, pid)
    except XiaonuanError as error:
        log.warning("presence.not_forgotten", reason=error.message)


def _print_addresses(url: str) -> None:
    lines = ("小暖 is ready.", f"  shop    {url}/", f"  desk    {url}/desk", f"  report  {url}/report")
    with suppress(OSError):
        print("\n".join(lines), flush=True, file=sys.stdout)
