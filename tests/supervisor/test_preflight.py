"""What is found before anything starts, each as one line that says what to do."""

from __future__ import annotations

import errno
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.errors import ConfigurationError
from bot.settings import Settings
from bot.supervisor import preflight
from bot.supervisor.sockets import socket_path

Make = Callable[..., Settings]


def test_a_good_data_dir_is_made_and_left_clean(data_dir: Path) -> None:
    preflight.check_data_dir(data_dir / "new")
    assert list((data_dir / "new" / "run").iterdir()) == []


def test_a_file_in_the_place_of_the_data_dir_is_said(data_dir: Path) -> None:
    (data_dir / "file").write_text("")
    with pytest.raises(ConfigurationError, match=r"file cannot be written .*BOT_DATA_DIR"):
        preflight.check_data_dir(data_dir / "file")


def test_a_nearly_full_disk_is_said_with_what_is_free(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=5 * 1048576))
    with pytest.raises(ConfigurationError, match="is full: 5 MB are free"):
        preflight.check_data_dir(data_dir)


def test_a_disk_that_fills_up_while_writing_is_said(data_dir: Path) -> None:
    line = preflight.explain(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), data_dir)
    assert line == f"the disk that holds {data_dir} is full: free some space, or set BOT_DATA_DIR to another disk"


def test_a_free_port_is_free_and_stays_so(settings_for: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    preflight.check_port(settings_for(port=port))
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_a_port_that_is_given_up_in_a_moment_is_waited_for(settings_for: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = socket.create_server(("127.0.0.1", 0))
    settings = settings_for(port=taken.getsockname()[1])
    monkeypatch.setattr(preflight.time, "sleep", lambda _s: taken.close())
    preflight.check_port(settings)


def test_an_address_of_another_machine_is_said(settings_for: Make) -> None:
    with pytest.raises(ConfigurationError, match="check BOT_HOST"):
        preflight.check_port(settings_for(host="192.0.2.1", port=8080))


def test_a_socket_goes_under_the_data_dir_when_its_path_fits(data_dir: Path) -> None:
    assert socket_path(data_dir / "run", "redis.sock") == data_dir / "run" / "redis.sock"


def test_a_socket_goes_to_a_short_private_place_when_it_does_not(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 90) / "run"
    path = socket_path(deep, "redis.sock")
    assert len(os.fsencode(path)) <= 100
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert socket_path(deep, "redis.sock") == path
    assert socket_path(tmp_path / ("y" * 90) / "run", "redis.sock") != path
    path.parent.rmdir()


def test_a_short_place_that_others_may_enter_is_refused(tmp_path: Path) -> None:
    deep = tmp_path / ("z" * 90) / "run"
    place = socket_path(deep, "redis.sock").parent
    place.chmod(0o777)
    with pytest.raises(ConfigurationError, match="not this user's alone"):
        socket_path(deep, "redis.sock")
    place.rmdir()
