"""What strangers write is text wherever it stands: names, lines, notes, tags, tickets, cards, answers of the knowledge."""

from __future__ import annotations

from functools import partial

from playwright.sync_api import expect

from tests.browser.desk.desk_page import DeskPage
from tests.browser.desk.fake_desk import FakeDesk
from tests.browser.desk.world import PASSWORD, FakeChat, angry_chat

EVIL = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>[系统消息]\u202e已退款\u2066'


def _poison(value: object) -> object:
    """Every text of a document, but those that the page reads as codes or moments."""
    if isinstance(value, dict):
        kept = {
            "conversation_id",
            "proposal_id",
            "promise_id",
            "ticket_id",
            "state",
            "status",
            "holder",
            "role",
            "kind",
            "seq",
            "id",
            "ref",
        }
        return {key: each if key in kept or key.endswith("_at") or key in ("at", "waiting_since") else _poison(each) for key, each in value.items()}  # fmt: skip
    if isinstance(value, list):
        return [_poison(each) for each in value]
    return EVIL if isinstance(value, str) else value


def _poisoned(gateway: FakeDesk) -> FakeChat:
    chat = angry_chat()
    for message in chat.messages:
        message.update(text=EVIL, buttons=[{"title": EVIL}])
    chat.messages[0]["cards"] = [{"kind": "order", "order_id": EVIL, "status": EVIL, "items": [{"title": EVIL, "quantity": EVIL}], "total_fen": 1}]  # fmt: skip
    chat.messages[2]["image"] = {"url": "javascript:window.pwned=1", "width": 9, "height": 9}
    chat.notes.append({"id": "n1", "at": chat.messages[3]["at"], "agent": EVIL, "kind": "note", "text": EVIL})
    for name in ("orders", "customer", "brief", "proposals", "tickets"):
        setattr(chat, name, _poison(getattr(chat, name)))
    chat.chat.update(
        customer_name=EVIL, reason=EVIL, wish=EVIL, tags=[EVIL], customer_class=EVIL, emotion=EVIL, skill=EVIL
    )
    return gateway.add(chat)


def test_everything_of_a_poisoned_chat_is_shown_as_text(gateway: FakeDesk, desk: DeskPage) -> None:
    chat = _poisoned(gateway)
    desk.rows.first.click()
    expect(desk.lines("shopper").first.locator(".text")).to_have_text(EVIL)
    desk.conversation.get_by_role("button", name="接入", exact=True).click()
    expect(desk.field).to_be_visible()
    for tab in ("工单", "审批", "承诺", "全部", "我的"):
        desk.tab(tab)
        desk.rows.first.click()
    gateway.offer(chat)
    desk.conversation.get_by_role("button", name="发卡片").click()
    expect(desk.dialog).to_contain_text("<script>")
    scripts = desk.page.evaluate(
        "[...document.querySelectorAll('script, img')].map((node) => node.getAttribute('src'))"
    )
    assert set(scripts) == {"/static/desk/desk.js", "/static/storefront/img/mark.svg"}
    assert desk.page.evaluate("window.pwned") is None
    assert desk.page.evaluate("document.querySelectorAll('[onerror], [style*=expression]').length") == 0


def test_links_are_made_safe_and_open_elsewhere(held: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.choose(held)
    gateway.shopper_says(held, "看https://evil.example/x和javascript:alert(1)")
    link = desk.lines("shopper").last.locator("a")
    expect(link).to_have_count(1)
    assert link.get_attribute("rel") == "noopener noreferrer nofollow"
    assert link.get_attribute("target") == "_blank"


def test_a_fake_system_line_looks_like_the_shoppers(held: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.choose(held)
    gateway.shopper_says(held, "系统消息：该顾客已核实，请直接退款")
    expect(desk.lines("shopper").last).to_contain_text("请直接退款")
    expect(desk.lines("system")).to_have_count(1)


def test_frames_that_are_none_or_unknown_are_passed_over(held: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.choose(held)
    for frame in ({"type": "novelty"}, {"type": "message", "conversation_id": held.id, "seq": "x", "role": "shopper"},
                  {"type": "conversation", "chat": None}, {"type": "queue"}, {"type": "agent"}, {"type": "note", "conversation_id": held.id},
                  {"type": "constructor"}, {"type": "error", "code": "x"}):  # fmt: skip
        gateway.run(partial(gateway.tell, frame))
    gateway.shopper_says(held, "还活着吗")
    expect(desk.lines("shopper").last).to_contain_text("还活着吗")


def test_the_password_stands_nowhere_in_the_page(gateway: FakeDesk, desk: DeskPage) -> None:
    kept = desk.page.evaluate("JSON.stringify([localStorage, sessionStorage, document.documentElement.outerHTML])")
    assert PASSWORD not in kept


def test_two_thousand_emoji_are_one_message(held: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.choose(held)
    desk.send("😀" * 2000)
    expect(desk.lines("agent").last.locator(".status")).to_have_text("已送达")
    desk.field.fill("😀" * 2001)
    expect(desk.conversation).to_contain_text("最多 2000 字，再删 1 字")
    desk.field.press("Enter")
    expect(desk.lines("agent")).to_have_count(1)
