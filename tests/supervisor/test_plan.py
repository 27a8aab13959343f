"""Which processes an instance has, and how they find each other."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from bot.settings import Settings
from bot.supervisor.gate import Gate
from bot.supervisor.plan import Commands, Plan, listen_on_loopback, make_plan

Make = Callable[..., Settings]


def plan_of(settings: Settings) -> Plan:
    with listen_on_loopback() as listener, closing(Gate()) as gate:
        return make_plan(settings, Commands(), listener, gate)


def test_workers_and_gateways_are_as_many_as_are_set(settings_for: Make) -> None:
    plan = plan_of(settings_for(workers=3, gateways=2))
    assert [spec.context.name for spec in plan.workers] == ["worker-0", "worker-1", "worker-2"]
    assert [spec.context.name for spec in plan.gateways] == ["gateway-0", "gateway-1"]


def test_only_the_action_server_gets_its_listening_socket(settings_for: Make) -> None:
    plan = plan_of(settings_for())
    assert plan.actions.context.actions_fd in plan.actions.fds
    assert all(spec.context.actions_fd == -1 for spec in (*plan.workers, *plan.gateways, plan.preparation))


def test_all_but_redis_and_the_preparation_wait_at_the_gate(settings_for: Make) -> None:
    plan = plan_of(settings_for())
    assert all(spec.context.gate_fd in spec.fds for spec in plan.together)
    assert plan.preparation.fds == ()
    assert plan.redis is not None and plan.redis.fds == ()


def test_the_action_server_is_on_loopback_behind_a_fresh_token(settings_for: Make) -> None:
    first, second = plan_of(settings_for()), plan_of(settings_for())
    assert first.actions_url.startswith("http://127.0.0.1:")
    assert first.actions_url.split("token=")[1] != second.actions_url.split("token=")[1]


def test_an_embedded_redis_lives_in_the_data_dir(settings_for: Make) -> None:
    settings = settings_for()
    plan = plan_of(settings)
    assert plan.redis is not None
    assert plan.redis_url == f"unix://{settings.run_dir / 'redis.sock'}"


def test_instances_on_one_redis_share_signals_only_with_one_record(settings_for: Make) -> None:
    def url(database_url: str) -> str:
        return plan_of(settings_for(redis_url="redis://r/0", database_url=database_url)).redis_url

    assert url("postgresql://a:secret@db/shop") == url("postgresql://b@db/shop")
    assert url("postgresql://a@db/shop") != url("postgresql://a@db/other")
    assert "secret" not in url("postgresql://a:secret@db/shop")


def test_a_namespace_that_was_given_is_kept(settings_for: Make) -> None:
    assert plan_of(settings_for(redis_url="redis://r/0#mine")).redis_url == "redis://r/0#mine"
