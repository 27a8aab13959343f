"""The pure modules, asked one by one in the browser that runs them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.chat_page import ChatPage

NOW = "2026-11-21T14:00:00+08:00"


def _ask(chat: ChatPage, module: str, expression: str, argument: Any = None) -> Any:
    return chat.page.evaluate(
        f"async (given) => {{ const m = await import('/static/{module}'); return {expression}; }}", argument
    )


@pytest.mark.parametrize(
    ("fen", "words"),
    [(0, "¥0"), (5, "¥0.05"), (12900, "¥129"), (12950, "¥129.50"), (123456789, "¥1,234,567.89"), (100000, "¥1,000"), (-990, "-¥9.90"),
     (1.5, ""), ("129", ""), (None, "")],
)  # fmt: skip
def test_money(chat: ChatPage, fen: object, words: str) -> None:
    assert _ask(chat, "shared/zh-cn.js", "m.yuan(given)", fen) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [("2026-11-21T14:20:00+08:00", "今天 14:20"), ("2026-11-20T23:59:00+08:00", "昨天 23:59"), ("2026-11-19T00:00:00+08:00", "前天 00:00"),
     ("2026-11-22T00:01:00+08:00", "明天 00:01"), ("2026-11-23T09:05:00+08:00", "后天 09:05"), ("2026-11-03T08:00:00+08:00", "11月3日 08:00"),
     ("2025-12-31T20:00:00+08:00", "2025年12月31日 20:00"), ("2026-11-20T18:30:00Z", "今天 02:30")],
)  # fmt: skip
def test_moments_in_the_readers_own_day(chat: ChatPage, moment: str, words: str) -> None:
    said = _ask(chat, "shared/zh-cn.js", "m.momentWords(new Date(given[0]), new Date(given[1]))", [moment, NOW])
    assert said == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Shanghai", "明天 02:30"),
        ("America/New_York", "今天 13:30"),
        ("Nowhere/None", "明天 02:30"),
        (None, "明天 02:30"),
    ],
)
def test_moments_in_the_shops_day(chat: ChatPage, zone: str | None, words: str) -> None:
    told = "(m.tellTimesIn(given), m.momentWords(new Date('2026-11-20T18:30Z'), new Date('2026-11-20T15:00Z')))"
    assert _ask(chat, "shared/zh-cn.js", told, zone) == words


@pytest.mark.parametrize("value", ["", "yesterday", None, 5])
def test_what_is_no_moment_is_none(chat: ChatPage, value: object) -> None:
    assert _ask(chat, "shared/zh-cn.js", "m.readMoment(given)", value) is None


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("in_transit", "运输中"),
        ("doing", "处理中"),
        ("settled", "已解决"),
        ("已签收", "已签收"),
        ("toString", ""),
        ("weird", ""),
        (None, ""),
    ],
)
def test_codes(chat: ChatPage, code: object, words: str) -> None:
    assert _ask(chat, "shared/zh-cn.js", "m.codeWords(given)", code) == words


@pytest.mark.parametrize(
    ("address", "allowed"),
    [("https://a.example/x", True), ("/p/1", True), ("javascript:alert(1)", False), ("data:text/html,x", False), (" JaVaScRiPt:1", False),
     ("https://u:p@a.example/", False), ("", False), (None, False), ("blob:https://a.example/1", False), ("http://", False)],
)  # fmt: skip
def test_only_http_addresses_are_safe(chat: ChatPage, address: object, allowed: bool) -> None:
    assert bool(_ask(chat, "shared/dom.js", "m.safeUrl(given, 'https://shop.example/')", address)) is allowed


@pytest.mark.parametrize(
    ("text", "links"),
    [("看https://a.example/x。谢谢", ["https://a.example/x"]), ("(http://a.example/y)", ["http://a.example/y"]),
     ("https://a.example https://b.example!", ["https://a.example/", "https://b.example/"]), ("http:// 和 https:", []), ("没有链接", []),
     ("https://a.example/中文", ["https://a.example/"]), ("https://a.example/\u202etxt.exe", ["https://a.example/"])],
)  # fmt: skip
def test_links_in_running_text(chat: ChatPage, text: str, links: list[str]) -> None:
    found = _ask(
        chat,
        "shared/dom.js",
        "(n => [n.textContent, [...n.querySelectorAll('a')].map(a => a.href)])(m.richText(given))",
        text,
    )
    assert found == [text, links]


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("  你好 ", "你好"),
        ("a\0b", "ab"),
        ("x\ud800y", "xy"),
        ("\u200b\u202e", ""),
        (" \n\t\u3000", ""),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("/restart", "/restart"),
    ],
)
def test_what_of_a_text_may_be_sent(chat: ChatPage, text: str, sent: str) -> None:
    units = [ord(character) for character in text]
    said = _ask(chat, "widget/wire.js", "m.sendable(String.fromCodePoint(...given))", units)
    assert said == sent


def test_ids_are_uuids_and_differ(chat: ChatPage) -> None:
    ids = _ask(chat, "widget/wire.js", "Array.from({ length: 50 }, m.newId)")
    import uuid

    assert len({uuid.UUID(each).version for each in ids}) == 1 and uuid.UUID(ids[0]).version == 4
    assert len(set(ids)) == 50


def test_waiting_grows_to_ten_seconds_and_varies(chat: ChatPage) -> None:
    waits = _ask(
        chat,
        "widget/connection.js",
        "[0, 1, 2, 3, 4, 5, 50].map((attempt) => [m.backoffMs(attempt, 0), m.backoffMs(attempt, 1)])",
    )
    assert waits == [[250, 500], [500, 1000], [1000, 2000], [2000, 4000], [4000, 8000], [5000, 10000], [5000, 10000]]


MESSAGES = """const message = (seq, role, more) => ({ seq, role, id: `m${seq}`, at: new Date(), text: '', buttons: [], cards: [],
  image: null, about: null, agentName: '', replyTo: 0, failure: false, ...more });
