"""Chinese is typed through an input method: its Enter picks a word and must never send a message."""

from __future__ import annotations

from playwright.sync_api import CDPSession, expect

from tests.browser.chat_page import ChatPage
from tests.browser.fake_gateway import FakeGateway

COMMITS_THEN_ENTERS = """(field, key) => {
  field.value = '你好';
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true, ...key }));
}"""


def _enter(keyboard: CDPSession, *, composing: bool) -> None:
    """While a word is composed the input method keeps the character to itself: a raw key arrives, and no text."""
    key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
    down = {"type": "rawKeyDown"} if composing else {"type": "keyDown", "text": "\r"}
    keyboard.send("Input.dispatchKeyEvent", {**down, **key})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})


def test_enter_while_a_word_is_being_composed_sends_nothing(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.field.focus()
    keyboard = chat.page.context.new_cdp_session(chat.page)
    keyboard.send("Input.imeSetComposition", {"text": "ni hao", "selectionStart": 6, "selectionEnd": 6})
    _enter(keyboard, composing=True)
    keyboard.send("Input.insertText", {"text": "你好"})
    expect(chat.field).to_have_value("你好")
    expect(chat.rows("shopper")).to_have_count(0)
    _enter(keyboard, composing=False)
    chat.expect_texts("shopper", "你好")
    chat.expect_status("已送达")
    assert gateway.conversations[-1].shopper_texts == ["你好"]


def test_enter_that_the_browser_marks_as_composing_sends_nothing(chat: ChatPage) -> None:
    chat.open()
    chat.field.evaluate(COMMITS_THEN_ENTERS, {"isComposing": True})
    expect(chat.field).to_have_value("你好")
    expect(chat.rows("shopper")).to_have_count(0)


def test_enter_that_ends_a_composition_in_safari_sends_nothing(chat: ChatPage) -> None:
    """Safari says `isComposing: false` there, and key code 229."""
    chat.open()
    chat.field.evaluate(COMMITS_THEN_ENTERS, {"keyCode": 229})
    expect(chat.field).to_have_value("你好")
    expect(chat.rows("shopper")).to_have_count(0)


def test_escape_that_ends_a_composition_does_not_close_the_chat(chat: ChatPage) -> None:
    chat.open()
    chat.field.evaluate("(field, key) => field.dispatchEvent(new KeyboardEvent('keydown', key))",
                        {"key": "Escape", "isComposing": True, "bubbles": True, "composed": True})  # fmt: skip
    expect(chat.panel).to_be_visible()


def test_shift_and_enter_break_the_line_and_the_break_is_kept(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.field.focus()
    chat.page.keyboard.type("第一行")
    chat.page.keyboard.press("Shift+Enter")
    chat.page.keyboard.type("第二行")
    chat.page.keyboard.press("Enter")
    chat.expect_status("已送达")
    assert gateway.conversations[-1].shopper_texts == ["第一行\n第二行"]


def test_what_is_invisible_cannot_be_sent(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    for nothing in ("   ", "\n\n", "\u200b\u200b", "\u202e\u2066", "\u3000"):
        chat.field.fill(nothing)
        expect(chat.button("发送")).to_be_disabled()
        chat.field.press("Enter")
    chat.send("😀")
    chat.expect_texts("shopper", "😀")
    chat.expect_status("已送达")
    assert gateway.conversations[-1].shopper_texts == ["😀"]


def test_a_text_over_the_limit_is_counted_in_characters_and_kept_for_cutting(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    chat.open()
    chat.field.fill("😀" * 2001)
    expect(chat.panel.locator(".counter")).to_have_text("最多 2000 字，再删 1 字就能发")
    chat.field.press("Enter")
    expect(chat.rows("shopper")).to_have_count(0)
    chat.field.fill("😀" * 2000)
    expect(chat.panel.locator(".counter")).to_have_text("2000/2000")
    chat.field.press("Enter")
    chat.expect_status("已送达")
    assert len(gateway.conversations[-1].shopper_texts[0]) == 2000


def test_the_server_hears_that_she_writes_but_not_with_every_key(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.field.focus()
    chat.page.keyboard.type("我想问一下这个")
    chat.send("我想问一下这个")
    chat.expect_status("已送达")
    assert len([frame for frame in gateway.received if frame["type"] == "typing"]) == 1
