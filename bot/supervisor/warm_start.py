"""Runs `MODULE.main()` once the instance is prepared, with slow imports done meanwhile.

    python -m bot.supervisor.warm_start MODULE [IMPORT…]

Importing the engine takes longer than preparing an instance that was prepared before: side by side, a start is quicker.
"""

from __future__ import annotations

import importlib
import sys
import warnings

from bot.supervisor.child import ChildContext
from bot.supervisor.gate import wait_at


def main() -> int:
    name, *early = sys.argv[1:]
    # What dependencies deprecate among themselves is not for whoever runs a shop; bot.supervisor.logs takes over later.
    warnings.showwarning = lambda *_args, **_kwargs: None
    for module in (name, *early):
        importlib.import_module(module)
    wait_at(ChildContext.load().gate_fd)
    sys.argv = [name]
    return int(sys.modules[name].main() or 0)


if __name__ == "__main__":
    sys.exit(main())
