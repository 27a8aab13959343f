"""What every list of the desk shares: page and filters from the query, rows as JSON or CSV. No route lives here."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

import orjson
from aiohttp import hdrs, web

from bot.errors import InvalidFrame
from bot.gateway.rest import answer, whole_number
from bot.records.desk_lists import Wanted, Window

PER_PAGE = 50
LONGEST_PAGE = 200
LONGEST_CSV = 10_000
_LONGEST_FILTER = 128
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def window_of(request: web.Request) -> Window:
    """Raises InvalidFrame."""
    if as_csv(request):
        return Window(limit=LONGEST_CSV)
    page = whole_number(request, "page", default=1, low=1, high=100_000) or 1
    per_page = whole_number(request, "per_page", default=PER_PAGE, low=1, high=LONGEST_PAGE) or PER_PAGE
    return Window(limit=per_page, offset=(page - 1) * per_page)


def wanted_of(request: web.Request) -> Wanted:
    """Raises InvalidFrame."""
    return Wanted(
        which=_word(request, "list"),
        agent=_word(request, "agent") or _word(request, "assignee"),
        skill=_word(request, "skill"),
        emotion=_word(request, "emotion"),
        tag=_word(request, "tag"),
        customer_id=_word(request, "customer_id"),
        text=_word(request, "q"),
        status=_word(request, "status") or _word(request, "state"),
        topic=_word(request, "topic"),
        action=_word(request, "action"),
        since=_moment(request, "from"),
        until=_moment(request, "until") or _moment(request, "due_before"),
    )


def as_csv(request: web.Request) -> bool:
    return request.query.get("format") == "csv"


def listed(request: web.Request, rows: Sequence[dict[str, Any]], total: int, name: str, **more: Any) -> web.Response:
    """The page as JSON, with what `more` says of the list, or the whole as CSV when that was asked for."""
    if as_csv(request):
        return csv_file(rows, name)
    window = window_of(request)
    page = window.offset // window.limit + 1
    return answer({"rows": list(rows), "page": page, "per_page": window.limit, "total": total, **more})


def csv_file(rows: Sequence[dict[str, Any]], name: str) -> web.Response:
    out = io.StringIO()
    columns = list(rows[0]) if rows else []
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return web.Response(
        body=out.getvalue().encode("utf-8-sig"),
        content_type="text/csv",
        charset="utf-8",
        headers={hdrs.CONTENT_DISPOSITION: f'attachment; filename="{name}.csv"'},
    )


def _cell(value: Any) -> str:
    """What a spreadsheet would take for a formula gets a leading apostrophe."""
    if value is None:
        return ""
    text = orjson.dumps(value).decode() if isinstance(value, (list, dict, bool)) else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _word(request: web.Request, name: str) -> str | None:
    text = request.query.get(name, "").strip()
    if len(text) > _LONGEST_FILTER or (text and not text.isprintable()):
        raise InvalidFrame(f"{name} is too long")
    return text or None


def _moment(request: web.Request, name: str) -> datetime | None:
    text = request.query.get(name, "").strip()
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00").replace(" ", "+"))
    except ValueError as error:
        raise InvalidFrame(f"{name} must be a time such as 2026-11-22T06:00:00Z") from error
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)
