"""One training in a process of its own, `python -m bench.training_process OUTPUT [BASE]`: {"seconds","cpu_s","peak_mb","archive"}.

From nothing, whatever Rasa's cache holds; with BASE, an archive, from there on, of a copy of the data with one example more.
"""

from __future__ import annotations

import resource
import shutil
import sys
import time
from pathlib import Path

import orjson

from bot.settings import PROJECT_ROOT
from bot.training import train

_KB = 1024
_ONE_MORE = "包裹跑到火星上去了吗"


def main() -> None:
    output = Path(sys.argv[1])
    base = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    root = _with_one_more(output / "project") if base else PROJECT_ROOT
    began_s = time.perf_counter()
    trained = train.run(root, output, force=base is None, base=base)
    usage = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    document = {
        "seconds": time.perf_counter() - began_s,
        "cpu_s": trained.cpu_s,
        "peak_mb": max(usage) * _KB / 1e6,
        "archive": str(trained.archive),
    }
    sys.stdout.buffer.write(b"\n" + orjson.dumps(document) + b"\n")


def _with_one_more(root: Path) -> Path:
    shutil.copytree(PROJECT_ROOT / "data", root / "data")
    for name in ("domain.yml", "config.yml"):
        shutil.copy(PROJECT_ROOT / name, root / name)
    path = root / "data" / "nlu" / "delivery.yml"
    head, tail = path.read_text(encoding="utf-8").split("  examples: |\n", 1)
    path.write_text(f"{head}  examples: |\n    - {_ONE_MORE}\n{tail}", encoding="utf-8")
    return root


if __name__ == "__main__":
    main()
