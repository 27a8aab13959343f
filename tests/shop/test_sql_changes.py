"""What only the SQL shop must do with changes: the journal, its own side's moves, an old database, a commit without an answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.errors import Conflict, NotFound, OutcomeUnknown, ShopUnavailable
from bot.settings import Settings
from bot.shop.case_states import IllegalMove
from bot.shop.seed import reseed, seed_if_empty
from bot.shop.sql import care_tables as c
from bot.shop.sql import journal, rule_rows
from bot.shop.sql.back_office import BackOffice, CaseMove
from bot.shop.sql.carry_out import carry_out
from bot.shop.sql.engine import writing
from bot.shop.sql.shop import SqlShop
from tests.shop.factories import (
    DAY,
    HOUR,
    NOW,
    SHANGHAI,
    orders_in_every_stage,
    rule_records,
    service_rules,
    stage_files,
)
from tests.shop.shops_under_test import sql_shop
from tests.shop.test_changes import cancel, case, invoice, money

ORDERS = orders_in_every_stage()
SIGNED = ORDERS["signed"].order_id


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[SqlShop]:
    async with sql_shop(stage_files(), database_url) as shop:
        yield shop


async def entries(shop: SqlShop, order_id: str) -> list[journal.Entry]:
    return await shop.write(lambda connection: journal.entries_of(connection, order_id))


async def test_who_changed_what_from_what_to_what_is_kept(shop: SqlShop) -> None:
    await shop.change(cancel(by="agent:li", facts=""), key="t1")
    await shop.change(cancel(), key="t2")
    done, refused = await entries(shop, ORDERS["packed"].order_id)
    assert (done.key, done.at, done.change.by, done.outcome.done) == ("t1", NOW, "agent:li", True)
    assert (done.before["status"], done.after["status"]) == ("packed", "cancelled")
    assert done.before["refunds"] == [] and len(done.after["refunds"]) == 1
    assert refused.outcome.reason == "already_cancelled" and refused.before == refused.after == done.after


async def test_asking_again_writes_nothing(shop: SqlShop) -> None:
    for _ in range(3):
        await shop.change(money(1), key="p1")
    assert len(await entries(shop, SIGNED)) == 1


async def test_a_commit_without_an_answer_is_unknown_and_the_key_tells_later(shop: SqlShop) -> None:
    def lost(_connection: object) -> None:
        raise sa.exc.OperationalError("commit", {}, Exception("server closed the connection"))

    sa.event.listen(shop.engine, "commit", lost)
    with pytest.raises(OutcomeUnknown):
        await shop.change(money(1), key="p1")
    sa.event.remove(shop.engine, "commit", lost)
    await shop.change(money(1), key="p1")
    assert len((await shop.care_of([SIGNED]))[SIGNED].refunds) == 1


async def test_a_database_that_is_not_there_did_nothing_for_sure() -> None:
    shop = SqlShop.open("sqlite:////tmp")
    with pytest.raises(ShopUnavailable):
        await shop.change(money(1), key="p1")
    await shop.close()


async def test_a_change_waits_for_the_one_before_and_sees_what_it_did(shop: SqlShop) -> None:
    """The first one's refund is written and not committed yet when the second one begins."""
    with writing(shop.engine).connect() as connection:
        transaction = connection.begin()
        first = carry_out(connection, money(41300), "p1", NOW, service_rules())
        second = asyncio.create_task(shop.change(money(1), key="p2"))
        # Time to read too early; however long it takes, the answer is the same.
        await asyncio.wait({second}, timeout=1)
        transaction.commit()
    assert first.done and (await second).reason == "over_paid_total"


async def test_a_failure_in_the_middle_leaves_nothing(shop: SqlShop) -> None:
    await shop.write(c.changes.drop)
    with pytest.raises(ShopUnavailable):
        await shop.change(cancel(), key="t1")
    order = await shop.order(ORDERS["packed"].order_id)
    assert order is not None and order.status == "packed"
    assert (await shop.care_of([order.order_id]))[order.order_id].refunds == ()


