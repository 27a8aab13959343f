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
STARTING = 20  # for one that has not answered since its birth: starting may take long


async def watch(keeper: Keeper, health_url: str) -> None:
    """For ever, from when the instance was ready: the child that runs then has answered."""
    parts = urlsplit(health_url)
    answered_pid = looked_at = keeper.state.pid if keeper.state else None
    missed = 0
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        pid = keeper.state.pid if keeper.state else None
        missed = missed if pid == looked_at else 0
        looked_at = pid
        if pid is None or await _answers(parts.hostname or "", parts.port or 0, parts.path):
            answered_pid, missed = pid, 0
            continue
        missed += 1
        if missed >= (PATIENCE if pid == answered_pid else STARTING):
            log.warning("child.hung", child=keeper.spec.context.name, pid=pid)
            keeper.end_life()
            missed = 0


async def _answers(host: str, port: int, path: str) -> bool:
    try:
        status, _ = await asyncio.wait_for(get(host, port, path), ANSWER_WITHIN_S)
    except (OSError, EOFError, ValueError, asyncio.TimeoutError):
        return False
    return status == 200
