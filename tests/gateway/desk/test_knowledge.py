"""What supervisors write into the shop's question book is found at once, answered with, audited; bad entries change nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from bot.care.knowledge import Shelf
from bot.clock import utc_now
from bot.handoff.wishes import WISHES
from bot.records.handoff_tables import audit
from bot.settings import PROJECT_ROOT
from bot.shop.seed import seed_if_empty
from bot.shop.sql.shop import SqlShop
from tests.gateway.desk.desk_client import DeskClient, hire
from tests.gateway.live import LiveGateway
from tests.shop.http_shops import http_shop

URL = "/api/v1/desk/knowledge"
ENTRY = {
    "intents": ["ask_shop_info"], "questions": ["门店有充电宝借吗", "能借充电宝吗"], "keywords": ["充电宝", "借"],
    "answer": "门店前台可以借充电宝，两小时内免费。",
}  # fmt: skip


async def boss_of(gateway: LiveGateway) -> DeskClient:
    seed_if_empty(gateway.parts.settings)
    hire(gateway.database, "主管", role="supervisor")
    return await DeskClient.enter(gateway, "主管")


async def rows(client: DeskClient, query: str) -> list[dict[str, Any]]:
    async with client.http.get(f"{URL}?{query}") as response:
        assert response.status == 200
        return list((await response.json())["rows"])


async def test_an_entry_is_written_changed_and_taken_away(lone: LiveGateway) -> None:
    boss = await boss_of(lone)
    shop = lone.parts.hours.shop
    before = await shop.faq()
    async with boss.http.post(URL, json=ENTRY) as response:
        made = await response.json()
        assert response.status == 201 and made["question"] == "门店有充电宝借吗"
    one = f"{URL}/{made['entry_id']}"
    found = (await Shelf(shop).knowledge()).answer("你们能不能借充电宝", "ask_shop_info", utc_now())
    assert found is not None and found.entry.answer == ENTRY["answer"]
    async with boss.http.put(one, json={**ENTRY, "answer": "充电宝收一元一小时。"}) as response:
        assert response.status == 200
    assert [row["answer"] for row in await rows(boss, "per_page=200") if row["entry_id"] == made["entry_id"]] == [
        "充电宝收一元一小时。"
    ]
    async with boss.http.delete(one) as response:
        assert response.status == 204
    async with boss.http.delete(one) as response:
        assert response.status == 404
    after = await shop.faq()
    assert after.entries == before.entries and after.version > before.version
    log = lone.database.read_now(lambda c: c.execute(select(audit).where(audit.c.target == made["entry_id"])).all())
    assert [row.action for row in log] == ["knowledge", "knowledge", "knowledge_removed", "knowledge_removed"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"intents": ["no_such_wish"]}, {"intents": []}, {"questions": []}, {"questions": ["  "]}, {"answer": " "},
        {"answer": "好" * 2_001}, {"valid_from": "2026-12-02T00:00:00Z", "valid_until": "2026-12-01T00:00:00Z"},
        {"general": "yes"},
    ],
)  # fmt: skip
async def test_a_bad_entry_changes_nothing(lone: LiveGateway, wrong: dict[str, Any]) -> None:
    boss = await boss_of(lone)
    before = await lone.parts.hours.shop.faq()
    async with boss.http.post(URL, json={**ENTRY, **wrong}) as response:
        assert response.status == 400, await response.text()
    assert (await lone.parts.hours.shop.faq()) == before


async def test_goods_are_found_by_words_and_by_number(lone: LiveGateway) -> None:
    boss = await boss_of(lone)
    async with boss.http.get("/api/v1/desk/products?q=蓝牙耳机") as response:
        found = (await response.json())["rows"]
    assert found and all("耳机" in row["title"] for row in found[:3])
    async with boss.http.get(f"/api/v1/desk/products?q={found[0]['sku']}") as response:
        assert [row["sku"] for row in (await response.json())["rows"]] == [found[0]["sku"]]


def test_the_page_offers_the_wishes_that_an_entry_may_have() -> None:
    text = (PROJECT_ROOT / "bot" / "web" / "desk" / "strings.js").read_text(encoding="utf-8")
    offered = text.split("  wishes: {")[1].split("},")[0]
    assert dict(re.findall(r"(\w+): '([^']*)'", offered)) == WISHES


async def test_a_book_that_the_shop_keeps_itself_is_not_written_here(lone: LiveGateway) -> None:
    boss = await boss_of(lone)
    hours = lone.parts.hours
    own = hours.shop
    assert isinstance(own, SqlShop)
    async with http_shop(own) as connected:
        hours.shop = connected
        async with boss.http.post(URL, json=ENTRY) as response:
            assert response.status == 409
        async with boss.http.delete(f"{URL}/opening_hours") as response:
            assert response.status == 409
        assert len(await rows(boss, "per_page=5")) == 5
        hours.shop = own
