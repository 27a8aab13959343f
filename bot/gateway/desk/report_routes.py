"""REST of the operators' report: its figures, and the conversations behind one. Supervisors only."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.gateway.desk import paging
from bot.gateway.desk.reporter import Reporter
from bot.gateway.desk.sessions import acting
from bot.gateway.rest import answer

REPORTER = web.AppKey("reporter", Reporter)
_LONGEST = 128


async def figures(request: web.Request) -> web.Response:
    """GET /api/v1/desk/reports/figures"""
    await acting(request, supervisor=True)
    found = await _ask(request, what=None)
    if paging.as_csv(request):
        return paging.csv_file(found["rows"], f"report-{found['from']}-{found['to']}")
    return answer(found)


async def behind(request: web.Request) -> web.Response:
    """GET /api/v1/desk/reports/behind"""
    await acting(request, supervisor=True)
    found = await _ask(request, what=request.query.get("figure", "")[:_LONGEST] or "asked")
    window, rows = paging.window_of(request), found["rows"]
    return paging.listed(request, rows[window.offset : window.offset + window.limit], len(rows), "behind")


async def _ask(request: web.Request, *, what: str | None) -> dict[str, Any]:
    def word(name: str) -> str | None:
        return request.query.get(name, "")[:_LONGEST] or None

    topic = request.query.get("topic")
    return await request.app[REPORTER].ask(
        **{"from": word("from"), "to": word("to")},
        by=word("by") or "day",
        what=what,
        topic=None if topic is None else topic[:_LONGEST],
        agent=word("agent"),
    )
