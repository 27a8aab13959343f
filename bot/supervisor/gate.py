"""A gate between the supervisor and its children: shut while the instance is prepared, then open for good."""

from __future__ import annotations

import os


class Gate:
    """A pipe that nobody writes to: its end of file is the opening, for every child, also for one started later."""

    def __init__(self) -> None:
        self.fd, self._shut = os.pipe()

    def open(self) -> None:
        if self._shut >= 0:
            os.close(self._shut)
            self._shut = -1

    def close(self) -> None:
        self.open()
        os.close(self.fd)


def wait_at(fd: int) -> None:
    """Blocks until the gate is open; returns at once without one (-1)."""
    if fd >= 0:
        os.read(fd, 1)
        os.close(fd)
