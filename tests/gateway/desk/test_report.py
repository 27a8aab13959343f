"""The operators' report over HTTP: its figures, the conversations behind them, and its page."""

from __future__ import annotations

from bot.clock import steady_ms
from tests.gateway.desk.desk_client import hire, sign_in
from tests.gateway.live import LiveGateway
from tests.records.factories import a_conversation, say


async def test_a_supervisor_reads_figures_and_what_stands_behind_them(gateway: LiveGateway) -> None:
    hire(gateway.database, "主管", role="supervisor")
    ids = [a_conversation(gateway.database, now_ms=steady_ms(), customer_id=name) for name in ("C1", "C2")]
    for each in ids:
        say(gateway.database, each, "我的快递呢", now_ms=steady_ms())
    boss = await sign_in(gateway, "主管")
    async with boss.get("/api/v1/desk/reports/figures?by=topic") as response:
        assert response.status == 200
        found = await response.json()
    by_name = {each["name"]: each for each in found["figures"]}
    assert by_name["asked"]["value"] == 2 and by_name["received"]["value"] == 0
    assert by_name["asked"]["before"] == 0 and by_name["satisfied"]["value"] is None
    async with boss.get("/api/v1/desk/reports/behind?figure=asked&per_page=1") as response:
        page = await response.json()
    assert page["total"] == 2 and page["rows"][0]["conversation_id"] in ids
    async with boss.get("/api/v1/desk/reports/figures?by=day&format=csv") as response:
        body = await response.text()
    assert response.content_type == "text/csv" and body.count("\n") == 8  # a head and seven days
    for wrong in ("figures?by=moon", "figures?from=soon", "figures?from=2026-02-02&to=2026-02-01", "behind?figure=no"):
        async with boss.get(f"/api/v1/desk/reports/{wrong}") as response:
            assert response.status == 400, wrong
    await boss.close()


async def test_the_page_is_there_and_brings_its_policy(lone: LiveGateway) -> None:
    async with lone.http.get("/report") as response:
        assert response.status == 200 and "xiaonuan-report" in await response.text()
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    for name in (
        "report.js",
        "element.js",
        "model.js",
        "values.js",
        "chart.js",
        "behind.js",
        "strings.js",
        "report.css",
    ):
        async with lone.http.get(f"/static/report/{name}") as response:
            assert response.status == 200, name
