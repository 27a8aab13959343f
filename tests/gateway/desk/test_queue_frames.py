"""The waiting list's frames: made once for all pages that see the same."""

from __future__ import annotations

import orjson

from bot.gateway.desk.queue_frames import QueueFrames
from bot.handoff.chat import Chat, LastLine


def test_pages_that_see_the_same_share_one_frame_and_others_share_its_chats() -> None:
    line = LastLine(seq=1, role="shopper", text="我的电话 13812345678", at_ms=0)
    one, two = (Chat(conversation_id=key, holder="queue", next_seq=2, state="waiting", last=line) for key in "ab")
    frames = QueueFrames()
    both = frames.of([one, two], ["c"])
    assert frames.of([one, two], ["c"]) is both
    assert orjson.loads(both) == {"type": "queue", "changed": [one.as_json(), two.as_json()], "removed": ["c"]}
    assert orjson.loads(frames.of([two], [])) == {"type": "queue", "changed": [two.as_json()], "removed": []}
    assert b"13812345678" not in both
