"""After-sale cases that wait for a person: who sees them, deciding once by the shop's rules, what she reads, the log."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import orjson
import pytest
import pytest_asyncio
from aiohttp import web
from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.care.effects import CasePhotoGiven
from bot.clock import steady_ms, utc_now
from bot.gateway import words
from bot.records import case_photos
from bot.records.database import Database
from bot.records.handoff_tables import audit
from bot.shop.after_sale import AfterSale
from bot.shop.case_states import pieces_held
from bot.shop.identity import sign
from bot.shop.seed import seed_if_empty
from bot.shop.sql import care_rows, product_rows
from bot.shop.sql.shop import SqlShop
from bot.shop.sql.tables import variants
from tests.gateway.client import Client
from tests.gateway.conftest import StartGateway
from tests.gateway.desk.desk_client import DeskClient, hire
from tests.gateway.live import LiveGateway
from tests.gateway.test_uploads import a_picture, upload
from tests.shop.http_shops import KEY, Between, Handler, app_between, serving


@pytest_asyncio.fixture
async def desk(start: StartGateway, sqlite_database: Database) -> LiveGateway:
    gateway = await start(sqlite_database)
    await asyncio.to_thread(seed_if_empty, gateway.parts.settings)
    hire(sqlite_database, "小售", skills=("aftersale",))
    hire(sqlite_database, "小前", skills=("presale",))
    hire(sqlite_database, "主管", role="supervisor")
    return gateway


async def waiting(gateway: LiveGateway, kind: str) -> AfterSale:
    found = await gateway.parts.hours.shop.cases_in(["applied"], limit=50)
    assert found is not None
    return next(case for case in found.cases if case.type == kind)


async def listed(agent: DeskClient, **query: str) -> Any:
    async with agent.http.get("/api/v1/desk/cases", params=query) as response:
        return await response.json() if response.status == 200 else response.status


async def talk_of(agent: DeskClient, case: AfterSale) -> Any:
    rows = (await listed(agent))["rows"]
    return next(each["conversation_id"] for each in rows if each["after_sale_id"] == case.after_sale_id)


async def decide(agent: DeskClient, after_sale_id: str, **body: str) -> tuple[int, Any]:
    async with agent.http.post(f"/api/v1/desk/cases/{after_sale_id}", json=body) as response:
        return response.status, await response.json()


async def her_chat(gateway: LiveGateway, case: AfterSale) -> Client:
    order = await gateway.parts.hours.shop.order(case.order_id)
    assert order is not None
    visit = await gateway.visit(identity=sign(order.customer_id, gateway.parts.settings.secret("identity"), utc_now()))
    shopper = await gateway.enter(visit)
    await shopper.ask({"type": "send", "text": "退货申请怎么还没动静"})
    return shopper


def logged(gateway: LiveGateway, action: str) -> list[Any]:
    return gateway.database.read_now(lambda c: c.execute(select(audit).where(audit.c.action == action)).all())


async def test_the_list_says_what_is_asked_why_and_what_the_rules_say(desk: LiveGateway) -> None:
    case = await waiting(desk, "return")
    agent = await DeskClient.enter(desk, "小售")
    before = await listed(agent)
    row = next(each for each in before["rows"] if each["after_sale_id"] == case.after_sale_id)
    assert before["total"] == len(before["rows"]) and row["conversation_id"] is None
    assert (row["type"], row["state"], row["amount_fen"]) == ("return", "applied", case.amount_fen)
    assert row["items"][0]["title"] and row["reason"] not in ("", case.reason)
    assert row["verdict"]["answer"] in ("allowed", "needs_person", "not_allowed")
    dues = [each["due_at"] for each in before["rows"]]
    assert dues == sorted(dues)
    shopper = await her_chat(desk, case)
    assert await talk_of(agent, case) is None  # the bot has it: no agent's to look at
    await shopper.ask({"type": "ask_human"})
    opened = await talk_of(agent, case)
    async with agent.http.get(f"/api/v1/desk/conversations/{opened}") as response:
        assert response.status == 200
    assert await talk_of(await DeskClient.enter(desk, "主管"), case) == opened
    assert (await listed(agent, state="rejected"))["total"] == 2
    assert await listed(agent, state="no such") == 400


async def shelve(shop: SqlShop, sku: str, pieces: int) -> None:
    def write(connection: Connection) -> None:
        connection.execute(update(variants).where(variants.c.sku == sku).values(stock=pieces))
        product_rows.raise_state(connection, product_rows.CATALOGUE_VERSION, 0)

    await shop.write(write)


async def test_an_exchange_that_holds_the_last_piece_is_approved_but_after_a_rejection_only_while_it_is_there(
    desk: LiveGateway,
) -> None:
    shop, agent = desk.parts.hours.shop, await DeskClient.enter(desk, "小售")
    assert isinstance(shop, SqlShop)
    case, *_ = [each async for each in shop.cases() if each.type == "exchange" and each.state == "approved"]
    [sku] = pieces_held(case)
    waits = replace(case, state="applied", next_what="approve")
    await shop.write(lambda connection: care_rows.rewrite_case(connection, waits))
    await shelve(shop, sku, 1)
    product = await shop.product(sku)
    assert product is not None and next(each.stock for each in product.variants if each.sku == sku) == 0
    row = next(each for each in (await listed(agent))["rows"] if each["after_sale_id"] == case.after_sale_id)
    assert row["verdict"]["rule"] in ("exchange_in_days", "faulty_in_days")
    assert (await decide(agent, case.after_sale_id, to="rejected", note="照片看不清"))[0] == 200
    await shelve(shop, sku, 0)
    status, body = await decide(agent, case.after_sale_id, to="approved")
    assert (status, body["message"]) == (409, words.desk_refusal("out_of_stock"))
    await shelve(shop, sku, 1)
    assert (await decide(agent, case.after_sale_id, to="approved"))[0] == 200


async def test_her_photos_stand_with_the_case(desk: LiveGateway) -> None:
    case = await waiting(desk, "return")
    order = await desk.parts.hours.shop.order(case.order_id)
    assert order is not None
    visit = await desk.visit(identity=sign(order.customer_id, desk.parts.settings.secret("identity"), utc_now()))
    _, answer = await upload(desk, visit, a_picture())
    upload_id = answer["upload_id"]
    given = CasePhotoGiven(after_sale_id=case.after_sale_id, order_id=case.order_id, upload_id=upload_id)
    desk.database.write_now(case_photos.keep, visit.conversation_id, given, now_ms=steady_ms())
    rows = (await listed(await DeskClient.enter(desk, "小售")))["rows"]
    shown = {row["after_sale_id"]: row["photos"] for row in rows}
    assert [len(photos) for photos in shown.values()] == [int(number == case.after_sale_id) for number in shown]
    async with desk.http.get(shown[case.after_sale_id][0]["url"]) as response:
        assert response.status == 200 and response.content_type.startswith("image/")


async def test_a_yes_moves_the_case_once_and_she_reads_it(desk: LiveGateway) -> None:
    case = await waiting(desk, "return")
    shopper = await her_chat(desk, case)
    first, second = await DeskClient.enter(desk, "小售"), await DeskClient.enter(desk, "主管")
    answers = await asyncio.gather(
        *(decide(each, case.after_sale_id, to="approved", note="照片看过了。") for each in (first, second))
    )
    assert sorted(status for status, _ in answers) == [200, 409]
    moved = await desk.parts.hours.shop.after_sale(case.after_sale_id)
    assert moved is not None and moved.state == "approved" and moved.history[-1].by.startswith("agent:")
    told = await shopper.message("system")
    assert (
        told["text"]
        == f"您的退货申请（{case.after_sale_id}）同事看过了，可以退：寄回来，仓库收到验好就退钱。照片看过了。"
    )
    await shopper.quiet()
    assert sum(case.after_sale_id in (each.get("text") or "") for each in shopper.messages()) == 1
    (row,) = logged(desk, "case_approve")
    assert (row.target, moved.history[-1].by) == (case.after_sale_id, f"agent:{row.agent}")
    assert orjson.loads(row.detail) == {"order_id": case.order_id, "amount_fen": case.amount_fen}
    assert case.after_sale_id not in {each["after_sale_id"] for each in (await listed(first))["rows"]}


async def test_a_no_needs_a_reason_which_she_reads_and_may_be_taken_back(desk: LiveGateway) -> None:
    case = await waiting(desk, "return")
    shopper = await her_chat(desk, case)
    agent = await DeskClient.enter(desk, "小售")
    assert (await decide(agent, case.after_sale_id, to="rejected"))[0] == 400
    assert (await decide(agent, case.after_sale_id, to="rejected", note="  "))[0] == 400
    status, row = await decide(agent, case.after_sale_id, to="rejected", note="膜已经贴过了")
    assert (status, row["state"], row["move_note"]) == (200, "rejected", "膜已经贴过了")
    told = await shopper.message("system")
    assert "办不了：膜已经贴过了。" in told["text"]
    status, row = await decide(agent, case.after_sale_id, to="approved")
    assert (status, row["state"]) == (200, "approved")
    assert [each.target for each in logged(desk, "case_reject") + logged(desk, "case_approve")] == [
        case.after_sale_id,
        case.after_sale_id,
    ]


async def test_money_alone_keeps_to_the_agents_limit(desk: LiveGateway) -> None:
    case = await waiting(desk, "refund")
    agent, supervisor = await DeskClient.enter(desk, "小售"), await DeskClient.enter(desk, "主管")
    desk.parts.hours.limit_fen = case.amount_fen - 1
    assert (await decide(agent, case.after_sale_id, to="approved"))[0] == 403
    unmoved = await desk.parts.hours.shop.after_sale(case.after_sale_id)
    assert unmoved is not None and unmoved.state == "applied" and not logged(desk, "case_approve")
    assert (await decide(supervisor, case.after_sale_id, to="approved"))[0] == 200


@pytest.mark.parametrize(
    ("body", "status"), [({"to": "refunded"}, 400), ({}, 400), ({"to": "rejected", "note": "x" * 3000}, 413)]
)
async def test_nothing_else_is_decided_here(desk: LiveGateway, body: dict[str, str], status: int) -> None:
    case = await waiting(desk, "return")
    agent = await DeskClient.enter(desk, "主管")
    assert (await decide(agent, case.after_sale_id, **body))[0] == status
    assert (await decide(agent, "SH0", to="approved"))[0] == 404


async def test_whoever_lacks_the_skill_sees_and_decides_nothing(desk: LiveGateway) -> None:
    case = await waiting(desk, "return")
    agent = await DeskClient.enter(desk, "小前")
    assert await listed(agent) == 403
    assert (await decide(agent, case.after_sale_id, to="approved"))[0] == 403
    unmoved = await desk.parts.hours.shop.after_sale(case.after_sale_id)
    assert unmoved is not None and unmoved.state == "applied"


@asynccontextmanager
async def connected(start: StartGateway, database: Database, desk: LiveGateway, between: Between) -> AsyncIterator[Any]:
    """A gateway whose shop answers over HTTP, with the cases of the demo shop behind it."""
    own = desk.parts.hours.shop
    assert isinstance(own, SqlShop)
    async with serving(app_between(own, between)) as url:
        yield await start(database, shop_api_url=url, shop_api_key=KEY)


async def test_cases_of_a_shop_with_a_system_of_its_own_are_read_here_and_decided_there(
    desk: LiveGateway, start: StartGateway, sqlite_database: Database
) -> None:
    case = await waiting(desk, "return")
    here = await listed(await DeskClient.enter(desk, "小售"))
    assert (here["decided_by"], here["listed"]) == ("desk", True)
    between = Between()
    async with connected(start, sqlite_database, desk, between) as gateway:
        agent = await DeskClient.enter(gateway, "小售")
        there = await listed(agent)
        assert (there["decided_by"], there["listed"], there["total"]) == ("shop", True, here["total"])
        assert there["rows"] == here["rows"]
        status, fault = await decide(agent, case.after_sale_id, to="approved")
        assert (status, fault["code"], fault["message"]) == (409, "conflict", words.DESK_CASE_ELSEWHERE)
        assert await listed(await DeskClient.enter(gateway, "小前")) == 403
        unmoved = await desk.parts.hours.shop.after_sale(case.after_sale_id)
        assert unmoved == case and not logged(desk, "case_approve")


async def test_a_shop_that_keeps_its_cases_to_itself_is_told_apart_from_one_that_has_none(
    desk: LiveGateway, start: StartGateway, sqlite_database: Database
) -> None:
    answers = {"status": 404}

    async def keeps_them(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path != "/v1/after-sales":
            return await handler(request)
        return web.Response(status=answers["status"], text="Cannot GET")

    async with connected(start, sqlite_database, desk, Between(trouble=keeps_them)) as gateway:
        agent = await DeskClient.enter(gateway, "小售")
        found = await listed(agent)
        assert (found["rows"], found["total"], found["decided_by"], found["listed"]) == ([], 0, "shop", False)
        answers["status"] = 500
        assert await listed(agent) == 503
