"""Breaks one promise of the instance on purpose, to show that the tests notice. Loaded by Python itself at the start of
each process whose PYTHONPATH holds this folder; which promise is in SABOTAGE. Nothing of the product knows of it.
"""

from __future__ import annotations

import asyncio
import importlib.abc
import importlib.machinery
import os
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

_LATE_S = 2.0


class _DryRun(Exception):
    def __init__(self, value: Any) -> None:
        self.value = value


def ack_before_commit(database: ModuleType) -> None:
    """The gateway tells the outcome of a write at once, and writes two seconds later."""
    if os.environ.get("BOT_RUN_ROLE") != "gateway":
        return
    real = database.Database.write_short

    async def write_short(self: Any, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        def rehearse(connection: Any) -> None:
            raise _DryRun(work(connection, *args, **kwargs))

        if work.__name__ != "accept":
            return await real(self, work, *args, **kwargs)
        try:
            await self.write(rehearse)
        except _DryRun as rehearsed:
            loop = asyncio.get_running_loop()
            loop.call_later(_LATE_S, lambda: asyncio.ensure_future(real(self, work, *args, **kwargs)))
            return rehearsed.value

    database.Database.write_short = write_short


def no_key(incoming: ModuleType) -> None:
    """A frame that comes again is stored again."""
    incoming._known = lambda _connection, _incoming: None
    real = incoming._Draft.as_row
    incoming._Draft.as_row = lambda self, *args: {**real(self, *args), "client_id": None}


def no_fence(turns: ModuleType) -> None:
    """Leases end at once, and whoever lost a turn may still end it."""
    turns.LEASE_MS = 0
    turns.still_held = lambda _connection, _turn_id, _fence: True


def no_deadline(replies: ModuleType) -> None:
    """A turn that comes to no end is never said to have failed."""
    replies.fail = lambda _connection, _overdue, _reply, **_given: None


def no_owner(access: ModuleType) -> None:
    """Everybody may see every order, and any tail proves one."""
    access.may_see = lambda *_args, **_given: True
    access.proof_matches = lambda order, _tail: order is not None


_BREAKS: dict[str, tuple[str, Callable[[ModuleType], None]]] = {
    "ack_before_commit": ("bot.records.database", ack_before_commit),
    "no_key": ("bot.records.incoming", no_key),
    "no_fence": ("bot.records.turns", no_fence),
    "no_deadline": ("bot.records.replies", no_deadline),
    "no_owner": ("bot.shop.access", no_owner),
}


class _Breaker(importlib.abc.MetaPathFinder):
    """Lets the module load as it is, then breaks it before anybody imports a name from it."""

    def __init__(self, name: str, breaks: Callable[[ModuleType], None]) -> None:
        self._name = name
        self._breaks = breaks

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path)
        assert spec is not None and spec.loader is not None
        load, breaks = spec.loader.exec_module, self._breaks

        def exec_module(module: ModuleType) -> None:
            load(module)
            breaks(module)

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


if os.environ.get("SABOTAGE"):
    sys.meta_path.insert(0, _Breaker(*_BREAKS[os.environ["SABOTAGE"]]))
