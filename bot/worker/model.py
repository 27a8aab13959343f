"""Keeping the promoted model loaded: at start, and swapped in while turns go on when another one is promoted.

The new one is loaded and rehearsed beside the old one; the next turn takes it, and turns that began with the old one end
with it. The one before stays warm for a while, so that going back takes no loading. Never more than two are kept.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.errors import ConfigurationError, Unavailable, XiaonuanError
from bot.nlu.engine_imports import needs_tensorflow
from bot.records.database import Database
from bot.settings import Settings
from bot.training import registry
from bot.training.registry import Model
from bot.worker.rehearsal import GREETING, rehearse

if TYPE_CHECKING:
    from bot.worker.engine import Engine

EVERY_S = 0.5
WARM_FOR_S = 900.0
_TRY_AGAIN_S = 60.0
log = structlog.get_logger()


@dataclass(slots=True)
class PromotedModel:
    """`engine` answers; a turn that began with the old one ends with it."""

    settings: Settings
    database: Database
    actions_url: str
    _engine: Engine | None = None
    _before: Engine | None = None
    _warm_until_s: float = 0.0
    _refused: dict[str, float] = field(default_factory=dict)  # model → when it is tried again
    _retiring: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def engine(self) -> Engine:
        """Raises ConfigurationError before `load`."""
        if self._engine is None:
            raise ConfigurationError("no model is loaded yet")
        return self._engine

    @property
    def name(self) -> str | None:
        return self._engine.model_name if self._engine else None

    async def load(self) -> None:
        """Load what is promoted, if it is not loaded already. Raises ConfigurationError when it cannot be."""
        model = await self.database.read(registry.promoted)
        if model is None:
            raise ConfigurationError("no model is promoted: run `xiaonuan train`, then `xiaonuan promote`")
        if model.name == self.name:
            self._cool()
        elif self._engine is None:
            self._engine = await self._loaded(model)
            log.info("model.loaded", model=model.name)
        elif time.monotonic() >= self._refused.get(model.name, 0.0):
            await self._swap(self._engine, model)

    async def _swap(self, old: Engine, model: Model) -> None:
        began_s = time.monotonic()
        warm = self._before if self._before and self._before.model_name == model.name else None
        try:
            new = warm or await self._beside(model)
        except XiaonuanError:
            self._refused[model.name] = time.monotonic() + _TRY_AGAIN_S
            raise
        self._engine, self._before, self._warm_until_s = new, old, time.monotonic() + WARM_FOR_S
        log.info("model.loaded", model=model.name, ms=round((time.monotonic() - began_s) * 1000), warm=warm is not None)
        _settle()

    async def _beside(self, model: Model) -> Engine:
        """The new one, ready for a turn, while the old one answers; what was kept warm makes room first."""
        self._drop_before()
        engine = await self._loaded(model)
        try:
            await rehearse(engine)
        except XiaonuanError:
            await engine.close()
            raise
        return engine

    async def _loaded(self, model: Model) -> Engine:
        archive = await asyncio.to_thread(registry.verified_archive, self.settings, model)
        try:
            return await asyncio.to_thread(self._read, archive)
        except XiaonuanError:
            raise
        except Exception as error:  # whatever an archive of other code makes Rasa raise
            why = needs_tensorflow(str(error)) or "run `xiaonuan train`"
            raise ConfigurationError(
                f"model {model.name} does not load with this code ({type(error).__name__}): {why}"
            ) from error

    def _read(self, archive: Path) -> Engine:
        from bot.worker.engine import Engine

        engine = Engine(archive, self.actions_url, self.settings.timezone)
        engine.parse(GREETING)
        return engine

    def _cool(self) -> None:
        """What answered before is kept for a quarter of an hour: when a new model is wrong, it is seen soon."""
        if self._before is not None and time.monotonic() >= self._warm_until_s:
            self._drop_before()
            _settle()

    def _drop_before(self) -> None:
        if self._before is None:
            return
        task = asyncio.get_running_loop().create_task(self._before.retire())
        self._before = None
        self._retiring.add(task)
        task.add_done_callback(self._retiring.discard)

    async def watch(self) -> None:
        """Until cancelled. A model that does not load is refused aloud; the old one goes on answering."""
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await self.load()
            except Unavailable as error:
                log.warning("model.unknown", reason=error.message)
            except XiaonuanError as error:
                log.error("model.refused", reason=error.message)

    async def close(self) -> None:
        """Ends what is loaded; for the process's end."""
        self._drop_before()
        await asyncio.gather(*self._retiring, return_exceptions=True)
        if self._engine is not None:
            await self._engine.close()


def _settle() -> None:
    """The collector need not walk the new model in the middle of a turn, and freed memory goes back to the system."""
    gc.collect()
    gc.freeze()
    with suppress(OSError, AttributeError):  # a C library without it
        ctypes.CDLL(None).malloc_trim(0)
