"""A person takes over, on the whole instance with Rasa's own turns: two browsers, one story, from the shopper's wish to her
rating. The bot proposes, the agent approves, the shop pays, the bot knows it afterwards."""

from __future__ import annotations

import asyncio
import dataclasses
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from bot.settings import Settings
from bot.shop.sql import product_rows
from bot.shop.sql.shop import SqlShop
from tests.browser.chat_page import ChatPage
from tests.browser.desk.desk_page import DeskPage
from tests.stack.fixtures import prepared_data_dir
from tests.stack.instance import Instance, copied

__all__ = ["prepared_data_dir"]
pytestmark = pytest.mark.stack

PASSWORD = "correct horse battery"
CHEAPER_FEN = 1_500


@pytest.fixture(scope="module")
def instance(prepared_data_dir: Path) -> Iterator[Instance]:
    home = Path(tempfile.mkdtemp(prefix="xn-", dir="/tmp"))
    made = Instance(copied(prepared_data_dir, home / "instance"))
    made.start()
    added = made.cli("agents", "add", "小林", "--skills", "all", "--role", "agent", stdin=f"{PASSWORD}\n")
    assert added.returncode == 0, added.stderr
    yield made
    made.stop()
    shutil.rmtree(home, ignore_errors=True)


def bought_dearer(instance: Instance) -> tuple[str, dict[str, Any]]:
    """(customer, order) of somebody whose newest order is on its way, and whose one product costs less from now on."""
    newest: dict[str, dict[str, Any]] = {}
    for order in sorted(instance.cli_json("shop", "list", "orders"), key=lambda each: str(each["placed_at"])):
        newest[order["customer_id"]] = order
    order = next(
        order
        for order in newest.values()
        if order["status"] in ("shipped", "in_transit")
        and len(order["items"]) == 1
        and order["items"][0]["quantity"] == 1
        and order["items"][0]["price_fen"] > 2 * CHEAPER_FEN
    )
    with ThreadPoolExecutor(1) as elsewhere:  # on this thread runs the browsers' own loop
        elsewhere.submit(asyncio.run, _make_cheaper(instance, order["items"][0])).result()
    return order["customer_id"], order


async def _make_cheaper(instance: Instance, item: dict[str, Any]) -> None:
    shop = SqlShop.open(Settings.load(instance.environment).shop_url)
    product = await shop.product(item["sku"])
    assert product is not None
    now_fen = item["price_fen"] - CHEAPER_FEN
    variants = tuple(dataclasses.replace(each, price_fen=now_fen) for each in product.variants)
    cheaper = dataclasses.replace(product, price_fen=now_fen, variants=variants)

    def write(connection: Any) -> None:
        version = product_rows.raise_state(connection, product_rows.CATALOGUE_VERSION, 0)
        product_rows.write_products(connection, [cheaper], version)

    await shop.write(write)
    await shop.close()


def test_the_story_from_the_wish_to_the_rating(instance: Instance, new_context: Callable[..., BrowserContext]) -> None:
    customer, order = bought_dearer(instance)
    shopper, agent = ChatPage(new_context().new_page()), DeskPage(new_context().new_page())
    shopper.visit(instance.url)
    who = shopper.page.get_by_label("以谁的身份登录")
    who.select_option(customer)
    expect(who).to_be_enabled()
    shopper.open() if not shopper.panel.is_visible() else None

    # The bot finds the difference and proposes it; she wants a person all the same, and waits at the first place.
    shopper.send("我刚买的东西降价了，能补差价吗？")
    expect(shopper.rows("bot").last).to_contain_text("15")
    shopper.send("转人工")
    expect(shopper.panel).to_contain_text("下一位就是您。客服一上线就来找您")
    shopper.send("支持七天无理由退货吗？")
    expect(shopper.rows("bot").last).to_contain_text("7")
    expect(shopper.panel).to_contain_text("正在转人工")

    # An agent who never saw the desk: signs in, goes online, takes the offer, reads the brief.
    agent.visit(instance.url).log_in("小林", PASSWORD)
    agent.page.get_by_role("button", name="切到在线").click()
    expect(shopper.panel).to_contain_text("下一位就是您，很快就到")
    agent.offers.get_by_role("button", name="接入").click()
    expect(agent.field).to_be_focused()
    expect(shopper.log).to_contain_text("客服小林来了")
    expect(agent.side).to_contain_text("买贵了补差价")
    expect(agent.side).to_contain_text(order["order_id"])
    expect(agent.log).to_contain_text("能补差价吗")

    # She writes, uses a canned reply, sends the order, approves the money.
    agent.send("您好，差价我看到了，马上办")
    expect(shopper.rows("agent").last).to_contain_text("马上办")
    agent.field.press_sequentially("/")
    expect(agent.page.get_by_role("option").first).to_be_visible()
    agent.field.press("Enter")
    agent.field.press("Enter")
    expect(shopper.rows("agent")).to_have_count(2)
    agent.side.get_by_role("button", name="发订单").first.click()
    expect(shopper.rows("agent").locator(".card")).to_contain_text(order["order_id"])
    agent.side.get_by_role("button", name="同意").click()
    expect(shopper.log).to_contain_text("补差价 15.00 元，同事已经同意")
    expect(shopper.log).to_contain_text("补差价 15.00 元已经打出")
    expect(agent.side.locator(".section-openProposals")).to_contain_text("已打款")

    # She hands back; the bot says what came of it and knows it afterwards.
    agent.act("交回小暖").click()
    agent.dialog.get_by_role("textbox").fill("差价15元已退")
    agent.dialog.get_by_role("button", name="交回小暖").click()
    expect(shopper.rows("bot").last).to_contain_text("差价15元已退")
    shopper.send("我的差价呢，能补差价吗？")
    expect(shopper.rows("bot").last).to_contain_text(re.compile("按原路退|已经打出|补过"))

    # It was not all: the same agent once more, who ends it; she rates, once.
    shopper.send("转人工")
    agent.offers.get_by_role("button", name="接入").click()
    expect(agent.field).to_be_focused()
    agent.send("还有什么可以帮您")
    agent.act("结束").click()
    agent.dialog.get_by_role("button", name="结束").click()
    expect(shopper.panel.get_by_text("这次服务，您觉得怎么样？")).to_be_visible()
    shopper.button("很满意").click()
    shopper.button("提交评价").click()
    expect(shopper.panel.get_by_text("收到，谢谢您的评价")).to_be_visible()
    assert agent.faults == [] and shopper.faults == []
