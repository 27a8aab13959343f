"""Training everything from nothing: time and peak memory; and once more with one example added, from the model that came of it.

Their ratio is of processor time, which a busy machine leaves as it is.
"""

from __future__ import annotations

import tempfile

from bench.child_process import measured_by
from bench.figure import Figure, at_most, ratio
from bench.stage import Stage


async def measure(stage: Stage) -> list[Figure]:
    if stage.quick:
        return [Figure(name="training", unit="s", value=None, target=at_most(120), note="not in a quick run")]
    with tempfile.TemporaryDirectory(dir=stage.cache) as output:
        found = await measured_by("bench.training_process", output)
        again = await measured_by("bench.training_process", output, str(found["archive"]))
    return [
        Figure(name="training", unit="s", value=found["seconds"], target=at_most(120)),
        Figure(name="training, peak memory", unit="MB", value=found["peak_mb"], target=at_most(2000)),
        Figure(name="training, one example more", unit="s", value=again["seconds"]),
        ratio("training, one example more to all of it", again["cpu_s"], found["cpu_s"], at_most(0.5)),
    ]
