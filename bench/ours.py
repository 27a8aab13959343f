"""A real instance of ours to measure: `xiaonuan serve` on a copy of a prepared data dir, with the abuse limits raised."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp

from bench.child_process import completed
from bench.shopper import Shopper
from bench.talker import NotAnswered
from bot.clock import utc_now
from bot.settings import Settings
from bot.shop.identity import sign
from bot.training.registry import code_fingerprint, data_fingerprint
from tests.stack.instance import ROOT, Instance, copied

# The limits protect a shop from one client; here one client plays thousands.
_UNLIMITED = {
    "BOT_FRAMES_BURST": "100000",
    "BOT_FRAMES_PER_S": "100000",
    "BOT_SOCKETS_PER_ADDRESS": "100000",
    "BOT_VISITORS_PER_S": "100000",
}
_ON_ITS_WAY = frozenset({"shipped", "in_transit", "out_for_delivery"})
_ENDED = frozenset({"signed", "returned", "cancelled", "closed"})
_ASK_AGAIN_S = 0.02


class Ours:
    """A started instance; `customers` have exactly one parcel on its way each."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.url = instance.url
        self.settings = Settings.load(instance.environment)
        self.customers = _customers_with_one_parcel(instance)

    @contextlib.asynccontextmanager
    async def shoppers(self, count: int, *, customers: bool = True) -> AsyncIterator[list[Shopper]]:
        """So many shoppers with open sockets, logged in as customers in turn."""
        async with new_session() as session:
            crowd = [Shopper(session, self.url) for _ in range(count)]
            for number, shopper in enumerate(crowd):
                await shopper.arrive(self.identity(number) if customers else None)
            yield crowd
            await asyncio.gather(*(shopper.close() for shopper in crowd), return_exceptions=True)

    @contextlib.asynccontextmanager
    async def customer(self, customer_id: str) -> AsyncIterator[Shopper]:
        """This customer of the shop, logged in, with an open socket."""
        async with new_session() as session:
            shopper = Shopper(session, self.url)
            await shopper.arrive(self._identity(customer_id))
            yield shopper
            await shopper.close()

    def identity(self, number: int) -> str:
        """What the shop's page would hand to the widget of its nth such customer."""
        return self._identity(self.customers[number % len(self.customers)])

    def _identity(self, customer_id: str) -> str:
        return sign(customer_id, self.settings.secret("identity"), utc_now())


def new_session() -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=60)
    return aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=60))


async def prepared(cache: Path) -> Path:
    """A data dir with a model of this code and data and the demo shop, made once and kept. Raises NotAnswered."""
    wanted = cache / "home" / f"{code_fingerprint()[:16]}-{data_fingerprint()[:16]}"
    if not (wanted / "ready").is_file():
        shutil.rmtree(wanted.parent, ignore_errors=True)
        wanted.mkdir(parents=True)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
        await completed(
            *(sys.executable, "-m", "bot.supervisor.preparation"),
            cwd=ROOT, variables={**environment, "BOT_DATA_DIR": str(wanted)},
        )  # fmt: skip
        (wanted / "ready").touch()
    return wanted


def new_instance(home: Path, run_dir: Path) -> Instance:
    """Not yet started, on a fresh copy of `home` in `run_dir`."""
    shutil.rmtree(run_dir, ignore_errors=True)
    return Instance(copied(home, run_dir), _UNLIMITED)


async def first_answer_s(instance: Instance, question: str) -> float:
    """Start the instance; seconds from the command to the first real answer on a shopper's socket."""
    began_s = time.perf_counter()
    starting = asyncio.create_task(asyncio.to_thread(instance.start))
    try:
        async with new_session() as session:
            while True:
                shopper = Shopper(session, instance.url)
                try:
                    await shopper.arrive()
                    await shopper.ask(question)
                    return time.perf_counter() - began_s
                except (aiohttp.ClientError, NotAnswered, OSError):
                    if starting.done() and starting.exception() is not None:
                        raise
                    await asyncio.sleep(_ASK_AGAIN_S)
                finally:
                    await shopper.close()
    finally:
        await starting


def _customers_with_one_parcel(instance: Instance) -> list[str]:
    """Those whose question about the parcel has one answer: one open order, in one parcel."""
    open_orders: dict[str, list[dict[str, Any]]] = {}
    for order in instance.cli_json("shop", "list", "orders"):
        if order["customer_id"] and order["status"] not in _ENDED:
            open_orders.setdefault(order["customer_id"], []).append(order)
    found = [
        customer
        for customer, (first, *more) in sorted(open_orders.items())
        if not more and first["status"] in _ON_ITS_WAY and len(first["parcels"]) == 1
    ]
    if not found:
        raise NotAnswered("no customer of the demo shop has exactly one parcel on its way")
    return found
