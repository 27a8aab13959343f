"""History pages, what is stored of a shopper, and its erasure; nobody reads another's."""

from typing import Any

import pytest

from bot.clock import utc_now
from bot.shop.identity import sign
from tests.gateway.client import Visit
from tests.gateway.live import LiveGateway


async def get(gateway: LiveGateway, path: str, visit: Visit | None) -> tuple[int, Any]:
    headers = visit.bearer if visit else {}
    async with gateway.http.get(path, headers=headers) as response:
        return response.status, await response.json()


async def test_history_pages_backwards_in_ascending_order(gateway: LiveGateway) -> None:
    visit, client = await gateway.shopper()
    for number in range(1, 8):
        await client.ask({"type": "send", "text": f"第{number}句"})
    status, page = await get(gateway, "/api/v1/history?limit=3", visit)
    assert status == 200 and [message["seq"] for message in page["messages"]] == [5, 6, 7] and page["more"] is True
    _, page = await get(gateway, "/api/v1/history?before_seq=5&limit=4", visit)
    assert [message["seq"] for message in page["messages"]] == [1, 2, 3, 4] and page["more"] is False
    assert page["messages"][0]["text"] == "第1句" and page["messages"][0]["role"] == "shopper"
    live = [{name: value for name, value in frame.items() if name != "type"} for frame in client.messages()]
    assert live[:4] == page["messages"]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=-1", "limit=x", "before_seq=-1", "before_seq=1.5", "before_seq=%00"]
)
async def test_a_range_that_is_none_is_a_bad_request(lone: LiveGateway, query: str) -> None:
    status, body = await get(lone, f"/api/v1/history?{query}", await lone.visit())
    assert (status, body["code"]) == (400, "invalid_frame")


async def test_a_huge_range_is_cut(lone: LiveGateway) -> None:
    visit, client = await lone.shopper()
    await client.ask({"type": "send", "text": "在吗"})
    query = "before_seq=99999999999999999&limit=99999999999999999"
    status, page = await get(lone, f"/api/v1/history?{query}", visit)
    assert status == 200 and len(page["messages"]) == 1


@pytest.mark.parametrize("path", ["/api/v1/history", "/api/v1/me/export"])
async def test_without_a_good_token_nothing_is_told(lone: LiveGateway, path: str) -> None:
    visit = await lone.visit()
    for value in (None, "Bearer", "Bearer ", "Bearer forged", f"Basic {visit.token}", f"Bearer {visit.conversation_id}",
                  f"Bearer {visit.token}x", f"Bearer {'x' * 5000}"):  # fmt: skip
        headers = {"Authorization": value} if value else {}
        async with lone.http.get(path, headers=headers) as response:
            assert response.status == 401
            assert (await response.json())["code"] == "unauthorised"


async def test_a_guests_export_holds_her_conversation_and_nothing_of_others(gateway: LiveGateway) -> None:
    gateway.worker()
    visit, client = await gateway.shopper()
    _, other = await gateway.shopper()
    await client.say("我的耳机到哪了?")
    await other.say("别人的话?")
    for each in (client, other):
        await each.message("bot")
    status, export = await get(gateway, "/api/v1/me/export", visit)
    [conversation] = export["conversations"]
    assert status == 200 and conversation["conversation_id"] == visit.conversation_id
    assert [message["text"] for message in conversation["messages"]] == ["我的耳机到哪了?", "收到：我的耳机到哪了?"]
    assert "别人的话" not in str(export)


async def test_erasing_a_customer_erases_all_her_conversations_and_no_other(gateway: LiveGateway) -> None:
    identity = sign("C001", gateway.parts.settings.secret("identity"), utc_now())
    first, second = await gateway.visit(identity=identity), await gateway.visit(identity=identity)
    guest = await gateway.visit()
    async with gateway.http.delete("/api/v1/me", headers=first.bearer) as response:
        assert response.status == 204
    for visit, expected in ((first, 401), (second, 401), (guest, 200)):
        assert (await get(gateway, "/api/v1/history", visit))[0] == expected
