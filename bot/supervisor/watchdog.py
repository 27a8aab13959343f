"""Ends a child that lives and no longer answers: a hung one would fail turn after turn, a dead one is started again."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import structlog

from bot.supervisor.keeper import Keeper
from bot.supervisor.readiness import get

log = structlog.get_logger(__name__)

LOOK_EVERY_S = 2.0
ANSWER_WITHIN_S = 2.0
PATIENCE = 4  # looks in a row without an answer: some 16 s, more than a machine under load lets anybody wait


async def watch(keeper: Keeper, health_url: str) -> None:
    """For ever. One that has not yet answered since its birth is left alone: starting may take long."""
    parts = urlsplit(health_url)
    answered_pid, missed = None, 0
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        pid = keeper.state.pid if keeper.state else None
        if pid is None or await _answers(parts.hostname or "", parts.port or 0, parts.path):
            answered_pid, missed = pid, 0
        elif pid == answered_pid:
            missed += 1
            if missed >= PATIENCE:
                log.warning("child.hung", child=keeper.spec.context.name, pid=pid)
                keeper.end_life()
                missed = 0


async def _answers(host: str, port: int, path: str) -> bool:
    try:
        status, _ = await asyncio.wait_for(get(host, port, path), ANSWER_WITHIN_S)
    except (OSError, EOFError, ValueError, asyncio.TimeoutError):
        return False
    return status == 200
