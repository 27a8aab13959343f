"""A promise whose time passes on the business clock is marked broken and stands in the list of what is due."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.clock import iso, steady_ms, utc_now
from bot.records import clock, tickets
from bot.records.rows import ms
from bot.records.tickets import NewTicket
from tests.eventually import eventually
from tests.gateway.desk.desk_client import DeskClient, hire
from tests.gateway.live import LiveGateway


async def due(agent: DeskClient, state: str) -> list[dict[str, Any]]:
    until = iso(utc_now() + timedelta(days=9))
    async with agent.http.get(f"/api/v1/desk/promises?state={state}&due_before={until}") as response:
        assert response.status == 200
        return list((await response.json())["rows"])


async def test_it_is_broken_when_its_time_passes_and_kept_when_somebody_keeps_it(gateway: LiveGateway) -> None:
    hire(gateway.database, "小林")
    visit = await gateway.visit()
    new = NewTicket(
        id="T1", topic="track_order", text="x", what="回复您的留言", due_ms=ms(utc_now() + timedelta(hours=2))
    )

    def left(connection: Any) -> None:
        row = type("Row", (), {"id": visit.conversation_id, "customer_id": None})
        tickets.open_or_extend(connection, row, new, now_ms=steady_ms())

    gateway.database.write_now(left)
    agent = await DeskClient.enter(gateway, "小林")
    assert [each["state"] for each in await due(agent, "open,broken")] == ["open"]
    assert not await due(agent, "broken")
    clock.move(gateway.database, timedelta(hours=3))
    await eventually(lambda: gateway.database.read_now(tickets.get, "T1").promises[0].state == "broken")
    [broken] = await due(agent, "open,broken")
    assert broken["state"] == "broken" and broken["ticket_id"] == "T1"
    async with agent.http.post(f"/api/v1/desk/promises/{broken['promise_id']}/kept") as response:
        assert (await response.json())["state"] == "kept"
    assert not await due(agent, "open,broken")
