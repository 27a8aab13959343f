"""A shop whose API is slow, breaks off, or answers nonsense: each change has one effect at most, and the errors are the port's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.errors import OutcomeUnknown, ShopUnavailable
from bot.shop.changes import AddRemark, CancelOrder, GiveMoney
from bot.shop.http import calls as calling
from bot.shop.http.shop import HttpShop
from bot.shop.search.query import Query
from bot.shop.sql.shop import SqlShop
from tests.eventually import eventually
from tests.shop.factories import NOW, order, orders_in_every_stage, stage_files
from tests.shop.http_shops import KEY, Between, Handler, drop, for_ever, http_shop, serving
from tests.shop.shops_under_test import sql_shop
from tests.shop.test_changes import case

PACKED, SIGNED = orders_in_every_stage()["packed"], orders_in_every_stage()["signed"]
CANCEL = CancelOrder(order_id=PACKED.order_id, at=NOW)
PAY = GiveMoney(order_id=SIGNED.order_id, at=NOW, what="refund", amount_fen=500, reason="晚到", by="agent:li")
CHANGE = "POST /v1/changes"


class Broken:
    """`shop` is asked, `own` is what stands behind it, `between` is where trouble comes from."""

    def __init__(self, shop: HttpShop, own: SqlShop, between: Between) -> None:
        self.shop, self.own, self.between = shop, own, between

    async def paid_fen(self) -> list[int]:
        care = (await self.own.care_of([SIGNED.order_id]))[SIGNED.order_id]
        return [refund.amount_fen for refund in care.refunds]

    def sent(self) -> int:
        return self.between.calls.count(CHANGE)


@pytest.fixture
async def broken(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Broken]:
    monkeypatch.setattr("bot.shop.http.change.CALL_WITHIN_S", 0.2)
    async with sql_shop(stage_files(), f"sqlite:///{data_dir / 'shop.db'}") as own:
        between = Between()
        async with http_shop(own, between) as shop:
            yield Broken(shop, own, between)


def changes_only(trouble: Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]) -> Any:
    """Trouble for the sending of changes; what is asked goes through."""

    async def between(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await (trouble if request.method == "POST" else _through)(request, handler)

    return between


async def _through(request: web.Request, handler: Handler) -> web.StreamResponse:
    return await handler(request)


async def done_and_dropped(request: web.Request, handler: Handler) -> web.StreamResponse:
    await handler(request)
    return drop(request)


async def done_and_slow(request: web.Request, handler: Handler) -> web.StreamResponse:
    await handler(request)
    return await for_ever(request, handler)


async def done_and_500(request: web.Request, handler: Handler) -> web.StreamResponse:
    await handler(request)
    return web.Response(status=500, text="Traceback: password=hunter2")


async def done_and_nonsense(request: web.Request, handler: Handler) -> web.StreamResponse:
    await handler(request)
    return web.json_response({"state": "perhaps", "secret": "hunter2"})


async def done_and_no_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    await handler(request)
    return web.Response(text="<html>ok")


async def dropped(request: web.Request, _handler: Handler) -> web.StreamResponse:
    return drop(request)


async def at_fault(_request: web.Request, _handler: Handler) -> web.StreamResponse:
    return web.Response(status=502, text="bad gateway")


async def gone(_request: web.Request, _handler: Handler) -> web.StreamResponse:
    return web.Response(status=404, text="nginx")


@pytest.mark.parametrize(
    "trouble", [done_and_dropped, done_and_slow, done_and_500, done_and_nonsense, done_and_no_json]
)
async def test_a_change_that_was_done_is_found_by_its_key(broken: Broken, trouble: Any) -> None:
    broken.between.trouble = changes_only(trouble)
    first = await broken.shop.change(PAY, key="p/1")
    assert first.done and first.amount_fen == 500
    assert await broken.shop.change(PAY, key="p/1") == first
    assert await broken.paid_fen() == [500]
    assert broken.sent() == 2  # each asking sent it once


@pytest.mark.parametrize("trouble", [dropped, at_fault, gone])
async def test_what_the_shop_has_never_seen_is_surely_not_done_and_may_be_tried_anew(
    broken: Broken, trouble: Any
) -> None:
    broken.between.trouble = changes_only(trouble)
    with pytest.raises(ShopUnavailable, match="nothing was done"):
        await broken.shop.change(PAY, key="p1")
    assert (broken.sent(), await broken.paid_fen()) == (1, [])
    broken.between.trouble = None
    assert (await broken.shop.change(PAY, key="p1")).done
    assert await broken.paid_fen() == [500]


@pytest.mark.parametrize("trouble", [done_and_dropped, dropped])
async def test_a_shop_that_cannot_be_asked_either_leaves_it_unknown(broken: Broken, trouble: Any) -> None:
    async def all_of_it(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await (trouble if request.method == "POST" else at_fault)(request, handler)

    broken.between.trouble = all_of_it
    with pytest.raises(OutcomeUnknown):
        await broken.shop.change(PAY, key="p1")
    assert broken.sent() == 1
    broken.between.trouble = None
    assert (await broken.shop.change(PAY, key="p1")).done
    assert await broken.paid_fen() == [500]


@pytest.mark.parametrize("answer", [gone, at_fault])
async def test_a_missing_key_is_no_proof_unless_the_shop_says_so(broken: Broken, answer: Any) -> None:
    async def between(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await (dropped if request.method == "POST" else answer)(request, handler)

    broken.between.trouble = between
    with pytest.raises(OutcomeUnknown):
        await broken.shop.change(PAY, key="p1")


async def test_a_change_that_arrives_after_it_was_asked_about_does_nothing(broken: Broken) -> None:
    arrived = asyncio.Event()
    late: list[int] = []

    async def on_its_way(request: web.Request, handler: Handler) -> web.StreamResponse:
        await request.read()
        await arrived.wait()
        response = await handler(request)
        late.append(response.status)
        return response

    broken.between.trouble = changes_only(on_its_way)
    with pytest.raises(ShopUnavailable, match="nothing was done"):
        await broken.shop.change(PAY, key="p1")
    arrived.set()
    await eventually(lambda: late == [409])
    assert await broken.paid_fen() == []


async def test_a_change_that_is_still_being_made_is_unknown_and_made_once(broken: Broken) -> None:
    go = asyncio.Event()
    change = broken.own.change

    async def slow_change(wanted: Any, *, key: str) -> Any:
        await go.wait()
        return await change(wanted, key=key)

    broken.own.change = slow_change  # type: ignore[method-assign, assignment]
    with pytest.raises(OutcomeUnknown):
        await broken.shop.change(PAY, key="p1")
    again = asyncio.create_task(broken.shop.change(PAY, key="p1"))
    await eventually(lambda: broken.sent() == 2)
    go.set()
    assert (await again).done
    assert await broken.paid_fen() == [500]


async def test_a_key_of_another_change_is_refused_even_when_the_answer_is_lost(broken: Broken) -> None:
    await broken.own.change(CANCEL, key="p1")
    broken.between.trouble = changes_only(dropped)
    assert (await broken.shop.change(PAY, key="p1")).reason == "key_reused"


@pytest.mark.parametrize("key", ["turn/做/EJ1 黑", "..", "a?b#c%2F", "钥" * 200])
async def test_every_key_goes_there_and_back(broken: Broken, key: str) -> None:
    broken.between.trouble = changes_only(done_and_dropped)
    assert (await broken.shop.change(PAY, key=key)).done
    assert await broken.own.kept(key) is not None


async def test_a_text_that_is_no_unicode_is_never_sent(broken: Broken) -> None:
    with pytest.raises(ShopUnavailable, match="nothing was done"):
        await broken.shop.change(AddRemark(order_id=PACKED.order_id, remark="\ud800"), key="t1")
    assert broken.sent() == 0


async def test_reads_are_tried_twice_and_no_more(broken: Broken) -> None:
    broken.between.trouble = at_fault
    with pytest.raises(ShopUnavailable, match="status 502"):
        await broken.shop.order(PACKED.order_id)
    assert len(broken.between.calls) == 2


async def test_a_slow_shop_costs_the_time_of_one_call(broken: Broken, monkeypatch: pytest.MonkeyPatch) -> None:
    broken.between.trouble = for_ever
    with pytest.raises(ShopUnavailable, match="no answer in time"):
        await asyncio.wait_for(broken.shop.order(PACKED.order_id), 10)
    assert len(broken.between.calls) == 1
    assert calling.CALL_WITHIN_S <= 1.2


GOOD = stage_files()
READS: dict[str, Callable[[HttpShop], Awaitable[Any]]] = {
    "order": lambda shop: shop.order(PACKED.order_id),
    "orders_of": lambda shop: shop.orders_of("C1"),
    "tracking": lambda shop: shop.order_by_tracking("YT7500000000095"),
    "tail": lambda shop: shop.orders_by_phone_tail("9631"),
    "customer": lambda shop: shop.customer("C1"),
    "product": lambda shop: shop.product("EJ1"),
    "catalogue": lambda shop: shop.catalogue_since(0),
    "search": lambda shop: shop.search(Query(groups=())),
    "names": lambda shop: shop.names(),
    "policy": lambda shop: shop.policy("hours"),
    "faq": lambda shop: shop.faq(),
    "promotions": lambda shop: shop.promotions(),
    "delivery": lambda shop: shop.delivery(),
    "hours": lambda shop: shop.working_hours(),
    "care": lambda shop: shop.care_of([PACKED.order_id]),
    "case": lambda shop: shop.after_sale("SH1"),
    "cases": lambda shop: shop.cases_in(["applied"], limit=50),
    "rules": lambda shop: shop.service_rules(),
}
NONSENSE: dict[str, Callable[[], web.Response]] = {
    "no JSON": lambda: web.Response(text="<html>hunter2"),
    "cut off": lambda: web.Response(text='{"order_id": "hunter2"'),
    "a number": lambda: web.Response(text="17"),
    "null": lambda: web.Response(text="null"),
    "nested without end": lambda: web.Response(text="[" * 100_000),
    "strange texts": lambda: web.Response(body=b'{"a": "\xff\xfe hunter2"}'),
    "a redirection": lambda: web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"}),
    "a proxy's 404": lambda: web.Response(status=404, text="hunter2"),
    "not allowed": lambda: web.json_response({"code": "unauthorised", "message": "hunter2"}, status=401),
    "nothing": lambda: web.Response(status=204),
}


@pytest.mark.parametrize("name", NONSENSE)
async def test_nonsense_is_no_answer_to_any_question_and_is_not_repeated(broken: Broken, name: str) -> None:
    async def nonsense(_request: web.Request, _handler: Handler) -> web.StreamResponse:
        return NONSENSE[name]()

    broken.between.trouble = nonsense
    for what, ask in READS.items():
        if what == "cases" and NONSENSE[name]().status == 404:
            continue  # a shop need not have it: below
        with pytest.raises(ShopUnavailable, match="/v1/") as refused:
            await ask(broken.shop)
        assert "hunter2" not in str(refused.value), what
        assert PACKED.order_id not in str(refused.value), what


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('"total_fen":41300', '"total_fen":"413.00"', "total_fen"),
        ('"total_fen":41300', '"total_fen":413.5', "total_fen"),
        ('"total_fen":41300', '"total_fen":-1', "total_fen"),
        ('"total_fen":41300', '"total_fen":99999999999999999999', "total_fen"),
        ('"total_fen":41300', '"total_fen":true', "total_fen"),
        ('"total_fen":41300,', "", "total_fen"),
        ('"quantity":2', '"quantity":null', "items"),
        ('"status":"packed"', '"status":"hunter2"', "status"),
        ('2026-11-16T06:30:00Z', '2026-11-16T06:30:00', "placed_at"),
        ('2026-11-16T06:30:00Z', '2026-02-30T06:30:00Z', "placed_at"),
        (PACKED.order_id, SIGNED.order_id, "another one"),
    ],
)  # fmt: skip
async def test_a_wrong_field_is_named_without_its_value(broken: Broken, old: str, new: str, field: str) -> None:
    async def altered(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        assert isinstance(response, web.Response) and isinstance(response.body, bytes)
        text = response.body.decode()
        assert old in text
        return web.Response(text=text.replace(old, new))

    broken.between.trouble = altered
    with pytest.raises(ShopUnavailable, match=field) as refused:
        await broken.shop.order(PACKED.order_id)
    assert "hunter2" not in str(refused.value) and SIGNED.order_id not in str(refused.value)


async def test_orders_of_others_are_never_passed_on(broken: Broken) -> None:
    others = order("1", customer_id="C2", phone="13900008888")

    async def somebody_elses(_request: web.Request, _handler: Handler) -> web.StreamResponse:
        from bot.shop.http.wire import written

        return web.Response(body=written([others]))

    broken.between.trouble = somebody_elses
    for ask in (READS["orders_of"], READS["tracking"], READS["tail"]):
        with pytest.raises(ShopUnavailable, match="not asked for"):
            await ask(broken.shop)


@pytest.mark.parametrize("status", [404, 405])
async def test_a_shop_need_not_list_its_cases(broken: Broken, status: int) -> None:
    async def no_such_route(_request: web.Request, _handler: Handler) -> web.StreamResponse:
        return web.Response(status=status, text="Cannot GET /v1/after-sales")

    broken.between.trouble = no_such_route
    assert await broken.shop.cases_in(["applied"], limit=50) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [('"state":"applied"', '"state":"approved"'), ('"total":1', '"total":0'), ('"total":1', '"total":-1')],
)
async def test_cases_that_were_not_asked_for_are_no_answer(broken: Broken, old: str, new: str) -> None:
    waits = case(type="refund", reason="missing_item", freight_payer="shopper", amount_fen=1000)
    assert (await broken.shop.change(waits, key="t1")).done
    assert await broken.shop.cases_in(["applied"], limit=50) is not None

    async def altered(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        assert isinstance(response, web.Response) and isinstance(response.body, bytes)
        text = response.body.decode()
        assert old in text
        return web.Response(text=text.replace(old, new, 1), content_type="application/json")

    broken.between.trouble = altered
    with pytest.raises(ShopUnavailable, match="not asked for"):
        await broken.shop.cases_in(["applied"], limit=50)


async def test_an_answer_without_end_is_cut(broken: Broken, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "LARGEST_BYTES", 100_000)
    sent: list[int] = []

    async def endless(request: web.Request, _handler: Handler) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(b" " * 65_536)
                sent.append(65_536)
        except ConnectionError:
            return response

    broken.between.trouble = endless
    with pytest.raises(ShopUnavailable, match="over 100000 bytes"):
        await broken.shop.faq()


async def test_catalogue_pages_that_do_not_go_on_are_not_read_for_ever(broken: Broken) -> None:
    async def same(_request: web.Request, _handler: Handler) -> web.StreamResponse:
        return web.json_response({"version": 1, "products": [], "next": "A"})

    broken.between.trouble = same
    with pytest.raises(ShopUnavailable, match="next"):
        await broken.shop.catalogue_since(0)
    assert len(broken.between.calls) == 2


async def test_a_long_catalogue_comes_in_pages(broken: Broken, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.shop.http.shop.PAGE", 1)
    assert (await broken.shop.catalogue_since(0)).products == GOOD.products
    assert [each async for each in broken.shop.products()] == list(GOOD.products)
    assert broken.between.calls == ["GET /v1/catalogue"] * 2 * len(GOOD.products)


async def test_rules_and_names_are_sent_again_only_when_they_changed(broken: Broken) -> None:
    first, names = await broken.shop.service_rules(), await broken.shop.names()
    assert await broken.shop.service_rules() is first
    assert await broken.shop.names(names) is names


async def test_a_shop_that_is_away_has_surely_done_nothing() -> None:
    async with serving(web.Application()) as url:
        pass
    shop = HttpShop.open(url, KEY, backoff_s=0)
    with pytest.raises(ShopUnavailable, match="no connection"):
        await shop.order("1")
    with pytest.raises(ShopUnavailable, match="nothing was done"):
        await shop.change(CANCEL, key="t1")
    await shop.close()


async def test_a_change_that_found_no_free_connection_was_never_sent(
    broken: Broken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "_CONNECTIONS", 1)
    broken.between.trouble = for_ever
    reading = asyncio.create_task(broken.shop.faq())
    await eventually(lambda: broken.between.calls)
    with pytest.raises(ShopUnavailable, match="nothing was done"):
        await broken.shop.change(PAY, key="p1")
    assert broken.sent() == 0
    reading.cancel()


async def test_nobody_is_answered_without_the_key(broken: Broken) -> None:
    stranger = HttpShop.open(broken.shop._calls._url, "another", backoff_s=0)
    for ask in READS.values():
        with pytest.raises(ShopUnavailable, match="status 401"):
            await ask(stranger)
    with pytest.raises(ShopUnavailable, match="nothing was done"):
        await stranger.change(PAY, key="p1")
    assert await broken.paid_fen() == []
    await stranger.close()
