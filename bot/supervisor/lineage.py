"""No orphans: a process asks the kernel to be killed when its parent dies. It starts nothing itself."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def bound_to(parent_pid: int) -> Callable[[], None]:
    """A `preexec_fn` for a child of this process: it dies by SIGKILL when `parent_pid`'s starting thread ends.

    Start children from the main thread only: the kernel takes the thread that forked for the parent.
    """
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None  # loaded before the fork: after it, no locks

    def bind() -> None:
        if libc is not None:
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent_pid:  # it died between the fork and the line above
            os._exit(1)

    return bind
