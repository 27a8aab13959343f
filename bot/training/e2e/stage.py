"""A real instance for conversations: its own data dir and port, a fresh demo shop, the model that is tried. It ends with us."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.clock import utc_now
from bot.errors import ConfigurationError
from bot.records.database import Database
from bot.records.migrate import upgrade_database
from bot.settings import PROJECT_ROOT, Settings
from bot.shop.demo.moments import Anchor
from bot.shop.identity import sign
from bot.shop.rows import listed
from bot.shop.seed import DEMO_SHOP, read_shop
from bot.training import promotions, registry
from bot.training.e2e.facts import Shop
from bot.training.e2e.ports import free_port
from bot.training.e2e.script import Script
from bot.training.e2e.talking import Outcome, play

_READY_S = 120.0
_STOP_S = 20.0
_AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A running instance, and what its shop holds."""

    url: str
    settings: Settings
    shop: Shop

    def play(self, scripts: Sequence[Script], ended: Callable[[Outcome], None] = lambda _one: None) -> list[Outcome]:
        """All conversations, a few at a time, in the order of `scripts`; `ended` hears each as it ends."""
        return asyncio.run(self._play(scripts, ended))

    async def _play(self, scripts: Sequence[Script], ended: Callable[[Outcome], None]) -> list[Outcome]:
        places = asyncio.Semaphore(_AT_ONCE)

        async def one(script: Script) -> Outcome:
            async with places:
                outcome = await play(self.url, script, self.shop, self._identity)
            ended(outcome)
            return outcome

        return list(await asyncio.gather(*(one(script) for script in scripts)))

    def _identity(self, customer_id: str) -> str:
        return sign(customer_id, self.settings.secret("identity"), utc_now())


@contextmanager
def stage(settings: Settings, archive: Path, root: Path = PROJECT_ROOT) -> Iterator[Stage]:
    """Raises ConfigurationError when it does not start. `settings` are those of the instance whose model it is."""
    home = Path(tempfile.mkdtemp(prefix="xn-test-", dir="/tmp"))  # a short path, for its sockets
    try:
        given = {"BOT_DATA_DIR": str(home), "BOT_PORT": str(free_port()), "RASA_TELEMETRY_ENABLED": "false"}
        own = Settings.load(given)
        _promoted(settings, own, archive, root)
        with _serving(own, given):
            yield Stage(url=f"http://127.0.0.1:{own.port}", settings=own, shop=_shop(own))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _promoted(settings: Settings, own: Settings, archive: Path, root: Path) -> None:
    own.models_dir.mkdir(parents=True)
    if settings.secrets_dir.is_dir():
        shutil.copytree(settings.secrets_dir, own.secrets_dir)
    shutil.copy(archive, own.models_dir / archive.name)
    database = Database.open(own)
    try:
        upgrade_database(database)
        registry.register(database, own, own.models_dir / archive.name, root=root)
        promotions.promote(database, archive.name)
    finally:
        database.close()


@contextmanager
def _serving(own: Settings, given: dict[str, str]) -> Iterator[None]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")} | given
    log = own.data_dir / "serve.out"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"], cwd=PROJECT_ROOT, env=environment, stdout=out, stderr=out
        )
    try:
        asyncio.run(_ready(own, process, log))
        yield
    finally:
        process.terminate()
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


async def _ready(own: Settings, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline_s = time.monotonic() + _READY_S
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=3)) as http:
        while time.monotonic() < deadline_s and process.poll() is None:
            try:
                async with http.get(f"http://127.0.0.1:{own.port}/readyz") as response:
                    if response.status == 200:
                        return
            except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
                pass
            await asyncio.sleep(0.1)
    tail = (await asyncio.to_thread(log.read_text, errors="replace"))[-1500:]
    raise ConfigurationError(f"the instance for the conversations does not start:\n{tail}")


def _shop(own: Settings) -> Shop:
    rows = {what: listed(own, what) for what in ("orders", "products", "customers")}
    book = {
        entry.entry_id: entry.answer for entry in read_shop(DEMO_SHOP, Anchor(now=utc_now(), zone=own.timezone)).faq
    }
    return Shop(orders=rows["orders"], products=rows["products"], customers=rows["customers"], book=book)
