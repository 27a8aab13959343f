"""Who may sit at the desk: passwords, the lock, Origins, sessions that end."""

from __future__ import annotations

import aiohttp
import pytest

from bot.clock import steady_ms
from bot.gateway import words
from bot.records import agents
from bot.records.agent_sessions import MISSES
from tests.gateway.desk.desk_client import COOKIE, PASSWORD, DeskClient, hire, open_socket, sign_in
from tests.gateway.live import LiveGateway


async def log_in(gateway: LiveGateway, name: str, password: str, **headers: str) -> aiohttp.ClientResponse:
    async with gateway.http.post(
        "/api/v1/desk/login", json={"name": name, "password": password}, headers=headers
    ) as response:
        await response.read()
        return response


async def test_the_right_password_gives_a_cookie_that_pages_cannot_read(gateway: LiveGateway) -> None:
    hire(gateway.database, "小林")
    response = await log_in(gateway, "小林", PASSWORD)
    cookie = response.headers["Set-Cookie"]
    assert response.status == 204 and "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Secure" not in cookie
    assert PASSWORD not in cookie and cookie.startswith(COOKIE)


async def test_wrong_name_and_wrong_password_get_one_answer_and_five_lock_the_pair(gateway: LiveGateway) -> None:
    hire(gateway.database, "小林")
    answers = [await log_in(gateway, name, "wrong password") for name in ("小林", "nobody")]
    assert [each.status for each in answers] == [401, 401]
    for _ in range(MISSES - 1):
        assert (await log_in(gateway, "小林", "wrong password")).status == 401
    locked = await log_in(gateway, "小林", PASSWORD)
    assert locked.status == 429 and int(locked.headers["Retry-After"]) > 200
    said = (await locked.json())["message"]
    assert "5 分钟" in said and "您" not in said
    hire(gateway.database, "小王")
    assert (await log_in(gateway, "小王", PASSWORD)).status == 204


async def test_right_passwords_do_not_add_up_to_a_lock(lone: LiveGateway) -> None:
    hire(lone.database, "小林")
    for _ in range(MISSES + 2):
        assert (await log_in(lone, "小林", PASSWORD)).status == 204


async def test_a_foreign_origin_is_refused_everywhere_and_none_at_all_on_changes(lone: LiveGateway) -> None:
    hire(lone.database, "小林")
    assert (await log_in(lone, "小林", PASSWORD, Origin="https://evil.example")).status == 403
    http = await sign_in(lone, "小林")
    [cookie] = [each for each in http.cookie_jar if each.key == COOKIE]
    bare = {"Cookie": f"{COOKIE}={cookie.value}"}
    async with aiohttp.ClientSession(lone.url) as plain:
        async with plain.get("/api/v1/desk/me", headers=bare) as response:
            assert response.status == 200
        async with plain.post("/api/v1/desk/logout", headers=bare) as response:
            assert response.status == 403
        for headers in ({}, {"Origin": "https://evil.example"}):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await plain.ws_connect("/api/v1/desk/ws", headers={**bare, **headers})
            assert refused.value.status == 403
    await http.close()


async def test_what_an_agent_reads_of_a_fault_is_said_to_an_agent(lone: LiveGateway) -> None:
    hire(lone.database, "小林")
    http = await sign_in(lone, "小林")
    faulty = [
        ("GET", "tickets/none", None), ("GET", "conversations?page=x", None), ("GET", "conversations?list=theirs", None),
        ("GET", "nothing-here", None), ("POST", "password", {"old": 1}),
    ]  # fmt: skip
    for method, path, body in faulty:
        async with http.request(method, f"/api/v1/desk/{path}", json=body) as response:
            fault = await response.json()
            assert response.status in (400, 404) and fault["message"] == words.DESK_ERRORS[fault["code"]], path
    await http.close()


async def test_without_a_session_there_is_nothing(lone: LiveGateway) -> None:
    async with lone.http.get("/api/v1/desk/me") as response:
        assert response.status == 401
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await lone.http.ws_connect("/api/v1/desk/ws", origin=lone.url)
    assert refused.value.status == 401


@pytest.mark.parametrize("how", ["disabled", "new password", "logged out"])
async def test_a_session_that_ends_closes_its_sockets_and_does_nothing_more(gateway: LiveGateway, how: str) -> None:
    hire(gateway.database, "小林")
    agent = await DeskClient.enter(gateway, "小林")
    if how == "disabled":
        gateway.database.write_now(agents.disable, "小林", now_ms=steady_ms())
    elif how == "new password":
        gateway.database.write_now(agents.set_password, "小林", "x", now_ms=steady_ms())
    else:
        async with agent.http.post("/api/v1/desk/logout") as response:
            assert response.status == 204
    assert await agent.closed() == 4401
    async with agent.http.get("/api/v1/desk/me") as response:
        assert response.status == 401


async def test_what_is_sent_in_a_dead_sessions_name_is_refused_before_its_socket_closes(lone: LiveGateway) -> None:
    hire(lone.database, "主管", role="supervisor")
    visit, shopper = await lone.shopper()
    await shopper.ask({"type": "ask_human"})
    boss = await DeskClient.enter(lone, "主管")
    lone.database.write_now(agents.disable, "主管", now_ms=steady_ms())
    assert await boss.refused({"type": "take_over", "conversation_id": visit.conversation_id}) == "unauthorised"


async def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(lone: LiveGateway) -> None:
    hire(lone.database, "小林")
    other, mine = await DeskClient.enter(lone, "小林"), await sign_in(lone, "小林")
    for old, status in (("wrong password", 401), (PASSWORD, 204)):
        async with mine.post("/api/v1/desk/password", json={"old": old, "new": "another good one"}) as response:
            assert response.status == status
    assert await other.closed() == 4401
    async with mine.get("/api/v1/desk/me") as response:
        assert response.status == 200
    ws = await open_socket(lone, mine)
    await ws.close()
    await mine.close()
