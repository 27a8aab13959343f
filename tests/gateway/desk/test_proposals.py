"""Approving and rejecting at the desk: the shopper hears it, the log has it, nobody decides twice or what is not his."""

from __future__ import annotations

import orjson
import pytest
from sqlalchemy import select

from bot.clock import steady_ms
from bot.errors import ShopUnavailable
from bot.records import proposals
from bot.records.handoff_tables import audit
from bot.records.proposals import Proposal
from tests.gateway.client import Client, Visit
from tests.gateway.desk.desk_client import DeskClient, hire
from tests.gateway.desk.fake_shop import FakeShopChanges
from tests.gateway.live import LiveGateway


async def a_proposal(gateway: LiveGateway) -> tuple[DeskClient, Visit, Client]:
    """A conversation that 小林 holds, with one open proposal."""
    hire(gateway.database, "小林")
    gateway.parts.payer.shop = FakeShopChanges()
    gateway.parts.payer.shop.answers = [ShopUnavailable("away")] * 50  # what is decided here is not paid
    visit, shopper = await gateway.shopper()
    await shopper.ask({"type": "ask_human"})
    agent = await DeskClient.enter(gateway, "小林")
    await agent.claim(visit.conversation_id)
    made = Proposal(
        id="P1", conversation_id=visit.conversation_id, kind="price_difference", order_id="1", amount_fen=3000,
        reason="差 30 元", state="open", made_ms=steady_ms(),
    )  # fmt: skip
    gateway.database.write_now(proposals.add, made, turn_id=None)
    return agent, visit, shopper


@pytest.mark.parametrize(
    ("kind", "state", "words"), [("approve", "approved", "同意"), ("reject", "rejected", "没有通过")]
)
async def test_she_is_told_what_was_decided_and_the_log_has_it(
    gateway: LiveGateway, kind: str, state: str, words: str
) -> None:
    agent, visit, shopper = await a_proposal(gateway)
    ack = await agent.acked({"type": kind, "proposal_id": "P1", "reason": "核对过"})
    assert ack["proposal"]["state"] == state and ack["proposal"]["decided_by"] == "小林"
    told = await shopper.until(lambda frame: frame["type"] == "message" and "30.00 元" in (frame["text"] or ""))
    assert told["role"] == "system" and words in told["text"]
    assert state in [frame["proposal"]["state"] for frame in await agent.quiet() if frame["type"] == "proposal"]
    row = gateway.database.read_now(lambda c: c.execute(select(audit).where(audit.c.action == kind)).one())
    assert row.agent == "小林" and row.conversation_id == visit.conversation_id and row.target == "P1"
    assert orjson.loads(row.detail) == {"amount_fen": 3000, "order_id": "1"}
    await agent.acked({"type": kind, "proposal_id": "P1"})
    other = "reject" if kind == "approve" else "approve"
    assert await agent.refused({"type": other, "proposal_id": "P1"}) == "conflict"
    told_again = [each for each in (await shopper.quiet()) if "30.00 元" in str(each.get("text"))]
    assert len(told_again) == 1


async def test_another_agent_neither_sees_nor_decides_it(gateway: LiveGateway) -> None:
    await a_proposal(gateway)
    hire(gateway.database, "小王")
    hire(gateway.database, "主管", role="supervisor")
    other, boss = await DeskClient.enter(gateway, "小王"), await DeskClient.enter(gateway, "主管")
    assert await other.refused({"type": "approve", "proposal_id": "P1"}) == "not_found"
    assert await other.refused({"type": "approve", "proposal_id": "P9"}) == "not_found"
    for client, expected in ((other, 0), (boss, 1)):
        async with client.http.get("/api/v1/desk/proposals?state=open") as response:
            assert (await response.json())["total"] == expected
    await boss.acked({"type": "approve", "proposal_id": "P1"})
