"""Changes as the reference server carries them out: by the journal of the SQL shop, once per key, and told again when asked.

It knows which keys are under way in this process and which attempts it was asked about in vain. Run one process.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from urllib.parse import unquote

import msgspec
from aiohttp import web

from bot.shop.changes import Outcome
from bot.shop.changes_json import change_from_json
from bot.shop.http.change import ATTEMPT_HEADER, KEY_HEADER, LONGEST_KEY
from bot.shop.http.wire import Fault, KeptOutcome, written
from bot.shop.sql.shop import SqlShop

_ANSWER_WITHIN_S = 0.4
_LOOK_EVERY_S = 0.02
_VOID_ATTEMPTS = 10_000
_LONGEST_ATTEMPT = 64


class ChangeDesk:
    """The two routes of changes over one SQL shop."""

    def __init__(self, shop: SqlShop) -> None:
        self._shop = shop
        self._under_way: Counter[str] = Counter()
        self._void: OrderedDict[str, None] = OrderedDict()

    async def carry_out(self, request: web.Request) -> web.Response:
        """POST /v1/changes"""
        key, attempt = unquote(request.headers.get(KEY_HEADER, "")), request.headers.get(ATTEMPT_HEADER, "")
        if not 0 < len(key) <= LONGEST_KEY or len(attempt) > _LONGEST_ATTEMPT:
            raise ValueError(f"{KEY_HEADER}: 1 to {LONGEST_KEY} characters, {ATTEMPT_HEADER}: up to {_LONGEST_ATTEMPT}")
        change = change_from_json(msgspec.json.decode(await request.read()))
        if attempt in self._void:
            return _answer(
                Fault(code="attempt_void", message="it was asked about before it came", nothing_done=True), 409
            )
        self._under_way[key] += 1
        done = asyncio.ensure_future(self._shop.change(change, key=key))
        done.add_done_callback(lambda _done: self._ended(key))
        outcome: Outcome = await asyncio.shield(done)  # under way until it ends, whoever still listens
        return _answer(outcome)

    async def kept(self, request: web.Request) -> web.Response:
        """GET /v1/changes/{key}: the outcome; 409 while it is under way; else the attempt, if named, is void from now on."""
        key, attempt = request.match_info["key"], request.query.get("attempt", "")
        for _ in range(int(_ANSWER_WITHIN_S / _LOOK_EVERY_S)):
            if not self._under_way[key]:
                break
            await asyncio.sleep(_LOOK_EVERY_S)
        else:
            return _answer(Fault(code="under_way", message="ask again"), 409)
        self._set_void(attempt)  # before the journal is read: what comes after this finds it
        found = await self._shop.kept(key)
        if found is None:
            return _answer(Fault(code="no_such_key", nothing_done=bool(attempt) and not self._under_way[key]), 404)
        return _answer(KeptOutcome(key=key, order_id=found.order_id, kind=found.kind, outcome=found.outcome))

    def _ended(self, key: str) -> None:
        self._under_way[key] -= 1
        if not self._under_way[key]:
            del self._under_way[key]

    def _set_void(self, attempt: str) -> None:
        if 0 < len(attempt) <= _LONGEST_ATTEMPT:
            self._void[attempt] = None
            if len(self._void) > _VOID_ATTEMPTS:
                self._void.popitem(last=False)


def _answer(value: object, status: int = 200) -> web.Response:
    return web.Response(body=written(value), status=status, content_type="application/json")
