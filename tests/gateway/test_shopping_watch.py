"""The look at the shop: goods that are back are told in the window, and orders of those who asked are found."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.care.effects import ProductAskedAbout, RestockNoteWanted
from bot.clock import Clock
from bot.gateway.hours import Hours
from bot.gateway.shopping_watch import ShoppingWatch, bought
from bot.records import conversion, restock_notes
from bot.records.conversion import COUNTS_WITHIN_MS, Question
from bot.records.database import Database
from bot.records.rows import ms
from bot.shop.product import Variant
from tests.actions.fakes import FakeShop
from tests.records.factories import a_conversation
from tests.shop.factories import item, order, product

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=timezone.utc)  # 12:00 in the shop's zone
GREEN = Variant(sku="EJ1-GN", options={"颜色": "松石绿"}, price_fen=19900, stock=0)
BLACK = Variant(sku="EJ1-BK", options={"颜色": "曜石黑"}, price_fen=19900, stock=3)
EARS = product("EJ1", stock=3, variants=(GREEN, BLACK))


@dataclass
class Timers:
    """Stands where the announcer does: who was told to begin."""

    begun: list[str] = field(default_factory=list)

    @property
    def timers(self) -> Timers:
        return self

    def set(self, conversation_id: str, begin_ms: int) -> None:
        self.begun.append(conversation_id)


def a_watch(database: Database, shop: FakeShop, now: datetime = NOON) -> tuple[ShoppingWatch, Timers]:
    timers = Timers()
    clock = Clock(source=lambda: now)
    hours: Any = Hours(shop=shop, database=database, zone=ZoneInfo("Asia/Shanghai"), clock=clock)
    made: Any = timers
    return ShoppingWatch(shop=shop, database=database, hours=hours, announcer=made), timers


def note(database: Database, sku: str = "EJ1-GN", conversation_id: str | None = None) -> str:
    conversation_id = conversation_id or a_conversation(database)
    effect = RestockNoteWanted(sku=sku, product_sku="EJ1")
    database.write_now(restock_notes.keep, conversation_id, effect, business_ms=ms(NOON))
    return conversation_id


async def test_the_choice_that_is_waited_for_is_told_when_it_is_back_and_not_before(sqlite_database: Database) -> None:
    shop = FakeShop(products=[EARS])
    watch, timers = a_watch(sqlite_database, shop)
    conversation_id = note(sqlite_database)
    await watch.look_at_stock()
    assert timers.begun == []  # only the black one is there
    shop.all_products["EJ1"] = replace(EARS, variants=(replace(GREEN, stock=2), BLACK))
    await watch.look_at_stock()
    await watch.look_at_stock()
    assert timers.begun == [conversation_id]


async def test_two_gateways_that_look_at_once_tell_it_once(sqlite_database: Database) -> None:
    shop = FakeShop(products=[EARS])
    note(sqlite_database, "EJ1-BK")
    first, second = a_watch(sqlite_database, shop), a_watch(sqlite_database, shop)
    for watch, _ in (first, second):
        await watch.look_at_stock()
    assert len(first[1].begun) + len(second[1].begun) == 1


@pytest.mark.parametrize(("hour", "told"), [(7, 0), (8, 1), (21, 1), (22, 0), (3, 0)])
async def test_nobody_is_told_at_night_but_in_the_morning(sqlite_database: Database, hour: int, told: int) -> None:
    now = NOON.replace(hour=0) + timedelta(hours=hour - 8)
    watch, timers = a_watch(sqlite_database, FakeShop(products=[EARS]), now)
    note(sqlite_database, "EJ1-BK")
    await watch.look_at_stock()
    assert len(timers.begun) == told


async def test_goods_that_left_the_catalogue_are_waited_for_in_silence(sqlite_database: Database) -> None:
    watch, timers = a_watch(sqlite_database, FakeShop())
    note(sqlite_database)
    await watch.look_at_stock()
    assert timers.begun == [] and len(sqlite_database.read_now(restock_notes.wanted)) == 1


async def test_an_order_of_what_she_asked_about_is_found(sqlite_database: Database) -> None:
    conversation_id = a_conversation(sqlite_database, customer_id="C1")
    effect = ProductAskedAbout(product_sku="EJ1", intent="ask_price")
    sqlite_database.write_now(conversion.note, conversation_id, effect, business_ms=ms(NOON))
    shop = FakeShop([order("O1", placed_at=NOON + timedelta(hours=3), items=(item(sku="EJ1-BK"),))], [EARS])
    watch, _ = a_watch(sqlite_database, shop, NOON + timedelta(hours=4))
    await watch.look_at_orders()
    await watch.look_at_orders()
    counted = sqlite_database.read_now(conversion.figures, from_ms=0, until_ms=ms(NOON) + 1)
    assert (counted.converted, counted.orders, counted.rate) == (1, 1, 1.0)


SKUS = {"EJ1": frozenset({"EJ1", "EJ1-GN", "EJ1-BK"})}
LATEST = timedelta(milliseconds=COUNTS_WITHIN_MS)


@pytest.mark.parametrize(
    ("placed", "sku", "status", "counts"),
    [
        (timedelta(0), "EJ1", "paid", True),
        (timedelta(milliseconds=-1), "EJ1", "paid", False),
        (LATEST, "EJ1-GN", "unpaid", True),
        (LATEST + timedelta(milliseconds=1), "EJ1", "paid", False),
        (timedelta(hours=1), "EJ2", "paid", False),
        (timedelta(hours=1), "EJ1", "cancelled", False),
    ],
)
def test_an_order_counts_from_the_question_to_the_48th_hour(
    placed: timedelta, sku: str, status: str, counts: bool
) -> None:
    asked = [Question(id=1, product_sku="EJ1", first_ms=ms(NOON), last_ms=ms(NOON))]
    found = bought(asked, [order("O1", placed_at=NOON + placed, status=status, items=(item(sku=sku),))], SKUS)
    assert bool(found) is counts


def test_of_several_orders_the_first_one_counts() -> None:
    asked = [Question(id=1, product_sku="EJ1", first_ms=ms(NOON), last_ms=ms(NOON))]
    orders = [order(f"O{hours}", placed_at=NOON + timedelta(hours=hours)) for hours in (5, 2, 9)]
    assert [each.order_id for each in bought(asked, orders, SKUS)] == ["O2"]
