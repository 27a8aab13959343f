"""Somebody who is kept out stays out when she comes back under her name, also after she had everything erased."""

from __future__ import annotations

from sqlalchemy import select

from bot.clock import utc_now
from bot.gateway import words
from bot.records.handoff_tables import blocks, kept_out
from bot.shop.identity import sign
from tests.gateway.client import Visit
from tests.gateway.desk.desk_client import DeskClient, hire
from tests.gateway.live import LiveGateway

CUSTOMER = "C0001"


async def comes(gateway: LiveGateway, customer_id: str = CUSTOMER) -> Visit:
    return await gateway.visit(identity=identity_of(gateway, customer_id))


def identity_of(gateway: LiveGateway, customer_id: str = CUSTOMER) -> str:
    return sign(customer_id, gateway.parts.settings.secret("identity"), utc_now())


async def may_write(gateway: LiveGateway, visit: Visit) -> bool:
    shopper = await gateway.enter(visit)
    answer = await shopper.ask({"type": "send", "text": "在吗", "final": True})
    assert answer["type"] == "ack" or (answer["code"], answer["message"]) == ("closed", words.BLOCKED)
    return bool(answer["type"] == "ack")


async def blocked(gateway: LiveGateway) -> tuple[Visit, DeskClient]:
    hire(gateway.database, "主管", role="supervisor")
    visit = await comes(gateway)
    boss = await DeskClient.enter(gateway, "主管")
    url = f"/api/v1/desk/conversations/{visit.conversation_id}/block"
    async with boss.http.post(url, json={"hours": 24, "reason": "辱骂"}) as response:
        assert response.status == 204
    return visit, boss


async def test_a_block_outlives_erasure_and_nothing_of_her_does(gateway: LiveGateway) -> None:
    visit, boss = await blocked(gateway)
    async with gateway.http.delete("/api/v1/me", headers=visit.bearer) as response:
        assert response.status == 204
    assert not gateway.database.read_now(lambda c: c.execute(select(blocks)).all())
    [row] = gateway.database.read_now(lambda c: c.execute(select(kept_out)).all())
    assert CUSTOMER not in str(row) and len(row.who) == 64
    back = await comes(gateway)
    assert not await may_write(gateway, back)
    assert await may_write(gateway, await comes(gateway, "C0002"))
    async with boss.http.delete(f"/api/v1/desk/conversations/{back.conversation_id}/block") as response:
        assert response.status == 204
    assert await may_write(gateway, back) and await may_write(gateway, await comes(gateway))


async def test_saying_who_she_is_later_does_not_let_her_in(lone: LiveGateway) -> None:
    await blocked(lone)
    guest = await lone.visit()
    assert await may_write(lone, guest)
    body = {"identity": identity_of(lone)}
    async with lone.http.post("/api/v1/me/identity", json=body, headers=guest.bearer) as response:
        assert response.status == 204
    assert not await may_write(lone, guest)
