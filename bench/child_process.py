"""Runs other processes to their end: measuring ones of this package, and trainings. A cancelled wait kills them."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from bench.talker import NotAnswered
from bot.settings import PROJECT_ROOT

# As the supervisor starts a worker: one turn uses one core.
LIKE_A_WORKER = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


async def completed(*command: str, cwd: Path, variables: Mapping[str, str]) -> None:
    """Run it with these environment variables alone; what it says goes to stderr. Raises NotAnswered when it fails."""
    process = await asyncio.create_subprocess_exec(
        *command, cwd=cwd, env=dict(variables), stdout=sys.stderr, start_new_session=True
    )
    try:
        code = await process.wait()
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    if code != 0:
        raise NotAnswered(f"{' '.join(command[1:4])} ended with {code}")


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