async def test_the_shops_own_side_moves_a_case_and_pays_once(shop: SqlShop) -> None:
    office = BackOffice(shop=shop)
    number = (await shop.change(case(), key="t1")).reference
    for hours, to, by in ((1, "picked_up", "carrier"), (2, "received", "carrier"), (3, "inspected", "shop")):
        await office.move_case(CaseMove(after_sale_id=number, to=to, by=by, at=NOW + hours * HOUR))  # type: ignore[arg-type]
    paying = CaseMove(after_sale_id=number, to="refunded", by="agent:li", at=NOW + 4 * HOUR, note="完好")
    moves = await asyncio.gather(*(office.move_case(paying) for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(each, IllegalMove) for each in moves) == 3
    (refund,) = (await shop.care_of([SIGNED]))[SIGNED].refunds
    assert (refund.amount_fen, refund.after_sale_id, refund.due_at) == (19900, number, NOW + 4 * HOUR + DAY)
    await office.settle_refund(refund.refund_id, "arrived", NOW + 5 * HOUR)
    with pytest.raises(Conflict):
        await office.settle_refund(refund.refund_id, "failed", NOW + 6 * HOUR)
    (refund,) = (await shop.care_of([SIGNED]))[SIGNED].refunds
    assert (refund.state, refund.arrived_at) == ("arrived", NOW + 5 * HOUR)


async def test_a_case_is_not_paid_back_beyond_what_was_paid(shop: SqlShop) -> None:
    office = BackOffice(shop=shop)
    change = case(type="refund", reason="missing_item", freight_payer="shopper", amount_fen=1000)
    number = (await shop.change(change, key="t1")).reference
    await office.move_case(CaseMove(after_sale_id=number, to="approved", by="agent:li", at=NOW))
    await shop.change(money(41000), key="p1")
    paying = CaseMove(after_sale_id=number, to="refunded", by="agent:li", at=NOW)
    with pytest.raises(Conflict, match="over_paid_total"):
        await office.move_case(paying)
    found = await shop.after_sale(number)
    assert found is not None and found.state == "approved"
    assert (await office.move_case(replace(paying, amount_fen=300))).amount_fen == 300


async def test_an_invoice_is_issued_once(shop: SqlShop) -> None:
    office = BackOffice(shop=shop)
    number = (await shop.change(invoice(), key="t1")).reference
    await office.issue_invoice(number, "/invoices/1.pdf", NOW + HOUR)
    with pytest.raises(Conflict):
        await office.issue_invoice(number, "/invoices/2.pdf", NOW + HOUR)
    (made,) = (await shop.care_of([SIGNED]))[SIGNED].invoices
    assert (made.state, made.file_url, made.issued_at) == ("issued", "/invoices/1.pdf", NOW + HOUR)


async def test_what_is_not_there_is_not_found(shop: SqlShop) -> None:
    office = BackOffice(shop=shop)
    with pytest.raises(NotFound):
        await office.move_case(CaseMove(after_sale_id="SH1", to="approved", by="shop", at=NOW))
    with pytest.raises(NotFound):
        await office.settle_refund("TK1", "arrived", NOW)
    with pytest.raises(NotFound):
        await office.issue_invoice("FP1", "x", NOW)


async def test_changed_rules_count_at_once(shop: SqlShop) -> None:
    assert await shop.service_rules() == service_rules()
    narrow = {**rule_records(), "cancel": [(NOW - DAY, {"automatic": []})]}

    def change(connection: sa.engine.Connection) -> None:
        rule_rows.write_rules(connection, narrow, SHANGHAI)
        rule_rows.raise_version(connection)

    await shop.write(change)
    assert (await shop.change(cancel(), key="t1")).reason == "already_packed"


NEW_TABLES = [*c.CARE_TABLES, c.changes, c.rules]


async def test_a_shop_that_an_older_version_made_goes_on_working(
    settings_for: Callable[..., Settings], database_url: str
) -> None:
    settings = settings_for(shop_url=database_url)
    seed_if_empty(settings, now=NOW)
    shop = SqlShop.open(database_url)
    for table in NEW_TABLES:
        await shop.write(table.drop)
    assert not seed_if_empty(settings, now=NOW)
    orders = {order.status: order async for order in shop.orders()}
    assert (await shop.service_rules()).cancel.at(NOW) is not None
    assert (await shop.change(cancel(order_id=orders["paid"].order_id), key="t1")).done
    (refund,) = (await shop.care_of([orders["paid"].order_id]))[orders["paid"].order_id].refunds
    assert refund.channel == "原支付方式"
    await shop.close()


async def test_a_reseeded_shop_forgets_its_changes(settings_for: Callable[..., Settings], database_url: str) -> None:
    settings = settings_for(shop_url=database_url)
    seed_if_empty(settings, now=NOW)
    shop = SqlShop.open(database_url)
    paid = next(iter([order async for order in shop.orders() if order.status == "paid"]))
    await shop.change(cancel(order_id=paid.order_id), key="t1")
    reseed(settings, now=NOW)
    assert await shop.order(paid.order_id) == paid
    assert await entries(shop, paid.order_id) == []
    await shop.close()


@pytest.mark.parametrize(
    "ask",
    [
        lambda shop: shop.care_of([SIGNED]),
        lambda shop: shop.care_of([order.order_id for order in ORDERS.values()]),
        lambda shop: shop.after_sale("SH12345678"),
        lambda shop: shop.change(money(1), key="p2"),
        lambda shop: shop.change(case(), key="t2"),
        lambda shop: shop.change(cancel(), key="t3"),
    ],
    ids=["care_of", "care_of_many", "after_sale", "give_money", "open_after_sale", "cancel_order"],
)
async def test_no_look_up_of_a_change_reads_a_whole_table(
    ask: Callable[[SqlShop], Awaitable[object]], data_dir: Path
) -> None:
    async with sql_shop(stage_files(), f"sqlite:///{data_dir / 'shop.db'}") as shop:
        await shop.change(case(), key="t1")
        await shop.service_rules()  # the rules are few, and read whole once
        asked: list[tuple[str, tuple[object, ...]]] = []
        sa.event.listen(
            shop.engine, "before_cursor_execute", lambda _c, _cu, sql, values, *_: asked.append((sql, values))
        )
        await ask(shop)
        with shop.engine.connect() as connection:
            queries = [(sql, values) for sql, values in asked if sql.lower().startswith(("select", "update"))]
            steps = [
                str(step)
                for sql, values in queries
                for step in connection.exec_driver_sql(f"explain query plan {sql}", values)
            ]
        assert queries
        small = ("shop_delivery", "shop_delivery_zones")  # a handful of rows, read whole
        assert [step for step in steps if "SCAN" in step and not any(name in step for name in small)] == []
