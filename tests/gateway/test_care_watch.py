"""Promises and visits in a running gateway: the clock is moved, a turn begins within seconds, and its words reach somebody."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import hmac
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import orjson
import pytest
from aiohttp import web

from bot.care.effects import ComplaintRaised, PromiseMade, RestockNoteWanted
from bot.care.notifier import Notice
from bot.clock import iso, steady_ms, utc_now
from bot.conversation.message import Reply
from bot.conversation.turn import ClaimedTurn
from bot.gateway import notify
from bot.gateway.notify import WebhookNotifier, notifier_of
from bot.records import clock, notices, replies, restock_notes, tickets, turns
from bot.records.handoff_tables import notices as notice_table
from bot.records.incoming import Incoming, accept
from bot.records.replies import Outcome
from tests.eventually import eventually
from tests.gateway.live import LiveGateway

NOTICE = Notice(
    notice_id="t1", conversation_id="c1", customer_id="C1", kind="near", text="来回话了，耳机动了。", ticket_id="T1"
)


def promise_something(gateway: LiveGateway, conversation_id: str, *, hours: float = 2) -> None:
    """As a turn of hers leaves it: a ticket with a promise of the bot's."""
    database = gateway.database
    message = Incoming(conversation_id=conversation_id, client_id=f"m{steady_ms()}", text="怎么还没到")
    database.write_now(accept, message, now_ms=steady_ms() - 5_000, turn_deadline_ms=60_000)
    turn = database.write_now(turns.claim, conversation_id, worker="w", now_ms=steady_ms())
    assert turn is not None
    effects = (
        ComplaintRaised(ticket_id="T1", matter="m1", cause="late", text="怎么还没到", subject="耳机"),
        PromiseMade(ticket_id="T1", what="催派的结果", due_at=iso(utc_now() + timedelta(hours=hours)), keeper="bot"),
    )
    outcome = Outcome(replies=(Reply(text="催了"),), effects=effects, tracker=None)
    database.write_now(replies.commit, turn, outcome, now_ms=steady_ms())


def news(turn: ClaimedTurn) -> tuple[Reply, ...]:
    return (Reply(text=f"来回话了：{(turn.instruction or {}).get('kind')}"),)


async def test_she_reads_on_her_page_how_it_stands_before_the_promise_is_due(gateway: LiveGateway) -> None:
    gateway.worker(answers=news)
    visit, shopper = await gateway.shopper()
    promise_something(gateway, visit.conversation_id)
    clock.move(gateway.database, timedelta(hours=1, minutes=35))
    while (frame := await shopper.next("message")).get("text") != "来回话了：promise_near":
        pass
    await shopper.send({"type": "seen", "seq": frame["seq"]})
    await eventually(lambda: states(gateway) == ["seen"])
    assert gateway.database.read_now(tickets.get, "T1").promises[0].state == "open"


async def test_a_broken_promise_is_owned_and_stands_on_the_ticket(gateway: LiveGateway) -> None:
    gateway.worker(answers=news)
    visit, shopper = await gateway.shopper()
    promise_something(gateway, visit.conversation_id)
    clock.move(gateway.database, timedelta(hours=3))
    while (await shopper.next("message")).get("text") != "来回话了：promise_broken":
        pass
    ticket = gateway.database.read_now(tickets.get, "T1")
    assert ticket.promises[0].state == "broken" and ticket.complaint is not None
    assert ticket.complaint["attention"] == "broken" and ticket.complaint["misses"] == 1


def states(gateway: LiveGateway) -> list[str]:
    return [row.state for row in gateway.database.read_now(lambda c: c.execute(notice_table.select()).all())]


