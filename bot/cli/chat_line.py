"""What a typed line means in the terminal chat. Pure: from a line to the frame that is sent."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

HELP = "直接打字即可；#1 点第一个按钮；:human 转人工；:rate 5 评分；:quit 结束"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """The last message that had buttons."""

    message_seq: int
    count: int


def frame_of(line: str, offered: Offered | None, *, final: bool) -> dict[str, Any] | None:
    """The frame for a line; None for one that sends nothing. Raises ValueError with a hint, EOFError to leave."""
    text = line.strip()
    if not text:
        return None
    frame: dict[str, Any] = {"id": str(uuid.uuid4())}
    if text in (":quit", ":q"):
        raise EOFError
    if text == ":human":
        return {**frame, "type": "ask_human"}
    if text.startswith(":rate"):
        score = text.removeprefix(":rate").strip()
        if score not in ("1", "2", "3", "4", "5"):
            raise ValueError("评分写 1 到 5，例如 :rate 5")
        return {**frame, "type": "rate", "score": int(score)}
    if text.startswith("#") and text[1:].isascii() and text[1:].isdecimal():
        if offered is None or not 1 <= int(text[1:]) <= offered.count:
            raise ValueError("没有这个按钮")
        return {**frame, "type": "click", "message_seq": offered.message_seq, "button": int(text[1:]) - 1}
    if text == ":help":
        raise ValueError(HELP)
    sent = {**frame, "type": "send", "text": line}
    return {**sent, "final": True} if final else sent
