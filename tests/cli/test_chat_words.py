"""What the terminal shows of messages, and what typed lines mean."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bot.cli.chat_line import Offered, frame_of
from bot.cli.chat_words import card_lines, lines_of, yuan


@pytest.mark.parametrize(
    ("message", "first"),
    [
        ({"role": "bot", "text": "好的"}, "小暖：好的"),
        ({"role": "agent", "agent": {"name": "小林"}, "text": "我来看看"}, "小林：我来看看"),
        ({"role": "system", "text": "已转人工"}, "系统：已转人工"),
        ({"role": "bot", "text": "一\n二"}, "小暖：一\n    二"),
    ],
)
def test_a_message_begins_with_who_speaks(message: dict[str, object], first: str) -> None:
    assert lines_of(message, ZoneInfo("Asia/Shanghai"))[0] == first


@pytest.mark.parametrize(
    ("card", "shown"),
    [
        ({"kind": "product", "title": "降噪耳机", "price_fen": 29900, "attributes": {"颜色": "黑"}}, "¥299.00"),
        ({"kind": "order", "order_id": "88", "status": "packed", "items": [], "total_fen": 5}, "已打包"),
        ({"kind": "ticket", "ticket_id": "T1", "topic": "少件", "status": "处理中",
          "promise": {"what": "今天 18 点前回复", "due_at": None}}, "今天 18 点前回复"),
        ({"kind": "after_sale", "after_sale_id": "A1", "type": "exchange", "state": "待寄回"}, "换货 A1"),
        ({"kind": "after_sale", "after_sale_id": "A2", "type": "return", "state": "refunded"}, "已退款"),
        ({"kind": "coupon", "title": "新人券", "amount_fen": 1000, "threshold_fen": 9900}, "满 ¥99.00 减 ¥10.00"),
        ({"kind": "compare", "rows": [["续航", "30 小时", "24 小时"]]}, "续航  30 小时  24 小时"),
        ({"kind": "hologram"}, "hologram"),
        ({"kind": "logistics"}, ""),
    ],
)  # fmt: skip
def test_every_card_says_its_facts_in_words(card: dict[str, object], shown: str) -> None:
    assert shown in "\n".join(card_lines(card))


def test_a_logistics_card_shows_its_latest_events_in_the_shops_time() -> None:
    events = [{"at": f"2026-11-{day}T16:30:00Z", "place": "杭州", "text": f"第{day}天"} for day in range(15, 9, -1)]
    card = {"kind": "logistics", "carrier": "圆通", "tracking_no": "Y", "events": events}
    card["predicted_at"] = "2026-11-16T10:00:00Z"
    lines = lines_of({"role": "bot", "text": "查到了", "cards": [card]}, ZoneInfo("Asia/Shanghai"))
    assert [line.split()[-1] for line in lines[3:]] == ["第15天", "第14天", "第13天"]
    assert "预计送达 11-16 18:00" in lines[2]
    assert "11-16 00:30" in lines[3]


def test_money_is_exact() -> None:
    assert [yuan(0), yuan(5), yuan(123456), yuan(None)] == ["¥0.00", "¥0.05", "¥1234.56", "¥?"]


def test_a_line_is_sent_as_it_was_typed() -> None:
    frame = frame_of("  /restart  ", None, final=False)
    assert frame is not None
    assert (frame["type"], frame["text"]) == ("send", "  /restart  ")
    assert "final" not in frame


def test_the_chats_own_words_become_their_frames() -> None:
    human, rate = frame_of(":human", None, final=True), frame_of(":rate 4", None, final=True)
    assert human and human["type"] == "ask_human"
    assert rate and (rate["type"], rate["score"]) == ("rate", 4)
    assert frame_of("   ", None, final=True) is None
    with pytest.raises(EOFError):
        frame_of(":quit", None, final=True)


@pytest.mark.parametrize("line", [":rate", ":rate 6", "#1", "#0", ":help"])
def test_what_cannot_be_sent_brings_a_hint(line: str) -> None:
    with pytest.raises(ValueError):
        frame_of(line, None, final=True)
    with pytest.raises(ValueError):
        frame_of("#3", Offered(message_seq=1, count=2), final=True)
