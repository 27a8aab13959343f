"""What the figures share: options, and the two bots, each started when first needed and ended with the run."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bench.ours import Ours, new_instance, prepared
from bench.stock.project import STOCK_PARTS, StockProject
from bench.stock.server import StockServer

Scale = TypeVar("Scale", int, float)


@dataclass(slots=True)
class Stage:
    """`cache` is kept between runs: the prepared data dir and the trained stock project."""

    cache: Path
    quick: bool = False
    with_stock: bool = True
    loaded: bool = False  # whether the load of the throughput figure has run
    _ours: Ours | None = field(default=None)
    _stock: StockServer | None = field(default=None)

    def scale(self, full: Scale, quick: Scale) -> Scale:
        return quick if self.quick else full

    @property
    def runs(self) -> Path:
        return self.cache / "runs"

    async def home(self) -> Path:
        """A prepared data dir; training it the first time takes a while."""
        return await prepared(self.cache)

    async def prepare(self) -> None:
        """Everything that is made once and kept. Stock Rasa is trained in full runs only, for it takes minutes."""
        await self.home()
        if self.with_stock and not self.quick:
            await self._project().ensure_trained()

    def _project(self) -> StockProject:
        return StockProject(self.cache / "stock", STOCK_PARTS)

    async def ours(self) -> Ours:
        """Started, warm."""
        if self._ours is None:
            instance = new_instance(await self.home(), self.runs / "ours")
            try:
                await asyncio.to_thread(instance.start)
                self._ours = await asyncio.to_thread(Ours, instance)
            except BaseException:
                instance.stop()
                raise
        return self._ours

    async def stock(self) -> StockServer | None:
        """Started, warm; None when it is left out, or when this is a quick run and it was never trained."""
        if self._stock is None and self.with_stock:
            project = self._project()
            if not project.trained:
                return None
            server = StockServer(project)
            try:
                await server.start()
            except BaseException:
                server.stop()
                raise
            self._stock = server
        return self._stock

    async def start_servers(self) -> None:
        """Both, if they are not up, so that no figure's time counts their start."""
        await self.ours()
        await self.stock()

    async def end_servers(self) -> None:
        """What is measured without servers has the machine for itself."""
        if self._stock is not None:
            self._stock.stop()
            self._stock = None
        if self._ours is not None:
            ours, self._ours = self._ours, None
            self.loaded = False
            await asyncio.to_thread(ours.instance.stop)
        shutil.rmtree(self.runs, ignore_errors=True)