const { Conversation } = await import('/static/widget/conversation.js');
const c = new Conversation();"""


def _conversation(chat: ChatPage, body: str) -> Any:
    return chat.page.evaluate(f"async () => {{ {MESSAGES} {body} }}")


def test_messages_stand_by_seq_however_they_come_and_once(chat: ChatPage) -> None:
    seen = _conversation(
        chat,
        """
      const added = [5, 6, 3, 4, 6].map((seq) => c.add(message(seq, 'bot')));
      return [added, c.messages.map(({ seq }) => seq), c.first, c.last, c.hasGap];""",
    )
    assert seen == [[True, True, True, True, False], [3, 4, 5, 6], 3, 6, False]


def test_a_missing_message_is_noticed_until_it_comes(chat: ChatPage) -> None:
    seen = _conversation(
        chat,
        """
      const state = (seq) => { c.add(message(seq, 'bot')); return [c.last, c.hasGap]; };
      return [1, 3, 4, 2].map(state);""",
    )
    assert seen == [[1, False], [1, True], [1, True], [4, False]]


def test_an_echo_gives_way_to_its_message_whichever_comes_first(chat: ChatPage) -> None:
    seen = _conversation(
        chat,
        """
      c.echo('m1', { text: '在吗' });
      c.add(message(1, 'shopper', { text: '在吗' }));
      c.echo('m1', { text: '在吗' });
      c.echo('m9', { text: '还没到' });
      return [c.messages.length, c.echoes.map(({ id }) => id)];""",
    )
    assert seen == [1, ["m9"]]


def test_a_bots_message_never_swallows_an_echo_of_the_same_id(chat: ChatPage) -> None:
    assert _conversation(chat, "c.echo('m1', { text: '我的' }); c.add(message(1, 'bot')); return c.echoes.length;") == 1


def test_a_turn_awaits_its_reply_until_one_answers_its_last_message(chat: ChatPage) -> None:
    seen = _conversation(
        chat,
        """
      const hear = (...given) => { c.hearMessage(message(...given)); return c.typing; };
      return [hear(1, 'shopper'), hear(2, 'shopper'), hear(3, 'bot', { replyTo: 1 }), hear(4, 'bot', { replyTo: 2 }), hear(5, 'bot')];""",
    )
    assert seen == [True, True, True, False, False]


def test_nobody_waits_for_the_bot_while_an_agent_serves(chat: ChatPage) -> None:
    assert (
        _conversation(chat, "c.hearState({ holder: 'agent' }); c.hearMessage(message(1, 'shopper')); return c.typing;")
        is False
    )


def test_unread_are_others_messages_after_the_last_one_seen(chat: ChatPage) -> None:
    seen = _conversation(
        chat,
        """
      ['bot', 'shopper', 'agent', 'system'].forEach((role, at) => c.add(message(at + 1, role)));
      return [c.unreadAfter(0), c.unreadAfter(1), c.unreadAfter(4)];""",
    )
    assert seen == [3, 2, 0]
