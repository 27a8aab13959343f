"""Training from nothing in a process of its own (`python -m bench.training_process OUTPUT`): {"seconds","peak_mb"}."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import orjson

from bot.settings import PROJECT_ROOT
from bot.training import train

_KB = 1024


def main() -> None:
    began_s = time.perf_counter()
    train.run(PROJECT_ROOT, Path(sys.argv[1]), force=True)
    usage = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    document = {"seconds": time.perf_counter() - began_s, "peak_mb": max(usage) * _KB / 1e6}
    sys.stdout.buffer.write(b"\n" + orjson.dumps(document) + b"\n")


if __name__ == "__main__":
    main()
