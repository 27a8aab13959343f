"""`xiaonuan shop serve` in a process of its own, and a command of another data dir that is connected to it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran


@pytest.mark.timeout(120)
def test_a_merchant_connects_with_two_commands(xiaonuan: Callable[..., Ran], tmp_path: Path) -> None:
    environment = {**os.environ, "BOT_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "bot", "shop", "serve", "--port", "0"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as serving:
        assert serving.stderr is not None
        try:
            said = next(line for line in serving.stderr if "BOT_SHOP_API_URL=" in line)
            url = said.split("BOT_SHOP_API_URL=")[1].split()[0]
            key = (tmp_path / "secrets" / "shop_api").read_text()
            assert key not in said
            connected = {"BOT_SHOP_API_URL": url, "BOT_SHOP_API_KEY": key}
            listed = xiaonuan("shop", "list", "products", "--json", **connected)
            assert listed.code == 0, listed.err
            assert len(json.loads(listed.out)) > 20
            wrong = xiaonuan("shop", "list", "promotions", **{**connected, "BOT_SHOP_API_KEY": "no"})
            assert wrong.code != 0 and "status 401" in wrong.err
            busy = xiaonuan("shop", "serve", "--port", url.rpartition(":")[2])
            assert busy.code != 0 and "--port" in busy.err
        finally:
            serving.send_signal(signal.SIGTERM)
        assert serving.wait(20) == 0
