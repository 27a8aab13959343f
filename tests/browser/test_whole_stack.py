"""The story of a shopper who waits for her parcel, in Chromium against the whole instance: gateway, worker, Rasa, shop."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.chat_page import ChatPage
from tests.stack.fixtures import prepared_data_dir
from tests.stack.instance import Instance, copied

__all__ = ["prepared_data_dir"]
pytestmark = pytest.mark.stack

MOVING = ("shipped", "in_transit", "out_for_delivery")


@pytest.fixture(scope="module")
def instance(prepared_data_dir: Path) -> Iterator[Instance]:
    home = Path(tempfile.mkdtemp(prefix="xn-", dir="/tmp"))
    made = Instance(copied(prepared_data_dir, home / "instance"))
    made.start()
    yield made
    made.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def orders(instance: Instance) -> list[dict[str, Any]]:
    return list(instance.cli_json("shop", "list", "orders"))


@pytest.fixture
def shop(context: BrowserContext, instance: Instance) -> Iterator[ChatPage]:
    page = ChatPage(context.new_page())
    page.visit(instance.url)
    yield page
    assert page.faults == []


def waiting_for(orders: list[dict[str, Any]], word: str, *, count: int) -> tuple[str, list[dict[str, Any]]]:
    """A customer with exactly `count` orders on the way, one of which holds the word; (customer, those orders)."""
    moving: dict[str, list[dict[str, Any]]] = {}
    still_open: dict[str, int] = {}
    for order in orders:
        customer = order["customer_id"]
        if order["status"] in MOVING:
            moving.setdefault(customer, []).append(order)
        if order["status"] not in ("signed", "cancelled", "closed", "returned"):
            still_open[customer] = still_open.get(customer, 0) + 1
    for customer, found in moving.items():
        named = any(word in item["title"] for order in found for item in order["items"])
        if len(found) == count == still_open[customer] and named and all(len(each["parcels"]) == 1 for each in found):
            return customer, found
    raise AssertionError(f"the demo shop has no customer with {count} orders on the way and a {word}")


def log_in(shop: ChatPage, customer_id: str) -> None:
    shop.page.get_by_label("以谁的身份登录").select_option(customer_id)
    shop.open()


def test_a_customer_asks_in_two_fragments_and_is_told_once_where_her_parcel_is(
    shop: ChatPage, orders: list[dict[str, Any]]
) -> None:
    customer, [order] = waiting_for(orders, "耳机", count=1)
    log_in(shop, customer)
    shop.send("在吗")
    shop.send("我那个耳机到哪了")
    card = shop.rows("bot").locator(".card")
    expect(card).to_have_count(1)
    last = order["parcels"][0]["events"][-1]
    expect(card).to_contain_text(order["parcels"][0]["tracking_no"])
    expect(shop.rows("bot").last).to_contain_text(last["place"])
    expect(shop.rows("bot").locator(".text")).to_have_count(2)  # the greeting and one answer
    shop.expect_status("", "已送达")


@pytest.mark.parametrize(
    "spell",
    [
        lambda number, tail: [f"{number} {tail}"],
        lambda number, tail: [f"订单号是{number}，手机尾号{tail}"],
        lambda number, tail: [" ".join(number[i : i + 4] for i in range(0, 16, 4)), f"尾号{tail}"],
        lambda number, tail: [number.translate({48 + i: 0xFF10 + i for i in range(10)}), "".join("零一二三四五六七八九"[int(d)] for d in tail)],
        lambda number, tail: [f"手机后四位{tail}", number],
    ],
    ids=["side by side", "in a sentence", "spaced, one after the other", "full width and Chinese digits", "tail first"],
)  # fmt: skip
def test_a_guest_proves_her_order_in_any_spelling(
    shop: ChatPage, orders: list[dict[str, Any]], spell: Callable[[str, str], list[str]]
) -> None:
    _, [order] = waiting_for(orders, "耳机", count=1)
    shop.open()
    shop.send("帮我查一下快递到哪了?")
    expect(shop.rows("bot").last).to_contain_text("订单号")
    for number, line in enumerate(spell(order["order_id"], order["phone"][-4:])):
        answers = shop.rows("bot").count()
        shop.send(line)
        expect(shop.rows("bot")).not_to_have_count(answers)
        assert number < 2
    expect(shop.rows("bot").locator(".card")).to_contain_text(order["parcels"][0]["tracking_no"])


def test_somebody_with_two_orders_chooses_by_a_button_and_then_asks_for_the_other(
    shop: ChatPage, orders: list[dict[str, Any]]
) -> None:
    customer, two = waiting_for(orders, "", count=2)
    log_in(shop, customer)
    shop.send("我的快递到哪了?")
    choices = shop.rows("bot").last.get_by_role("button")
    expect(choices).not_to_have_count(0)
    choices.first.click()
    cards = shop.rows("bot").locator(".card")
    expect(cards).to_have_count(1)
    shop.send("那另一个呢")
    expect(cards).to_have_count(2)
    shown = cards.all_inner_texts()
    for order in two:
        assert any(order["parcels"][0]["tracking_no"] in text for text in shown)


def test_a_tab_closed_in_mid_answer_comes_back_with_nothing_missing_and_nothing_doubled(
    shop: ChatPage, instance: Instance
) -> None:
    shop.open()
    shop.send("你们几点下班")
    expect(shop.rows("shopper")).to_have_count(1)
    context = shop.page.context
    shop.page.close()
    again = ChatPage(context.new_page())
    again.visit(instance.url)
    again.open()
    expect(again.rows("shopper").locator(".text")).to_have_text(["你们几点下班"])
    expect(again.rows("bot").locator(".text")).to_have_count(2)
    again.page.reload()
    again.open() if not again.panel.is_visible() else None
    expect(again.rows("shopper").locator(".text")).to_have_count(1)
    expect(again.rows("bot").locator(".text")).to_have_count(2)


def test_the_human_button_queues_her_and_the_bot_goes_on_helping(shop: ChatPage) -> None:
    shop.open()
    shop.panel.locator("button.tool", has_text="转人工").click()
    expect(shop.rows("bot").last).to_contain_text("同事")
    expect(shop.panel).to_contain_text("正在转人工")
    answers = shop.rows("bot").count()
    shop.send("支持七天无理由退货吗？")
    expect(shop.rows("bot")).not_to_have_count(answers)
    expect(shop.rows("bot").last).to_contain_text("7")
    expect(shop.panel).to_contain_text("正在转人工")
