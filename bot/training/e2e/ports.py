"""A port for an instance that is started only to be tried out."""

from __future__ import annotations

import random
import socket

# Below the ports that systems give to outgoing connections (Linux 32768 up, IANA 49152 up): nobody is given it meanwhile.
_FROM, _BELOW = 20_000, 32_000
_TRIES = 100
_chance = random.SystemRandom()


def free_port() -> int:
    """A loopback port that nobody listens on now. Raises OSError when a hundred are taken."""
    for _ in range(_TRIES):
        port = _chance.randrange(_FROM, _BELOW)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(f"no free port found between {_FROM} and {_BELOW}")
