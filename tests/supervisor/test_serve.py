"""A whole instance of real processes: start, death of each, stop, and what is left behind (nothing)."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
import redis

from tests.eventually import eventually_now
from tests.supervisor.conftest import Served

Serve = Callable[..., Served]


def gone(pids: set[int]) -> bool:
    return not any(psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie" for pid in pids)


def test_it_starts_everything_and_prints_the_addresses(serve: Serve) -> None:
    served = serve(BOT_WORKERS="2").wait_ready()

    roles = sorted(process.role for process in served.state.processes)
    assert roles == ["actions", "gateway", "redis", "supervisor", "worker", "worker"]
    assert f"http://127.0.0.1:{served.port}/desk" in served.output
    assert redis.Redis.from_url(served.state.redis_url).ping()


def test_children_learn_where_redis_and_the_actions_are(serve: Serve) -> None:
    served = serve().wait_ready()
    environment = psutil.Process(served.pids("worker")[0]).environ()
    assert environment["BOT_RUN_REDIS_URL"] == served.state.redis_url
    assert environment["BOT_RUN_ACTIONS_URL"] == served.state.actions_url
    assert (environment["BOT_RUN_ROLE"], environment["BOT_RUN_INDEX"]) == ("worker", "0")


@pytest.mark.parametrize("role", ["redis", "worker", "gateway", "actions"])
def test_what_is_killed_is_started_again(serve: Serve, role: str) -> None:
    served = serve().wait_ready()
    before = served.pids(role)

    os.kill(before[0], signal.SIGKILL)

    eventually_now(lambda: served.pids(role) and served.pids(role) != before)
    assert [process.restarts for process in served.state.processes if process.role == role] == [1]


def test_what_a_killed_child_had_started_goes_with_it(serve: Serve) -> None:
    served = serve("worker=careless_worker").wait_ready()
    worker = psutil.Process(served.pids("worker")[0])
    eventually_now(lambda: worker.children())
    grandchildren = {child.pid for child in worker.children()}

    worker.kill()

    eventually_now(lambda: gone(grandchildren))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_every_process_and_exits_0(serve: Serve, number: signal.Signals) -> None:
    served = serve().wait_ready()
    pids = served.all_pids()

    served.process.send_signal(number)

    assert served.wait_code() == 0
    assert gone(pids)
    assert not (served.data_dir / "run" / "state.json").exists()


def test_the_gateway_stops_before_the_workers_and_both_end_their_work(serve: Serve) -> None:
    served = serve().wait_ready()
    served.process.send_signal(signal.SIGTERM)
    served.wait_code()

    drained = [line.split()[1] for line in served.events() if line.startswith("drained")]
    assert drained.index("gateway-0") < drained.index("worker-0")


def test_a_second_interrupt_does_not_wait_for_a_child_that_ignores_the_first(serve: Serve) -> None:
    served = serve("worker=stubborn").wait_ready()
    eventually_now(lambda: any(line.startswith("started worker-0") for line in served.events()))
    pids = served.all_pids()
    served.process.send_signal(signal.SIGINT)
    eventually_now(lambda: "draining" in served.output)
    served.process.send_signal(signal.SIGINT)

    assert served.process.wait(timeout=5) == 0  # not the ten seconds that a drain may take
    assert gone(pids)


def test_a_supervisor_that_is_killed_leaves_no_orphan(serve: Serve) -> None:
    served = serve().wait_ready()
    eventually_now(lambda: psutil.Process(served.pids("worker")[0]).children())
    pids = served.all_pids()
    assert len(pids) >= 6

    served.process.kill()
    served.process.wait()

    eventually_now(lambda: gone(pids))


def test_after_a_killed_supervisor_the_next_one_starts_at_once(serve: Serve) -> None:
    first = serve().wait_ready()
    first.process.kill()
    first.process.wait()
    serve(port=first.port).wait_ready()


def test_a_second_serve_on_the_data_dir_names_the_first(serve: Serve) -> None:
    first = serve().wait_ready()
    second = serve()

    assert second.wait_code() == 1
    assert second.output.count("\n") == 1
    assert str(first.process.pid) in second.output
    assert first.process.poll() is None


def test_two_instances_with_their_own_data_dirs_do_not_meet(serve: Serve, tmp_path: Path) -> None:
    first, second = serve(), serve(where=tmp_path)
    first.wait_ready()
    second.wait_ready()
    assert first.state.redis_url != second.state.redis_url
    assert first.state.actions_url != second.state.actions_url


def test_a_port_in_use_is_said_in_one_line(serve: Serve) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        served = serve(port=taken.getsockname()[1])
        assert served.wait_code() == 1
        assert served.output.count("\n") == 1
        assert f"port {served.port}" in served.output and "in use" in served.output


def test_a_data_dir_with_a_long_path_gets_a_short_socket(serve: Serve, tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    served = serve(where=deep).wait_ready()
    assert len(served.state.redis_url) <= 108
    assert redis.Redis.from_url(served.state.redis_url).ping()


def test_a_failed_preparation_ends_the_start_with_its_line(serve: Serve) -> None:
    served = serve("preparation=preparation_failing")
    assert served.wait_code() == 1
    assert "the database was made by a newer version" in served.output
    assert "Traceback" not in served.output and "level=warning" not in served.output


def test_an_interrupt_during_the_preparation_is_clean(serve: Serve) -> None:
    served = serve("preparation=preparation_slow")
    eventually_now(lambda: served.events())
    pids = served.all_pids()
    served.process.send_signal(signal.SIGINT)
    assert served.wait_code() == 0
    assert gone(pids)


def test_a_child_that_never_gets_up_ends_the_start_and_is_named(serve: Serve) -> None:
    served = serve("gateway=failing")
    pids = served.all_pids()
    assert served.wait_code() == 1
    assert "gateway-0 does not start" in served.output
    assert "Traceback" not in served.output
    assert gone(pids)


def test_with_another_redis_none_is_started_and_instances_keep_apart(serve: Serve) -> None:
    served = serve(BOT_REDIS_URL="redis://127.0.0.1:1/0").wait_ready()
    assert served.pids("redis") == []
    assert served.state.redis_url.startswith("redis://127.0.0.1:1/0#xiaonuan-")
