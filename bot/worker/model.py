"""Keeping the promoted model loaded: at start, and swapped in while turns go on when another one is promoted."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.errors import ConfigurationError, Unavailable, XiaonuanError
from bot.records.database import Database
from bot.settings import Settings
from bot.training import registry

if TYPE_CHECKING:
    from bot.worker.engine import Engine

EVERY_S = 1.0
log = structlog.get_logger()


@dataclass(slots=True)
class PromotedModel:
    """`engine` answers; a turn that began with the old one ends with it."""

    settings: Settings
    database: Database
    actions_url: str
    _engine: Engine | None = None
    _refused: set[str] = field(default_factory=set)

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
            return
        archive = await asyncio.to_thread(registry.verified_archive, self.settings, model)
        old, self._engine = self._engine, await asyncio.to_thread(self._loaded, archive)
        log.info("model.loaded", model=model.name)
        if old is not None:
            asyncio.get_running_loop().call_later(30, lambda: asyncio.ensure_future(old.close()))

    def _loaded(self, archive: Path) -> Engine:
        from bot.worker.engine import Engine

        engine = Engine(archive, self.actions_url, self.settings.timezone)
        engine.parse("你好")
        return engine

    async def watch(self) -> None:
        """Until cancelled. A model that does not load is refused once and aloud; the old one goes on answering."""
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await self.load()
            except Unavailable as error:
                log.warning("model.unknown", reason=error.message)
            except XiaonuanError as error:
                if error.message not in self._refused:
                    self._refused.add(error.message)
                    log.error("model.refused", reason=error.message)
