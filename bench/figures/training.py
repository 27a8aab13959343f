"""Training everything from nothing: time and peak memory. `training` trains anew, whatever Rasa's cache holds."""

from __future__ import annotations

import tempfile

from bench.child_process import measured_by
from bench.figure import Figure, at_most
from bench.stage import Stage


async def measure(stage: Stage) -> list[Figure]:
    if stage.quick:
        return [Figure(name="training", unit="s", value=None, target=at_most(120), note="not in a quick run")]
    with tempfile.TemporaryDirectory(dir=stage.cache) as output:
        found = await measured_by("bench.training_process", output)
    return [
        Figure(name="training", unit="s", value=found["seconds"], target=at_most(120)),
        Figure(name="training, peak memory", unit="MB", value=found["peak_mb"], target=at_most(2000)),
    ]
