"""What was being changed for her stands in the brief beside her own words, masked."""

from __future__ import annotations

from datetime import datetime, timezone

from bot.conversation.message import Message
from bot.handoff.brief import PENDING, Known, Mood, brief_of
from bot.handoff.chat import Chat


def test_the_change_in_the_making_is_the_first_fact_and_her_words_stay_hers() -> None:
    at = datetime(2026, 11, 22, 6, 30, tzinfo=timezone.utc)
    said = Message(conversation_id="c", seq=1, id="m", role="shopper", at=at, text="转人工 我急用")
    reason = f"{PENDING}改收货地址（订单 2026112100012345）：李四，13900001111\n转人工 我急用"
    brief = brief_of(Known(chat=Chat(conversation_id="c", holder="queue", next_seq=2, reason=reason), messages=[said]))
    assert brief.matter is not None and brief.matter.text == "转人工 我急用"
    assert brief.facts[0].text.startswith(f"{PENDING}改收货地址") and "139****1111" in brief.facts[0].text


def test_what_was_said_to_a_greeting_is_nothing_that_was_tried() -> None:
    at = datetime(2026, 11, 22, 6, 30, tzinfo=timezone.utc)
    talk = (
        ("shopper", "在吗", None),
        ("bot", "在的，您说", 1),
        ("shopper", "运费谁出", None),
        ("bot", "质量问题我们出：\n\n1. 先垫付\n2. 收到后退给您" + "，" * 120, 3),
        ("shopper", "好的", None),
        ("bot", "好嘞", 5),
    )
    said = [
        Message(conversation_id="c", seq=seq, id=f"m{seq}", role=role, at=at, text=text, reply_to=reply_to)
        for seq, (role, text, reply_to) in enumerate(talk, start=1)
    ]
    intents = ((1, "greet"), (3, "ask_return_shipping_fee"), (5, "affirm"))
    moods = tuple(Mood(seq=seq, emotion="calm", intent=intent) for seq, intent in intents)
    brief = brief_of(Known(chat=Chat(conversation_id="c", holder="queue", next_seq=7), messages=said, moods=moods))
    [tried] = brief.tried
    assert tried.text.startswith("答过：质量问题我们出： 1. 先垫付 2. 收到后退给您") and tried.text.endswith("，…")
    assert len(tried.text) < 130
