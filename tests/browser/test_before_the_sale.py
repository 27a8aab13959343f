"""The story of a shopper who wants earphones for running, in Chromium against the whole instance; and 到货提醒, told."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.chat_page import ChatPage
from tests.stack.fixtures import prepared_data_dir
from tests.stack.instance import Instance, copied

__all__ = ["prepared_data_dir"]
pytestmark = pytest.mark.stack

NIGHT_HOURS = {hour for hour in range(24) if not 8 <= hour < 22}


@pytest.fixture(scope="module")
def instance(prepared_data_dir: Path) -> Iterator[Instance]:
    home = Path(tempfile.mkdtemp(prefix="xn-", dir="/tmp"))
    made = Instance(copied(prepared_data_dir, home / "instance"), {"BOT_TEST_CLOCK": "1"})
    made.start()
    yield made
    made.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def shop(context: BrowserContext, instance: Instance) -> Iterator[ChatPage]:
    page = ChatPage(context.new_page())
    page.visit(instance.url)
    page.open()
    yield page
    assert page.faults == []


def ask(shop: ChatPage, text: str) -> str:
    """All that the bot says to it, once it has said something."""
    answers = shop.rows("bot").count()
    shop.send(text)
    expect(shop.rows("bot")).not_to_have_count(answers)
    expect(shop.panel.locator(".typing")).to_have_count(0)
    return "\n".join(shop.rows("bot").all_inner_texts()[answers:])


def test_the_story_of_earphones_for_running(shop: ChatPage) -> None:
    found = ask(shop, "两百以内有没有适合跑步的蓝牙耳机?")
    cards = shop.rows("bot").last.locator(".card")
    assert 2 <= cards.count() <= 3 and found.count("跑步") >= cards.count()
    assert "IPX5" in ask(shop, "第二个防水吗?") and "不能泡水" in shop.rows("bot").last.inner_text()
    compared = ask(shop, "跟第一个比呢?")
    assert "便宜30元" in compared
    expect(shop.rows("bot").last.locator(".card")).to_contain_text("价格")
    both = ask(shop, "有白色的吗 什么时候发货?")
    expect(shop.rows("bot").last).to_contain_text("48小时")
    assert "瓷白" in both or "瓷白" in shop.panel.inner_text()
    assert "101.15元" in ask(shop, "便宜点呗?")


def test_a_size_comes_with_its_reason(shop: ChatPage) -> None:
    ask(shop, "重磅T恤多少钱?")
    said = ask(shop, "我175 140斤穿多大?")
    assert "L码" in said and "身高175厘米" in said


def test_what_is_sold_out_is_told_once_when_it_is_back(shop: ChatPage, instance: Instance, tmp_path: Path) -> None:
    ask(shop, "声屿 Pro2 松石绿有货吗?")
    shop.panel.get_by_role("button", name="到货提醒我").last.click()
    expect(shop.rows("bot").last).to_contain_text("松石绿")
    rows = {row["sku"]: row for row in instance.cli_json("shop", "list", "products")}
    row = rows["EJ1002"]
    for variant in row["variants"]:
        variant["stock"] = max(variant["stock"], 6)
    wake(instance)
    file = tmp_path / "back.jsonl"
    kept = {name: row[name] for name in ("sku", "title", "category", "brand", "price_fen", "stock", "attributes")}
    file.write_text(json.dumps({**kept, "aliases": row["aliases"], "variants": row["variants"]}), encoding="utf-8")
    done = instance.cli("shop", "import", str(file))
    assert done.returncode == 0, done.stderr
    told = shop.rows("bot").filter(has_text="您等的").or_(shop.rows("bot").filter(has_text="到货啦"))
    expect(told).to_have_count(1)
    expect(told.locator(".card")).to_have_count(1)


def wake(instance: Instance) -> None:
    """Nobody is told at night: the shop's clock goes on to the morning."""
    hour = datetime.now(ZoneInfo("Asia/Shanghai")).hour
    if hour in NIGHT_HOURS:
        done = instance.cli("clock", f"+{(9 - hour) % 24}h")
        assert done.returncode == 0, done.stderr
