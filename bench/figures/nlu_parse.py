"""NLU alone, as inside a warm worker: messages of 20 characters with 2,000 and 50,000 products; the model's load."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from bench.child_process import LIKE_A_WORKER, measured_by
from bench.figure import Figure, at_most
from bench.samples import median, p95
from bench.stage import Stage
from bot.settings import PROJECT_ROOT

_LENGTH = 20
_HELD_OUT = PROJECT_ROOT / "tests" / "nlu" / "heldout.jsonl"
_SMALL, _LARGE = 2_000, 50_000


async def measure(stage: Stage) -> list[Figure]:
    model = _newest(await stage.home() / "models")
    small = await _measured(stage, model, _SMALL)
    large = await _measured(stage, model, _LARGE)
    few, many = f"NLU, {_SMALL:,} products", f"NLU, {_LARGE:,} products"
    return [
        Figure(name=f"{few}, p50", unit="ms", value=median(small["parse_ms"]), target=at_most(4)),
        Figure(name=f"{few}, p95", unit="ms", value=p95(small["parse_ms"]), target=at_most(8)),
        Figure(name=f"{many}, p50", unit="ms", value=median(large["parse_ms"]), target=at_most(8)),
        Figure(name=f"{many}, p95", unit="ms", value=p95(large["parse_ms"])),
        Figure(name="model load", unit="s", value=small["load_s"], target=at_most(3)),
        Figure(name="model load, memory", unit="MB", value=small["load_mb"], target=at_most(150)),
        Figure(name="bare worker, memory", unit="MB", value=small["bare_mb"]),
        Figure(name=f"catalogue of {_LARGE:,}, learnt", unit="s", value=large["catalogue_s"]),
        Figure(name=f"catalogue of {_LARGE:,}, memory", unit="MB", value=large["catalogue_mb"], target=at_most(400)),
    ]


async def _measured(stage: Stage, model: Path, products: int) -> dict[str, Any]:
    lines = b"".join(orjson.dumps(text) + b"\n" for text in texts())
    times = str(stage.scale(25, 3))
    return await measured_by(
        "bench.nlu_process", str(model), str(products), "--times", times, stdin=lines, variables=LIKE_A_WORKER
    )


def texts() -> list[str]:
    """The held-out messages of exactly 20 characters: none of them was learnt."""
    lines = _HELD_OUT.read_text(encoding="utf-8").splitlines()
    return [text for line in lines if len(text := orjson.loads(line)["text"]) == _LENGTH]


def _newest(models: Path) -> Path:
    return max(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
