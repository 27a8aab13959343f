"""The reference server: the SQL shop under docs/shop-api.yaml, so that a merchant can try the connector and compare.

It gives out what it is asked for to whoever has the key: the bot decides what a shopper may see. Changes: server_changes.py.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from aiohttp import web

from bot.errors import NotFound, OutcomeUnknown, ShopUnavailable
from bot.shop.after_sale import CASE_STATES
from bot.shop.http.server_changes import ChangeDesk
from bot.shop.http.wire import CataloguePage, DatedRule, Fault, RuleSheet, parsed, written
from bot.shop.search.query import Query
from bot.shop.sql.shop import SqlShop

T = TypeVar("T")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LARGEST_REQUEST_BYTES = 1024 * 1024
_MOST_ORDERS = 200
_MOST_CASES = 200
_LONGEST_PAGE = 1000


def make_app(shop: SqlShop, key: str) -> web.Application:
    """The API for whoever shows the key. The caller closes the shop."""
    app = web.Application(middlewares=[_faults, _only_with(key)], client_max_size=LARGEST_REQUEST_BYTES)
    reads, changes = Reads(shop), ChangeDesk(shop)
    app.router.add_get("/v1/orders", reads.orders)
    app.router.add_get("/v1/orders/{id}", reads.one(shop.order))
    app.router.add_get("/v1/customers/{id}", reads.one(shop.customer))
    app.router.add_get("/v1/products/{id}", reads.one(shop.product))
    app.router.add_get("/v1/after-sales/{id}", reads.one(shop.after_sale))
    app.router.add_get("/v1/after-sales", reads.cases)
    app.router.add_get("/v1/care", reads.care)
    app.router.add_get("/v1/catalogue", reads.catalogue)
    app.router.add_post("/v1/search", reads.search)
    app.router.add_get("/v1/names", reads.names)
    for path, whole in (
        ("policies", shop.policies),
        ("faq", shop.faq),
        ("promotions", shop.promotions),
        ("delivery", shop.delivery),
        ("working-hours", shop.working_hours),
    ):
        app.router.add_get(f"/v1/{path}", reads.whole(whole))
    app.router.add_get("/v1/service-rules", reads.service_rules)
    app.router.add_post("/v1/changes", changes.carry_out)
    app.router.add_get("/v1/changes/{key}", changes.kept)
    return app


class Reads:
    """What is asked for, as it is."""

    def __init__(self, shop: SqlShop) -> None:
        self._shop = shop

    def one(self, look_up: Callable[[str], Awaitable[Any]]) -> Handler:
        async def handler(request: web.Request) -> web.Response:
            return _found(await look_up(request.match_info["id"]))

        return handler

    def whole(self, read: Callable[[], Awaitable[Any]]) -> Handler:
        async def handler(_request: web.Request) -> web.Response:
            return _found(await read())

        return handler

    async def orders(self, request: web.Request) -> web.Response:
        """By exactly one of customer_id, phone_tail and tracking_no."""
        by = [name for name in ("customer_id", "phone_tail", "tracking_no") if name in request.query]
        if len(by) != 1:
            raise ValueError("say one of customer_id, phone_tail and tracking_no")
        value, limit = request.query[by[0]], _number(request, "limit", 50, _MOST_ORDERS)
        if by == ["tracking_no"]:
            found = await self._shop.order_by_tracking(value)
            return answer([] if found is None else [found])
        look_up = self._shop.orders_of if by == ["customer_id"] else self._shop.orders_by_phone_tail
        return answer(await look_up(value, limit=limit))

    async def care(self, request: web.Request) -> web.Response:
        found = await self._shop.care_of(request.query.getall("order_id", []))
        return answer(list(found.values()))

    async def cases(self, request: web.Request) -> web.Response:
        states = request.query.getall("state", [])
        if not states or not set(states) <= set(CASE_STATES):
            raise ValueError("state: states of a case, one or several")
        limit, offset = _number(request, "limit", 50, _MOST_CASES), _number(request, "offset", 0, 2**31)
        return answer(await self._shop.cases_in(states, limit=limit, offset=offset))

    async def catalogue(self, request: web.Request) -> web.Response:
        since, after = _number(request, "since", 0, 2**62), request.query.get("after", "")
        limit = max(1, _number(request, "limit", _LONGEST_PAGE, _LONGEST_PAGE))
        change = await self._shop.catalogue_since(since)
        rest = [product for product in change.products if product.sku > after]
        page = CataloguePage(
            version=change.version,
            products=tuple(rest[:limit]),
            removed=change.removed,
            next=rest[limit - 1].sku if len(rest) > limit else None,
        )
        return answer(page)

    async def search(self, request: web.Request) -> web.Response:
        return answer(await self._shop.search(parsed(Query, await request.read())))

    async def names(self, request: web.Request) -> web.Response:
        found = await self._shop.names()
        return unchanged() if request.query.get("known") == str(found.version) else answer(found)

    async def service_rules(self, request: web.Request) -> web.Response:
        found = await self._shop.rule_records()
        if request.query.get("known") == str(found.version):
            return unchanged()
        rules = {
            topic: tuple(DatedRule(valid_from=valid_from, rule=dict(rule)) for valid_from, rule in dated)
            for topic, dated in found.dated.items()
        }
        return answer(RuleSheet(version=found.version, zone=found.zone.key, rules=rules))


def answer(value: Any, status: int = 200) -> web.Response:
    return web.Response(body=written(value), status=status, content_type="application/json")


def unchanged() -> web.Response:
    return web.Response(status=204)


def _found(value: Any) -> web.Response:
    if value is None:
        raise NotFound("there is none")
    return answer(value)


def _number(request: web.Request, name: str, default: int, most: int) -> int:
    """Raises ValueError."""
    text = request.query.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise ValueError(f"{name}: not a whole number")
    return min(int(text), most)


def _only_with(key: str) -> Any:
    expected = f"Bearer {key}".encode()

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        shown = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if hmac.compare_digest(shown, expected):
            return await handler(request)
        return answer(Fault(code="unauthorised", message="show the key as a bearer token", nothing_done=True), 401)

    return check


@web.middleware
async def _faults(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Errors as Fault: `nothing_done` where a change has surely not been carried out."""
    try:
        return await handler(request)
    except NotFound as error:
        return answer(Fault(code="not_found", message=error.message), 404)
    except OutcomeUnknown as error:
        return answer(Fault(code="unknown", message=error.message), 503)
    except ShopUnavailable as error:
        return answer(Fault(code="unavailable", message=error.message, nothing_done=True), 503)
    except ValueError as error:
        return answer(Fault(code="wrong_request", message=str(error), nothing_done=True), 400)
    except web.HTTPException as error:
        code = "no_such_route" if error.status == 404 else "wrong_request"
        return answer(Fault(code=code, message=error.reason, nothing_done=True), error.status)
