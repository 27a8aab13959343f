"""`xiaonuan rollback` on a running instance: from the command, its start included, to the first answer of the model before."""

from __future__ import annotations

import asyncio
import shutil
import time

from bench.figure import Figure, at_most
from bench.ours import Ours
from bench.questions import FAQ
from bench.samples import median
from bench.stage import Stage
from bench.talker import NotAnswered
from bot.records.database import Database
from bot.training import promotions, registry

_PATIENCE_S = 60.0


async def measure(stage: Stage) -> list[Figure]:
    ours = await stage.ours()
    took: list[float] = []
    async with ours.shoppers(1, customers=False) as (shopper,):
        for number in range(stage.scale(5, 1)):
            before = await asyncio.to_thread(_promote_another, ours, number)
            await _answering(ours, before[1])
            began_s = time.perf_counter()
            done = await asyncio.to_thread(ours.instance.cli, "rollback")
            if done.stdout.strip() != before[0]:
                raise NotAnswered(f"rollback led to {done.stdout.strip()}: {done.stderr[-300:]}")
            await shopper.ask(FAQ[0])
            took.append(time.perf_counter() - began_s)
            if _model(ours) != before[0]:
                raise NotAnswered("the model before does not answer")
    return [
        Figure(name="rollback → first answer of the model before", unit="s", value=median(took), target=at_most(3)),
        Figure(name="rollback, the slowest", unit="s", value=max(took)),
    ]


def _promote_another(ours: Ours, number: int) -> tuple[str, str]:
    """(the model that answers, another that is promoted from now on): the same arrays under another name, signed here."""
    database = Database.open(ours.settings)
    try:
        now = database.read_now(registry.promoted)
        if now is None:
            raise NotAnswered("no model answers")
        archive = registry.verified_archive(ours.settings, now)
        copy = archive.with_name(f"another-{number}.tar.gz")
        shutil.copy(archive, copy)
        registry.register(database, ours.settings, copy, now.card)
        promotions.promote(database, copy.name)
        return now.name, copy.name
    finally:
        database.close()


async def _answering(ours: Ours, model: str) -> None:
    end_s = time.monotonic() + _PATIENCE_S
    while await asyncio.to_thread(_model, ours) != model:
        if time.monotonic() > end_s:
            raise NotAnswered(f"{model} does not answer within {_PATIENCE_S:g} s")
        await asyncio.sleep(0.2)


def _model(ours: Ours) -> str:
    return str(ours.instance.cli_json("status")["model"])
