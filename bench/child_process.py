"""Runs a measuring process of this package and reads the one JSON document that ends its output."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from typing import Any

import orjson

from bench.talker import NotAnswered
from bot.settings import PROJECT_ROOT

# As the supervisor starts a worker: one turn uses one core.
LIKE_A_WORKER = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


async def measured_by(
    module: str, *arguments: str, stdin: bytes = b"", variables: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The last line of its output, parsed; killed when this is cancelled. Raises NotAnswered when it fails."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        cwd=PROJECT_ROOT, env={**os.environ, "RASA_TELEMETRY_ENABLED": "false", **(variables or {})},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        output, complaints = await process.communicate(stdin)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise NotAnswered(f"{module} ended with {process.returncode}: {complaints.decode(errors='replace')[-500:]}")
    return dict(orjson.loads(output.strip().splitlines()[-1]))
