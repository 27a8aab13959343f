"""What operators and supervisors ask: alive, ready, figures."""

from bot.clock import steady_ms
from bot.records import presence
from bot.records.database import Database
from bot.records.presence import Heartbeat
from tests.gateway.conftest import StartGateway
from tests.gateway.live import LiveGateway


async def ready(gateway: LiveGateway) -> tuple[int, object]:
    async with gateway.http.get("/readyz") as response:
        return response.status, await response.json()


async def beat(gateway: LiveGateway, **given: object) -> None:
    heartbeat = Heartbeat(process_id="worker-0", role="worker", **given)  # type: ignore[arg-type]
    await gateway.database.write(presence.beat, heartbeat, now_ms=steady_ms())


async def test_ready_names_what_is_missing_until_a_turn_can_be_answered(gateway: LiveGateway) -> None:
    assert await ready(gateway) == (503, {"waiting_for": ["worker"]})
    await beat(gateway)
    assert await ready(gateway) == (503, {"waiting_for": ["model"]})
    await beat(gateway, model="m1")
    assert await ready(gateway) == (503, {"waiting_for": ["actions"]})
    await beat(gateway, model="m1", actions_ok=True)
    assert (await ready(gateway))[0] == 200
    async with gateway.http.get("/healthz") as response:
        assert response.status == 200


async def test_a_missing_redis_is_named_and_is_no_reason_not_to_be_ready(
    start: StartGateway, sqlite_database: Database
) -> None:
    gateway = await start(sqlite_database, redis="")
    await beat(gateway, model="m1", actions_ok=True)
    status, told = await ready(gateway)
    assert status == 200 and told["degraded"] == ["redis"]  # type: ignore[index]


async def test_a_missing_database_is_named(start: StartGateway) -> None:
    gateway = await start(Database("postgresql://nobody@127.0.0.1:1/none"))
    assert (await ready(gateway)) == (503, {"waiting_for": ["database"]})
    async with gateway.http.post("/api/v1/visitors", json={}) as response:
        assert (response.status, (await response.json())["code"]) == (503, "unavailable")


async def test_figures_are_for_this_machine(lone: LiveGateway) -> None:
    await lone.shopper()
    async with lone.http.get("/metrics") as response:
        text = await response.text()
        assert response.status == 200 and "xiaonuan_sockets 1.0" in text


async def test_figures_from_elsewhere_need_the_token(start: StartGateway, sqlite_database: Database) -> None:
    gateway = await start(sqlite_database, trusted_proxies="127.0.0.1", metrics_token="figures-please")
    far = {"X-Forwarded-For": "203.0.113.9"}
    for headers, status in (
        (far, 401),
        ({**far, "Authorization": "Bearer wrong"}, 401),
        ({**far, "Authorization": "Bearer figures-please"}, 200),
        ({}, 200),
    ):
        async with gateway.http.get("/metrics", headers=headers) as response:
            assert response.status == status


async def test_an_unlisted_proxy_on_this_machine_does_not_lend_its_address(lone: LiveGateway) -> None:
    async with lone.http.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}) as response:
        assert response.status == 401
