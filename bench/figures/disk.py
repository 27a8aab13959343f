"""One fsync of this disk: how much of a turn is the disk. A turn's answer waits for three commits."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time

from bench.figure import Figure
from bench.samples import median, p95
from bench.stage import Stage

_PAGE = b"\0" * 4096


async def measure(stage: Stage) -> list[Figure]:
    took_ms = await asyncio.to_thread(_fsyncs, stage, stage.scale(300, 50))
    return [
        Figure(name="fsync of 4 KB, p50", unit="ms", value=median(took_ms)),
        Figure(name="fsync of 4 KB, p95", unit="ms", value=p95(took_ms)),
    ]


def _fsyncs(stage: Stage, count: int) -> list[float]:
    took_ms = []
    with tempfile.TemporaryFile(dir=stage.cache) as file:
        for _ in range(count):
            file.write(_PAGE)
            file.flush()
            began_s = time.perf_counter()
            os.fsync(file.fileno())
            took_ms.append((time.perf_counter() - began_s) * 1000)
    return took_ms
