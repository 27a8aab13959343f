"""Stand-ins for an instance's own processes, run as `python tests/supervisor/stand_ins.py ROLE`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot.supervisor.lineage import bound_to


def record(event: str) -> None:
    """One line per event in the data dir, for the test to read."""
    line = f"{event} {os.environ['BOT_RUN_ROLE']}-{os.environ['BOT_RUN_INDEX']} {os.getpid()}\n"
    with (Path(os.environ["BOT_DATA_DIR"]) / "events").open("a") as file:
        file.write(line)


def gateway() -> None:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"degraded": ["redis"]}).encode())

        def log_message(self, *_: object) -> None: ...

    on_term("drained", delay_s=0.0)
    ThreadingHTTPServer(("127.0.0.1", int(os.environ["BOT_PORT"])), Answer).serve_forever()


def worker() -> None:
    """Has a child of its own, as one that converts images or trains would."""
    work_with(bound_to(os.getpid()))


def careless_worker() -> None:
    """Its child does not ask to die with it."""
    work_with(None)


def work_with(bind: Callable[[], None] | None) -> None:
    subprocess.Popen(["sleep", "1000"], preexec_fn=bind)
    on_term("drained", delay_s=0.2)
    record("started")
    while True:
        signal.pause()


def stubborn() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    record("started")
    while True:
        signal.pause()


def failing() -> None:
    record("started")
    sys.exit(3)


def preparation_failing() -> None:
    print("xiaonuan: the database was made by a newer version", file=sys.stderr)
    sys.exit(1)


def preparation_slow() -> None:
    record("started")
    time.sleep(1000)


def on_term(event: str, *, delay_s: float) -> None:
    def leave(*_: object) -> None:
        time.sleep(delay_s)  # a turn that is being ended
        record(event)
        os._exit(0)

    signal.signal(signal.SIGTERM, leave)


if __name__ == "__main__":
    globals()[sys.argv[1]]()
