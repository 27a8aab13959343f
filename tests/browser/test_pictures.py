"""Pictures: chosen, pasted, dropped; shown before they are sent; what cannot go is said."""

from __future__ import annotations

from playwright.sync_api import FilePayload, expect

from tests.browser.chat_page import ChatPage
from tests.browser.fake_gateway import PIXEL, FakeGateway

PICTURE: FilePayload = {"name": "裂了.png", "mimeType": "image/png", "buffer": PIXEL}
HANDS_OVER = """(target, kind) => {
  const bytes = Uint8Array.from(atob('%s'), (byte) => byte.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], 'p.png', { type: 'image/png' }));
  const options = { bubbles: true, cancelable: true, composed: true };
  target.dispatchEvent(kind === 'paste'
    ? new ClipboardEvent('paste', { ...options, clipboardData: transfer })
    : new DragEvent('drop', { ...options, dataTransfer: transfer }));
}"""


DROPS_A_BITMAP = """(target, side) => {
  const bytes = new DataView(new ArrayBuffer(54 + side * side * 3));
  const head = { 2: bytes.byteLength, 10: 54, 14: 40, 18: side, 22: side, 26: 0x180001 };
  bytes.setUint16(0, 0x4d42, true);
  Object.entries(head).forEach(([offset, value]) => bytes.setUint32(Number(offset), value, true));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], 'photo.bmp', { type: 'image/bmp' }));
  target.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, composed: true, dataTransfer: transfer }));
}"""


def _choose(chat: ChatPage, *pictures: FilePayload) -> None:
    with chat.page.expect_file_chooser() as chooser:
        chat.button("图片").click()
    chooser.value.set_files(list(pictures))


def _encoded() -> str:
    import base64

    return HANDS_OVER % base64.b64encode(PIXEL).decode()


def test_a_chosen_picture_is_shown_first_and_goes_with_the_text(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    _choose(chat, PICTURE)
    expect(chat.panel.locator(".tray img")).to_have_count(1)
    assert gateway.uploads == []
    chat.send("收到就裂了")
    expect(chat.rows("shopper")).to_have_count(1)
    chat.expect_status("已送达")
    expect(chat.rows("shopper").locator("img.picture")).to_have_count(1)
    expect(chat.rows("shopper").locator(".text")).to_have_text("收到就裂了")
    expect(chat.panel.locator(".tray img")).to_have_count(0)
    assert gateway.uploads == [PIXEL]


def test_a_picture_needs_no_text(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    _choose(chat, PICTURE)
    chat.button("发送").click()
    chat.expect_status("已送达")
    assert "text" not in next(frame for frame in gateway.received if frame["type"] == "send")


def test_pasted_and_dropped_pictures_wait_in_the_tray(chat: ChatPage) -> None:
    chat.open()
    chat.field.evaluate(_encoded(), "paste")
    expect(chat.panel.locator(".tray img")).to_have_count(1)
    chat.panel.evaluate(_encoded(), "drop")
    expect(chat.panel.locator(".tray img")).to_have_count(2)
    chat.panel.get_by_role("button", name="不发这张").first.click()
    expect(chat.panel.locator(".tray img")).to_have_count(1)


def test_a_picture_sent_before_the_chat_is_connected_goes_up_then(chat: ChatPage, gateway: FakeGateway) -> None:
    gateway.refusing = True
    chat.launcher.click()
    _choose(chat, PICTURE)
    chat.button("发送").click()
    expect(chat.rows("shopper").locator("img.picture")).to_have_count(1)
    gateway.refusing = False
    chat.expect_status("已送达")


def test_an_upload_that_failed_can_be_tried_again(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.page.route("**/api/v1/uploads", lambda route: route.abort(), times=1)
    _choose(chat, PICTURE)
    chat.send("看图")
    chat.button("重试").click()
    chat.expect_status("已送达")
    assert gateway.uploads == [PIXEL]
    assert gateway.conversations[-1].shopper_texts == ["看图"]


def test_a_picture_that_the_server_does_not_take_is_said_in_its_words(chat: ChatPage) -> None:
    chat.open()
    chat.page.route("**/api/v1/uploads", lambda route: route.fulfill(
        status=415, json={"code": "invalid_frame", "message": "这张图片打不开，换一张试试"}))  # fmt: skip
    _choose(chat, PICTURE)
    chat.button("发送").click()
    expect(chat.rows("shopper").locator(".status")).to_contain_text("这张图片打不开，换一张试试")
    chat.button("重新编辑").click()
    expect(chat.rows("shopper")).to_have_count(0)


def test_a_file_that_is_no_picture_is_refused_at_once(chat: ChatPage) -> None:
    chat.open()
    _choose(chat, {"name": "订单.png", "mimeType": "image/gif", "buffer": b"GIF89a, not really"})
    expect(chat.panel.get_by_role("alert")).to_contain_text("请换一张 5 MB 以内的 JPG、PNG 或 WebP 图片")
    expect(chat.panel.locator(".tray img")).to_have_count(0)


def test_a_picture_over_the_limit_is_made_smaller_instead_of_refused(chat: ChatPage, gateway: FakeGateway) -> None:
    """A photo of 8 MB, in a kind that the server does not take at all; the server takes 5 MB."""
    chat.open()
    chat.panel.evaluate(DROPS_A_BITMAP, 1640)
    expect(chat.panel.locator(".tray img")).to_have_count(1)
    chat.button("发送").click()
    chat.expect_status("已送达")
    assert gateway.uploads[0].startswith(b"\xff\xd8") and len(gateway.uploads[0]) < 5 * 1024 * 1024
