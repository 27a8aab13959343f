"""What people approve is paid once, whoever dies in between; what nobody can tell waits for a person; limits hold."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from bot.errors import OutcomeUnknown, ShopUnavailable
from bot.records import payments
from bot.records.handoff_tables import audit
from bot.records.tables import turns
from bot.shop.changes import GiveMoney, Outcome
from tests.gateway.desk.desk_client import DeskClient, hire
from tests.gateway.desk.fake_shop import FakeShopChanges
from tests.gateway.desk.serving import served
from tests.gateway.live import LiveGateway


async def test_approved_money_is_paid_told_and_in_the_log(gateway: LiveGateway) -> None:
    here = await served(gateway)
    here.propose()
    await here.agent.acked({"type": "approve", "proposal_id": "P1"})
    told = await here.heard("已经打出")
    assert told["role"] == "system" and "30.00 元" in told["text"] and "12月1日" in told["text"]
    paid = await here.comes_to("paid")
    assert (paid.reference, paid.decided_by) == ("R1", "小林")
    [(key, change)] = here.shop.asked
    assert key == "P1" and isinstance(change, GiveMoney) and change.by == "agent:小林"
    assert (change.order_id, change.what, change.amount_fen) == (here.order.order_id, "price_difference", 3000)
    rows = gateway.database.read_now(lambda c: c.execute(select(audit).where(audit.c.target == "P1")).all())
    assert [row.action for row in rows] == ["approve", "paid"]
    states = [each["proposal"]["state"] for each in await here.agent.quiet() if each["type"] == "proposal"]
    assert "paid" in [*states, *(each["proposal"]["state"] for each in here.agent.seen if each["type"] == "proposal")]
    await here.agent.acked({"type": "approve", "proposal_id": "P1"})
    assert await here.agent.refused({"type": "reject", "proposal_id": "P1"}) == "conflict"
    assert len(here.shop.asked) == 1


async def test_killed_after_the_approval_another_gateway_pays_it_once(lone: LiveGateway) -> None:
    here = await served(lone)
    here.propose()

    class Killed(FakeShopChanges):
        async def change(self, change: object, *, key: str) -> Outcome:
            here.shop.done[key] = Outcome(state="done", reference="R0")  # the shop paid, and nobody heard it
            raise asyncio.CancelledError

    lone.parts.payer.shop = Killed()
    await here.agent.acked({"type": "approve", "proposal_id": "P1"})
    for _ in range(100):
        if here.state().pay_tries == 1:
            break
        await asyncio.sleep(0.02)
    await here.payer(here.shop).look()
    assert here.state().state == "approved" and not here.shop.asked  # its try may still be going on
    lone.parts.payer.shop = here.shop
    both = [here.payer(here.shop, later_ms=payments.TRY_MS + 1) for _ in range(2)]
    await asyncio.gather(*(each.look() for each in both))
    assert (await here.comes_to("paid")).reference == "R0"
    assert len(here.shop.asked) == 1 and list(here.shop.done) == ["P1"]


async def test_no_answer_waits_for_a_person_and_is_never_tried_again_by_itself(lone: LiveGateway) -> None:
    here = await served(lone)
    here.propose()
    here.shop.answers = [OutcomeUnknown("the line broke")]
    await here.agent.acked({"type": "approve", "proposal_id": "P1"})
    await here.heard("正在核对")
    unknown = await here.comes_to("unknown")
    assert unknown.pay_reason == "no_answer"
    await here.payer(here.shop, later_ms=3_600_000).look()
    assert len(here.shop.asked) == 1
    boss = await DeskClient.enter(lone, "主管")
    async with boss.http.get("/api/v1/desk/proposals?state=open,unknown,refused") as response:
        assert [row["state"] for row in (await response.json())["rows"]] == ["unknown"]
    settle = {"type": "settle", "proposal_id": "P1", "reason": "查过流水"}
    assert await here.agent.refused({**settle, "outcome": "paid"}) == "forbidden"
    await boss.acked({**settle, "outcome": "again"})
    assert (await here.comes_to("paid")).reference == "R1"
    assert [key for key, _ in here.shop.asked] == ["P1", "P1"] and list(here.shop.done) == ["P1"]
    assert await boss.refused({**settle, "outcome": "unpaid"}) == "conflict"


@pytest.mark.parametrize(
    ("outcome", "state", "words"), [("paid", "paid", "已经打出"), ("unpaid", "rejected", "没有通过")]
)
async def test_a_supervisor_settles_what_the_shop_refused(
    lone: LiveGateway, outcome: str, state: str, words: str
) -> None:
    here = await served(lone)
    here.propose()
    here.shop.answers = [Outcome(state="refused", reason="over_cap")]
    await here.agent.acked({"type": "approve", "proposal_id": "P1"})
    assert (await here.comes_to("refused")).pay_reason == "over_cap"
    boss = await DeskClient.enter(lone, "主管")
    await boss.acked({"type": "settle", "proposal_id": "P1", "outcome": outcome, "reason": "线下处理"})
    await here.heard(words)
    assert here.state().state == state


async def test_while_the_shop_is_away_it_is_tried_again_later(lone: LiveGateway) -> None:
    here = await served(lone)
    here.propose()
    here.shop.answers = [ShopUnavailable("away")]
    await here.agent.acked({"type": "approve", "proposal_id": "P1"})
    await here.is_put_off()
    assert here.state().state == "approved"
    await here.payer(here.shop, later_ms=payments.AGAIN_AFTER_MS + 1).look()
    await here.comes_to("paid")


async def test_when_the_bot_has_her_again_the_bot_tells_her(lone: LiveGateway) -> None:
    here = await served(lone)
    here.propose()
    here.shop.answers = [ShopUnavailable("away")]
    await here.agent.acked({"type": "approve", "proposal_id": "P1"})
    await here.is_put_off()
    await here.agent.acked({"type": "hand_back", "conversation_id": here.chat})
    await here.payer(here.shop, later_ms=payments.AGAIN_AFTER_MS + 1).look()
    await here.comes_to("paid")
    rows = lone.database.read_now(lambda c: c.execute(select(turns).where(turns.c.cause == "system")).all())
    told = [row.instruction for row in rows if "money_told" in row.instruction]
    assert len(told) == 1 and '"paid"' in told[0]


async def test_an_agent_gives_within_her_limit_and_asks_above_it(lone: LiveGateway) -> None:
    here = await served(lone)
    frame = {"type": "propose", "conversation_id": here.chat, "order_id": here.order.order_id, "reason": "包装压坏了"}
    small = await here.agent.acked({**frame, "id": "3b241101-e2bb-4255-8caf-4136c566a962", "kind": "compensation",
                                    "amount_fen": 1000})  # fmt: skip
    assert small["proposal"]["state"] == "approved" and small["proposal"]["made_by"] == "小林"
    again = await here.agent.acked({**frame, "id": "3b241101-e2bb-4255-8caf-4136c566a962", "kind": "compensation",
                                    "amount_fen": 1000})  # fmt: skip
    assert again["proposal"]["proposal_id"] == small["proposal"]["proposal_id"]
    await here.comes_to("paid", small["proposal"]["proposal_id"])
    large = await here.agent.acked({**frame, "kind": "refund", "amount_fen": 25_000})
    assert large["proposal"]["state"] == "open"
    large_id = large["proposal"]["proposal_id"]
    assert await here.agent.refused({"type": "approve", "proposal_id": large_id}) == "forbidden"
    assert "主管" in [each["message"] for each in here.agent.seen if each["type"] == "error"][-1]
    boss = await DeskClient.enter(lone, "主管")
    await boss.acked({"type": "approve", "proposal_id": large_id})
    await here.comes_to("paid", large_id)
    assert len(here.shop.asked) == 2


async def test_no_more_than_the_order_has_room_for_and_only_for_her_orders(lone: LiveGateway) -> None:
    here = await served(lone)
    frame = {"type": "propose", "conversation_id": here.chat, "kind": "refund", "reason": "退一部分"}
    whole = here.order.total_fen
    assert await here.agent.refused({**frame, "order_id": here.order.order_id, "amount_fen": whole + 1}) == "conflict"
    assert await here.agent.refused({**frame, "order_id": "9" * 16, "amount_fen": 100}) == "not_found"
    here.propose(amount_fen=whole - 500)
    assert await here.agent.refused({**frame, "order_id": here.order.order_id, "amount_fen": 501}) == "conflict"
    for amount in (0, -1, 10_000_001, 1.5, True, "100"):
        bad = {**frame, "order_id": here.order.order_id, "amount_fen": amount}
        assert await here.agent.refused(bad) == "invalid_frame", amount
    hire(lone.database, "小王")
    other = await DeskClient.enter(lone, "小王")
    good = {**frame, "order_id": here.order.order_id, "amount_fen": 100}
    assert await other.refused(good) == "not_holder"
    assert not here.shop.asked


async def test_what_names_no_order_goes_to_people(lone: LiveGateway) -> None:
    here = await served(lone)
    here.propose(order_id=None)
    await here.agent.acked({"type": "approve", "proposal_id": "P1"})
    assert (await here.comes_to("unknown")).pay_reason == "no_order"
    assert not here.shop.asked
