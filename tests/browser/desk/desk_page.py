"""The agents' desk as a test speaks of it. It waits for states, never for time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from tests.browser.desk.world import PASSWORD, FakeChat

PATIENCE_S = 8.0


def wait_until(look: Callable[[], Any], value: Any) -> Any:
    """What `look` gave last: the value, unless it did not come in time."""
    end = time.monotonic() + PATIENCE_S
    while (found := look()) != value and time.monotonic() < end:
        time.sleep(0.02)
    return found


class DeskPage:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.faults.append(message.text)

    def visit(self, url: str) -> DeskPage:
        self.page.goto(f"{url}/desk")
        return self

    def log_in(self, name: str = "小林", password: str = PASSWORD) -> None:
        self.page.get_by_label("工号或姓名").fill(name)
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_role("button", name="登录").click()

    def enter(self, url: str, name: str = "小林") -> DeskPage:
        self.visit(url).log_in(name)
        expect(self.rail).to_be_visible()
        return self

    @property
    def rail(self) -> Locator:
        return self.page.get_by_role("navigation", name="会话列表")

    @property
    def list(self) -> Locator:
        return self.page.get_by_role("listbox")

    @property
    def rows(self) -> Locator:
        return self.list.get_by_role("option")

    @property
    def conversation(self) -> Locator:
        return self.page.locator("main.conversation")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("textbox", name="回复顾客")

    @property
    def side(self) -> Locator:
        return self.page.get_by_role("complementary", name="顾客资料")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def toast(self) -> Locator:
        return self.page.locator(".toast")

    @property
    def offers(self) -> Locator:
        return self.page.locator(".offer")

    def tab(self, name: str) -> None:
        self.rail.locator(".rail-item", has_text=name).click()

    def act(self, name: str) -> Locator:
        """A button over the thread."""
        return self.conversation.locator(".chat-acts").get_by_role("button", name=name)

    def lines(self, role: str) -> Locator:
        return self.log.locator(f".msg-{role}")

    def expect_texts(self, role: str, *texts: str) -> None:
        """The last messages of that role, in this order."""
        expect(self.lines(role).last.locator(".text")).to_have_text(texts[-1])
        assert self.lines(role).locator(".text").all_text_contents()[-len(texts) :] == list(texts)

    def choose(self, chat: FakeChat) -> None:
        self.rows.filter(has_text=chat.chat["customer_name"] or "访客").first.click()
        expect(self.conversation.locator("h2").first).to_have_text(chat.chat["customer_name"] or "访客")

    def wait_for(self, expression: str, value: Any) -> None:
        """Playwright's own waiting evaluates text, which the page's policy forbids."""
        found = wait_until(lambda: self.page.evaluate(expression), value)
        assert found == value

    def claim(self, chat: FakeChat) -> None:
        self.tab("等待")
        self.choose(chat)
        self.conversation.locator(".step").get_by_role("button", name="接入").click()
        expect(self.field).to_be_focused()

    def send(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")
