"""The worker's process: settings, record, signals, model, then turns until SIGTERM."""

from __future__ import annotations

import asyncio
import gc
import signal
from contextlib import suppress
from datetime import timedelta

import structlog
import uvloop

from bot.clock import Clock
from bot.errors import Unavailable
from bot.records import clock as clock_records
from bot.records import presence
from bot.records.database import Database
from bot.records.incoming import HUMAN_BUTTON
from bot.settings import Settings
from bot.signals.client import Signals
from bot.supervisor.child import ChildContext
from bot.supervisor.logs import configure
from bot.tasks import end
from bot.worker.catalogue import follow_own_shop
from bot.worker.heartbeat import beat_forever
from bot.worker.loop import Worker, failure_reply
from bot.worker.model import PromotedModel
from bot.worker.words import FAILURE

log = structlog.get_logger()


async def run(settings: Settings, context: ChildContext) -> None:
    database = Database.open(settings)
    signals = await Signals.open(context.redis_url)
    clock = Clock()
    name = presence.process_id(context.name)
    model = PromotedModel(settings=settings, database=database, actions_url=context.actions_url)
    worker = Worker(
        name=name,
        database=database,
        signals=signals,
        runner=lambda: model.engine,
        business_now=clock.now,
        failure=failure_reply(FAILURE, HUMAN_BUTTON),
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, worker.stop)
    await model.load()
    gc.freeze()  # the model and what is imported stay: the collector need not walk them again in the middle of a turn
    background = [
        asyncio.create_task(beat_forever(database, name, context.actions_health_url, lambda: model.name)),
        asyncio.create_task(model.watch()),
        asyncio.create_task(_follow_clock(database, clock)),
        asyncio.create_task(follow_own_shop(settings)),
    ]
    log.info("worker.ready", model=model.name)
    await worker.serve()
    await end(background)
    with suppress(Unavailable):
        await database.write(presence.leave, name)
    await model.close()
    await signals.close()
    database.close()


async def _follow_clock(database: Database, clock: Clock) -> None:
    """Business time may be moved in a test instance; every process follows within a second."""
    while True:
        with suppress(Unavailable):
            clock.offset = await database.read(clock_records.offset) or timedelta()
        await asyncio.sleep(1.0)


def main() -> None:
    settings = Settings.load()
    context = ChildContext.load()
    configure("worker", settings, context.index)
    uvloop.install()
    asyncio.run(run(settings, context))


if __name__ == "__main__":
    main()
