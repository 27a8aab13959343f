"""Asks for reports in a process of their own, one at a time, and keeps each answer for half a minute."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

import orjson

from bot.errors import InvalidFrame, Unavailable
from bot.settings import PROJECT_ROOT
from bot.supervisor.lineage import bound_to

KEPT_S = 30.0
LONGEST_S = 60.0
_KEPT = 16


@dataclass(slots=True)
class Reporter:
    database_url: str
    timezone: str
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _answers: OrderedDict[bytes, tuple[float, dict[str, Any]]] = field(default_factory=OrderedDict)

    async def ask(self, **question: str | None) -> dict[str, Any]:
        """The answer of bot.records.report. Raises InvalidFrame for a wrong question, Unavailable after 60 s."""
        key = orjson.dumps(question, option=orjson.OPT_SORT_KEYS)
        async with self._turn:
            known = self._answers.get(key)
            if known is not None and time.monotonic() - known[0] < KEPT_S:
                return known[1]
            found = await self._run(question)
            self._answers[key] = (time.monotonic(), found)
            while len(self._answers) > _KEPT:
                self._answers.popitem(last=False)
            return found

    async def _run(self, question: dict[str, str | None]) -> dict[str, Any]:
        own = {"database_url": self.database_url, "timezone": self.timezone}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.records.report", cwd=PROJECT_ROOT, stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE, preexec_fn=bound_to(os.getpid()),
        )  # fmt: skip
        try:
            out, _ = await asyncio.wait_for(process.communicate(orjson.dumps(own | question)), LONGEST_S)
        except asyncio.TimeoutError as error:
            raise Unavailable("the report took more than a minute: ask for fewer days") from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0:
            raise Unavailable("the report could not be made: its process's words are in the gateway's log")
        found: dict[str, Any] = orjson.loads(out)
        if "refused" in found:
            raise InvalidFrame(found["refused"])
        return found
