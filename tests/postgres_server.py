"""A PostgreSQL server for one test session: a cluster of its own in a temporary directory, on a unix socket only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from glob import glob
from pathlib import Path
from typing import Any

from bot.supervisor.lineage import bound_to

# Durability is not what these tests are about, and the cluster is thrown away.
_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=100", "shared_buffers=32MB")


def find_programs() -> Path | None:
    """The directory of the newest installed server's programs (Debian keeps them off PATH), or None."""
    found = sorted(
        glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: [int(n) for n in path.split("/")[4].split(".")]
    )
    on_path = shutil.which("initdb")
    return Path(found[-1]).parent if found else Path(on_path).parent if on_path else None


class PostgresServer:
    """`url(name)` is a SQLAlchemy URL of a database on it. Dies with this process, however that ends."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self.directory = Path(tempfile.mkdtemp(prefix="xn-pg-", dir="/tmp"))  # short: its socket's path is limited
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:  # the server refuses to run as root
            owner = pwd.getpwnam("postgres")
            os.chown(self.directory, owner.pw_uid, owner.pw_gid)
            self._as = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        self._server = self._start()

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.directory}"

    def execute(self, statement: str) -> None:
        """One statement outside a transaction, on the database `postgres`."""
        import psycopg2

        connection = psycopg2.connect(host=str(self.directory), user="postgres", dbname="postgres")
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()

    def stop(self) -> None:
        self._server.kill()
        self._server.wait()
        shutil.rmtree(self.directory, ignore_errors=True)

    def _start(self) -> subprocess.Popen[bytes]:
        cluster = self.directory / "cluster"
        subprocess.run(
            [self._programs / "initdb", "-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8",
             "--locale=C", "--no-sync"],
            check=True, capture_output=True, cwd=self.directory, **self._as,
        )  # fmt: skip
        options = ["listen_addresses=", f"unix_socket_directories={self.directory}", *_FAST]
        log = (self.directory / "log").open("wb")
        server = subprocess.Popen(
            [self._programs / "postgres", "-D", cluster, *(word for option in options for word in ("-c", option))],
            stdout=log, stderr=log, cwd=self.directory, preexec_fn=bound_to(os.getpid()), **self._as,
        )  # fmt: skip
        log.close()
        self._wait_until_it_answers(server)
        return server

    def _wait_until_it_answers(self, server: subprocess.Popen[bytes]) -> None:
        import psycopg2

        deadline_s = time.monotonic() + 30
        while True:
            try:
                self.execute("SELECT 1")
                return
            except psycopg2.OperationalError:
                if server.poll() is not None or time.monotonic() > deadline_s:
                    raise RuntimeError((self.directory / "log").read_text()) from None
                time.sleep(0.05)