class Receiver:
    """The operator's end of BOT_NOTIFY_URL: `statuses` are what it answers, in turn; then 200."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.got: list[tuple[bytes, str]] = []
        self.url = ""

    async def hear(self, request: web.Request) -> web.Response:
        self.got.append((await request.read(), request.headers[notify.SIGNATURE]))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200, headers={"Location": "/elsewhere"})


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    found = Receiver()
    app = web.Application()
    app.router.add_post("/notices", found.hear)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    found.url = f"http://127.0.0.1:{runner.addresses[0][1]}/notices"
    yield found
    await runner.cleanup()


async def test_a_notice_is_signed_and_says_all_that_is_needed(receiver: Receiver) -> None:
    assert await WebhookNotifier(receiver.url, "secret", now_s=lambda: 1_700_000_000.9).notify(NOTICE)
    [(body, signature)] = receiver.got
    digest = hmac.new(b"secret", b"1700000000." + body, hashlib.sha256).hexdigest()
    assert signature == f"t=1700000000,v1={digest}"
    assert orjson.loads(body) == dataclasses.asdict(NOTICE)


@pytest.mark.parametrize("status", [302, 400, 404, 500])
async def test_what_is_not_taken_over_for_sure_was_not_sent(receiver: Receiver, status: int) -> None:
    receiver.statuses = [status]
    assert not await WebhookNotifier(receiver.url, "secret").notify(NOTICE)
    assert len(receiver.got) == 1


async def test_a_receiver_that_is_not_there_or_no_address_is_no_error(receiver: Receiver) -> None:
    for url in ("http://127.0.0.1:9/notices", "no address"):
        assert not await WebhookNotifier(url, "secret").notify(NOTICE)


async def test_without_an_address_nobody_is_notified(gateway: LiveGateway) -> None:
    assert not await notifier_of(gateway.parts.settings).notify(NOTICE)


async def told_while_away(gateway: LiveGateway, monkeypatch: pytest.MonkeyPatch, notifier: Any) -> None:
    monkeypatch.setattr(notices, "SEEN_WITHIN_MS", 300)
    monkeypatch.setattr(notices, "APART_MS", 100)
    gateway.parts.care_watch.notifier = notifier
    gateway.worker(answers=news)
    visit = await gateway.visit()
    promise_something(gateway, visit.conversation_id)
    clock.move(gateway.database, timedelta(hours=1, minutes=35))


async def test_who_is_away_gets_it_by_the_webhook_once(
    gateway: LiveGateway, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver.statuses = [500]
    await told_while_away(gateway, monkeypatch, WebhookNotifier(receiver.url, "secret"))
    await eventually(lambda: states(gateway) == ["sent"])
    assert len(receiver.got) == 2 and len({body for body, _ in receiver.got}) == 1
    await asyncio.sleep(1.5)
    assert len(receiver.got) == 2


async def test_what_reaches_nobody_calls_for_a_person_before_it_is_due(
    gateway: LiveGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    await told_while_away(gateway, monkeypatch, notifier_of(gateway.parts.settings))
    await eventually(lambda: states(gateway) == ["unreached"])
    ticket = gateway.database.read_now(tickets.get, "T1")
    assert ticket.complaint is not None and ticket.complaint["attention"] == "unreached"
    assert ticket.promises[0].state == "open"


async def test_who_waits_for_goods_and_is_away_hears_of_them_by_the_webhook_once(
    gateway: LiveGateway, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "SEEN_WITHIN_MS", 300)
    gateway.parts.care_watch.notifier = WebhookNotifier(receiver.url, "secret")
    gateway.worker(answers=lambda turn: (Reply(text="绿色的到货啦"),))
    visit = await gateway.visit()
    note = RestockNoteWanted(sku="EJ1-GN", product_sku="EJ1")
    gateway.database.write_now(restock_notes.keep, visit.conversation_id, note, business_ms=0)
    [begun] = gateway.database.write_now(restock_notes.tell, ["EJ1-GN"], business_ms=1, now_ms=steady_ms())
    gateway.parts.care_watch.announcer.timers.set(begun.conversation_id, steady_ms())
    await eventually(lambda: states(gateway) == ["sent"])
    await asyncio.sleep(1.5)
    [(body, _)] = receiver.got
    told = orjson.loads(body)
    assert (told["kind"], told["text"], told["ticket_id"]) == ("restocked", "绿色的到货啦", "")
