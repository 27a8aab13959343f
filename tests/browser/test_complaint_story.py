"""The story of a late parcel, in Chromium against the whole instance, with the business clock moved: comfort and a step with a
time, the news before it is due, settled at the desk, and after two days the question whether it really was.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import BrowserContext, expect

from tests.browser.chat_page import ChatPage
from tests.browser.test_whole_stack import log_in
from tests.care.rubric import APOLOGY
from tests.stack.fixtures import prepared_data_dir
from tests.stack.instance import Instance, copied

__all__ = ["prepared_data_dir"]
pytestmark = pytest.mark.stack

PASSWORD = "correct horse battery"


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
    yield page
    assert page.faults == []


def late_customer(orders: list[dict[str, Any]]) -> str:
    """A customer whose only open order is on its way and late by the carrier's own word."""
    open_orders: dict[str, list[dict[str, Any]]] = {}
    for order in orders:
        if order["status"] not in ("signed", "cancelled", "closed", "returned"):
            open_orders.setdefault(order["customer_id"], []).append(order)
    for customer, found in sorted(open_orders.items()):
        [first, *others] = found
        parcels = first["parcels"]
        late = (
            len(parcels) == 1
            and parcels[0]["promised_at"]
            and (parcels[0]["predicted_at"] or "") > parcels[0]["promised_at"]
        )
        if not others and late and first["status"] in ("in_transit", "shipped"):
            return customer
    raise AssertionError("the demo shop has no customer with one late parcel")


def supervisor(instance: Instance) -> requests.Session:
    instance.cli("agents", "add", "小林", "--role", "supervisor", "--skills", "all", stdin=PASSWORD)
    http = requests.Session()
    http.headers["Origin"] = instance.url
    done = http.post(f"{instance.url}/api/v1/desk/login", json={"name": "小林", "password": PASSWORD}, timeout=10)
    assert done.status_code == 204, done.text
    return http


def just_before(instance: Instance, due_at: str) -> None:
    """Move the business clock to twenty minutes before."""
    due = datetime.fromisoformat(due_at.replace("Z", "+00:00"))
    minutes = int((due - datetime.now(timezone.utc)).total_seconds() // 60) - 20
    done = instance.cli("clock", f"+{minutes // 60}h{minutes % 60}m")
    assert done.returncode == 0, done.stderr


def test_comfort_a_step_the_news_and_a_visit(shop: ChatPage, instance: Instance) -> None:
    log_in(shop, late_customer(list(instance.cli_json("shop", "list", "orders"))))
    shop.send("说好昨天到的 我等着用 你们怎么回事!!!")
    answer = shop.rows("bot").last
    expect(answer.locator(".card")).to_have_count(2)
    text = answer.locator(".text").inner_text()
    assert len(APOLOGY.findall(text)) == 1 and re.search(r"\d{1,2}:\d{2}前", text) and "！" not in text
    before = shop.rows("bot").count()
    http = supervisor(instance)
    [ticket] = http.get(f"{instance.url}/api/v1/desk/tickets", timeout=10).json()["rows"]
    assert ticket["complaint"]["cause"] == "late"
    just_before(instance, ticket["promises"][0]["due_at"])
    expect(shop.rows("bot")).not_to_have_count(before)
    told = http.get(f"{instance.url}/api/v1/desk/tickets/{ticket['ticket_id']}", timeout=10).json()
    assert "kept" in [each["state"] for each in told["promises"]]
    done = http.post(
        f"{instance.url}/api/v1/desk/tickets/{ticket['ticket_id']}", json={"status": "settled"}, timeout=10
    )
    assert done.status_code == 200
    instance.cli("clock", "+2d")
    for _ in range(20):  # the next decent hour
        if shop.rows("bot").last.get_by_role("button", name="解决了").count():
            break
        instance.cli("clock", "+1h")
        shop.page.wait_for_timeout(1_500)
    shop.rows("bot").last.get_by_role("button", name="还没有").click()
    expect(shop.rows("bot").last).to_contain_text("重新打开")
    again = http.get(f"{instance.url}/api/v1/desk/tickets/{ticket['ticket_id']}", timeout=10).json()
    assert again["status"] == "open" and again["complaint"]["misses"] >= 1
