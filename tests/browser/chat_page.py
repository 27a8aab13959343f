"""The storefront with the widget, as a test speaks of it. It waits for states, never for time."""

from __future__ import annotations

import re

from playwright.sync_api import ConsoleMessage, Locator, Page, expect


class ChatPage:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.faults.append(message.text)

    def visit(self, url: str) -> None:
        self.page.goto(url)
        expect(self.launcher).to_be_visible()

    @property
    def launcher(self) -> Locator:
        return self.page.locator("xiaonuan-chat .launcher")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog", name="在线客服")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("textbox", name="输入消息")

    @property
    def notice(self) -> Locator:
        return self.panel.locator(".notice[role=status]")

    def button(self, name: str) -> Locator:
        return self.panel.get_by_role("button", name=name, exact=True)

    def rows(self, role: str) -> Locator:
        return self.log.locator(f".row-{role}")

    def open(self) -> ChatPage:
        self.launcher.click()
        expect(self.rows("bot").first).to_be_visible()
        return self

    def send(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def expect_texts(self, role: str, *texts: str) -> None:
        """Exactly these messages of that role, in this order."""
        expect(self.rows(role).locator(".text")).to_have_text(list(texts))

    def expect_status(self, *statuses: str | re.Pattern[str]) -> None:
        """What stands under the shopper's messages, one by one."""
        expect(self.rows("shopper").locator(".status")).to_have_text(list(statuses))

    def expect_title(self, title: str | re.Pattern[str]) -> None:
        expect(self.page).to_have_title(title)
