"""What was being changed for her stands in the brief beside her own words, masked."""

from __future__ import annotations

from datetime import datetime, timezone

from bot.conversation.message import Message
from bot.handoff.brief import PENDING, Known, brief_of
from bot.handoff.chat import Chat


def test_the_change_in_the_making_is_the_first_fact_and_her_words_stay_hers() -> None:
    at = datetime(2026, 11, 22, 6, 30, tzinfo=timezone.utc)
    said = Message(conversation_id="c", seq=1, id="m", role="shopper", at=at, text="转人工 我急用")
    reason = f"{PENDING}改收货地址（订单 2026112100012345）：李四，13900001111\n转人工 我急用"
    brief = brief_of(Known(chat=Chat(conversation_id="c", holder="queue", next_seq=2, reason=reason), messages=[said]))
    assert brief.matter is not None and brief.matter.text == "转人工 我急用"
    assert brief.facts[0].text.startswith(f"{PENDING}改收货地址") and "139****1111" in brief.facts[0].text
