"""Numbers of people are masked wherever the desk shows them; a reveal is one audited call; lists come as CSV; blocks hold."""

from __future__ import annotations

import csv
import io

import orjson
from sqlalchemy import select

from bot.clock import steady_ms
from bot.records import tickets
from bot.records.handoff_tables import audit
from bot.records.tickets import NewTicket
from tests.gateway.client import Client, Visit
from tests.gateway.desk.desk_client import DeskClient, hire
from tests.gateway.live import LiveGateway

PHONE, CARD = "13800138000", "6222021234567890128"
SAID = f"我电话{PHONE}，卡号{CARD}"


async def served(gateway: LiveGateway) -> tuple[DeskClient, Visit, Client]:
    """She gave a phone and a card, and left a ticket with a formula in it; 小林 holds her."""
    hire(gateway.database, "小林")
    visit, shopper = await gateway.shopper()
    await shopper.ask({"type": "send", "text": SAID, "final": True})
    await shopper.ask({"type": "ask_human"})
    agent = await DeskClient.enter(gateway, "小林")
    await agent.claim(visit.conversation_id)
    new = NewTicket(id="T1", topic="complain_service", text=f"=HYPERLINK(1) {PHONE}", contact=PHONE)

    def left(connection: object) -> None:
        row = type("Row", (), {"id": visit.conversation_id, "customer_id": None})
        tickets.open_or_extend(connection, row, new, now_ms=steady_ms())  # type: ignore[arg-type]

    gateway.database.write_now(left)
    return agent, visit, shopper


async def get(agent: DeskClient, path: str) -> str:
    async with agent.http.get(f"/api/v1/desk/{path}") as response:
        assert response.status == 200, path
        return await response.text()


async def test_no_page_and_no_file_holds_a_number_unmasked(gateway: LiveGateway) -> None:
    agent, visit, shopper = await served(gateway)
    await shopper.ask({"type": "send", "text": f"再说一次{PHONE}", "final": True})
    await agent.until(lambda frame: frame["type"] == "message" and "再说一次" in (frame.get("text") or ""))
    chat = f"conversations/{visit.conversation_id}"
    for path in (chat, f"{chat}/messages", "conversations?list=mine", "conversations?list=mine&format=csv", "tickets",
                 "tickets?format=csv", "tickets/T1"):  # fmt: skip
        text = await get(agent, path)
        assert PHONE not in text and CARD not in text, path
    assert PHONE not in str(agent.seen) and CARD not in str(agent.seen) and PHONE not in str(agent.snapshot)
    assert "138****8000" in await get(agent, "tickets/T1")


async def test_a_reveal_gives_the_value_and_stands_in_the_log(gateway: LiveGateway) -> None:
    agent, visit, _ = await served(gateway)
    url = f"/api/v1/desk/conversations/{visit.conversation_id}/reveal"
    for body, value in (({"what": "message", "ref": 1}, SAID), ({"what": "contact", "ref": "T1"}, PHONE)):
        async with agent.http.post(url, json=body) as response:
            assert (await response.json())["value"] == value
    for body, status in (({"what": "message", "ref": 99}, 404), ({"what": "contact", "ref": "T9"}, 404),
                         ({"what": "password"}, 400)):  # fmt: skip
        async with agent.http.post(url, json=body) as response:
            assert response.status == status, body
    rows = gateway.database.read_now(lambda c: c.execute(select(audit).where(audit.c.action == "reveal")).all())
    assert [(row.agent, row.target, orjson.loads(row.detail)["what"]) for row in rows] == [
        ("小林", "1", "message"), ("小林", "T1", "contact"),
    ]  # fmt: skip
    assert PHONE not in str(rows)


async def test_a_list_as_csv_opens_in_a_spreadsheet_and_runs_nothing(gateway: LiveGateway) -> None:
    agent, _, _ = await served(gateway)
    async with agent.http.get("/api/v1/desk/tickets?format=csv") as response:
        body = await response.read()
        assert response.headers["Content-Type"].startswith("text/csv")
        assert "attachment" in response.headers["Content-Disposition"]
    assert body.startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(io.StringIO(body.decode("utf-8-sig")))
    assert row["ticket_id"] == "T1" and row["text"].startswith("'=HYPERLINK")


async def test_the_audit_log_comes_as_csv_for_supervisors_only(gateway: LiveGateway) -> None:
    agent, visit, _ = await served(gateway)
    hire(gateway.database, "主管", role="supervisor")
    boss = await DeskClient.enter(gateway, "主管")
    async with agent.http.get("/api/v1/desk/audit?format=csv") as response:
        assert response.status == 403
    rows = list(csv.DictReader(io.StringIO((await get(boss, "audit?format=csv")).lstrip("\ufeff"))))
    assert {"claim", "login"} <= {row["action"] for row in rows}
    assert any(row["conversation_id"] == visit.conversation_id for row in rows if row["action"] == "claim")


async def test_somebody_who_is_kept_out_writes_nothing_until_it_is_lifted(gateway: LiveGateway) -> None:
    agent, visit, shopper = await served(gateway)
    hire(gateway.database, "主管", role="supervisor")
    hire(gateway.database, "小王")
    boss, other = await DeskClient.enter(gateway, "主管"), await DeskClient.enter(gateway, "小王")
    url = f"/api/v1/desk/conversations/{visit.conversation_id}/block"
    body = {"hours": 24, "reason": "辱骂"}
    for client, given, status in ((other, body, 404), (agent, {"hours": 0, "reason": "x"}, 400),
                                  (agent, {"hours": 24, "reason": " "}, 400), (agent, body, 204)):  # fmt: skip
        async with client.http.post(url, json=given) as response:
            assert response.status == status
    assert (await shopper.ask({"type": "send", "text": "喂", "final": True}))["code"] == "closed"
    async with agent.http.delete(url) as response:
        assert response.status == 403
    async with boss.http.delete(url) as response:
        assert response.status == 204
    assert (await shopper.ask({"type": "send", "text": "我改", "final": True}))["type"] == "ack"
