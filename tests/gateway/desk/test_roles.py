"""Every route and frame by everybody: without a session nothing, without the role nothing, and no hint of what exists."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from bot.handoff import frames
from bot.shop.seed import seed_if_empty
from tests.gateway.desk.desk_client import DeskClient, hire, sign_in
from tests.gateway.live import LiveGateway

SUPERVISORS = {
    ("GET", "/api/v1/desk/reports/live"), ("GET", "/api/v1/desk/reports/agents"),
    ("GET", "/api/v1/desk/reports/waiting"), ("GET", "/api/v1/desk/audit"),
    ("GET", "/api/v1/desk/reports/figures"), ("GET", "/api/v1/desk/reports/behind"),
    ("POST", "/api/v1/desk/knowledge"), ("PUT", "/api/v1/desk/knowledge/{id}"),
    ("DELETE", "/api/v1/desk/knowledge/{id}"),
}  # fmt: skip
ADMINS = {("PUT", "/api/v1/desk/canned/{id}"), ("DELETE", "/api/v1/desk/canned/{id}")}
OPEN_TO_ALL = {("POST", "/api/v1/desk/login")}


def desk_routes(gateway: LiveGateway) -> list[tuple[str, str]]:
    return sorted(
        (route.method, route.resource.canonical)
        for route in gateway._runner.app.router.routes()
        if route.resource is not None
        and route.resource.canonical.startswith("/api/v1/desk/")
        and route.method != "HEAD"
    )


async def status(http: Any, method: str, path: str, conversation_id: str) -> int:
    async with http.request(method, path.replace("{id}", conversation_id), json={}) as response:
        await response.read()
        return int(response.status)


async def test_no_route_answers_without_a_session(lone: LiveGateway) -> None:
    visit, _ = await lone.shopper()
    routes = [each for each in desk_routes(lone) if each not in OPEN_TO_ALL]
    assert len(routes) > 20
    for method, path in routes:
        found = await status(lone.http, method, path, visit.conversation_id)
        assert found in (401, 403), (method, path)


async def test_roles_decide_and_what_is_anothers_is_not_there(lone: LiveGateway) -> None:
    seed_if_empty(lone.parts.settings)
    hire(lone.database, "小林")
    hire(lone.database, "主管", role="supervisor")
    visit, _ = await lone.shopper()
    agent, boss = await sign_in(lone, "小林"), await sign_in(lone, "主管")
    for method, path in desk_routes(lone):
        if "login" in path or "logout" in path or "password" in path or path.endswith("/ws"):
            continue
        theirs = await status(agent, method, path, visit.conversation_id)
        if (method, path) in SUPERVISORS | ADMINS:
            assert theirs == 403, (method, path)
        elif "conversations/{id}" in path:
            assert theirs == 404, (method, path)
            assert await status(agent, method, path, str(uuid.uuid4())) == 404
        if (method, path) in ADMINS:
            assert await status(boss, method, path, visit.conversation_id) == 403
        elif method == "GET" and "{id}" not in path:
            assert await status(boss, method, path, "x") == 200, (method, path)
    await agent.close()
    await boss.close()


BODIES: dict[str, dict[str, Any]] = {
    "change_order": {"order_id": "1", "deed": {"kind": "cancel_order"}},
    "propose": {"kind": "refund", "order_id": "1", "amount_fen": 1, "reason": "x"},
    "watch": {}, "whisper": {"text": "x"}, "take_over": {}, "reassign": {"to": {"skill": "presale"}},
    "send": {"text": "x"}, "note": {"text": "x"}, "tag": {"tags": ["x"]}, "relabel": {"seq": 1, "intent": "track_order"}, "claim": {}, "suggest": {},
    "transfer": {"to": {"skill": "presale"}, "reason": "x"}, "hand_back": {}, "resolve": {"outcome": "solved"},
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(frame.__struct_config__.tag for frame in frames.SUPERVISORS_ONLY))
async def test_supervisors_frames_are_forbidden_to_agents(lone: LiveGateway, kind: str) -> None:
    hire(lone.database, "小林")
    visit, _ = await lone.shopper()
    agent = await DeskClient.enter(lone, "小林")
    for conversation_id in (visit.conversation_id, str(uuid.uuid4())):
        frame = {"type": kind, "conversation_id": conversation_id, **BODIES.get(kind, {})}
        frame |= {"agent": "小林", "value": "online"} if kind == "force_status" else {}
        frame |= {"proposal_id": "P1", "outcome": "paid", "reason": "x"} if kind == "settle" else {}
        assert await agent.refused(frame) == "forbidden"


async def test_no_frame_does_anything_to_a_conversation_that_is_not_hers(lone: LiveGateway) -> None:
    hire(lone.database, "小林")
    hire(lone.database, "小王")
    visit, shopper = await lone.shopper()
    await shopper.ask({"type": "ask_human"})
    other = await DeskClient.enter(lone, "小王")
    await other.claim(visit.conversation_id)
    agent = await DeskClient.enter(lone, "小林")
    supervisors = {frame.__struct_config__.tag for frame in frames.SUPERVISORS_ONLY}
    for kind, body in BODIES.items():
        if kind in supervisors:
            continue
        for conversation_id in (visit.conversation_id, str(uuid.uuid4())):
            code = await agent.refused({"type": kind, "conversation_id": conversation_id, **body})
            assert code in ("not_holder", "not_found", "taken"), (kind, code)
    before = len(shopper.messages())
    await shopper.quiet()
    assert len(shopper.messages()) == before + 1  # that the colleague joined, and nothing else
