"""A message between our own processes: packed and unpacked it is the same; what is none is refused."""

from datetime import datetime, timezone

import pytest

from bot.conversation.message import Button, Image, Message, pack, unpack

FULL = Message(
    conversation_id="c", seq=7, id="m", role="bot", at=datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=timezone.utc),
    text="在路上了", buttons=(Button(title="转人工", payload="/request_human"),),
    cards=({"kind": "order", "items": [{"sku": "A"}], "total_fen": 100},), image=Image(upload_id="u", width=3, height=4),
    agent_name="小王", about={"sku": "A"}, reply_to=6, failure=True, turn_id="t", payload="/x",
)  # fmt: skip
BARE = Message(conversation_id="c", seq=8, id="n", role="shopper", at=datetime(2026, 1, 1, tzinfo=timezone.utc))


def test_packed_and_unpacked_it_is_the_same() -> None:
    assert unpack(pack([FULL, BARE])) == (FULL, BARE)


@pytest.mark.parametrize("packed", [b"", b"{}", b"[{}]", b'[{"seq":"x"}]', b"\xff"])
def test_anything_else_is_refused(packed: bytes) -> None:
    with pytest.raises(ValueError):
        unpack(packed)
