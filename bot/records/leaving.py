"""A shopper ends her conversation; her next message opens it again (bot.records.incoming), and answers no old question."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.errors import NotFound
from bot.records import handoffs, messages, summaries, tracker_handover
from bot.records.conversations import change_holder


def leave(connection: Connection, conversation_id: str, *, now_ms: int) -> bool:
    """Nobody holds it any more; False when that was so already, or when it does not exist."""
    try:
        row = messages.lock(connection, conversation_id)
    except NotFound:
        return False
    if row.holder == "nobody":
        return False
    tracker_handover.end_loop(connection, conversation_id, f"left-{row.epoch}", now_s=now_ms / 1000)
    left = handoffs.leave(connection, row, now_ms=now_ms)
    if left is not None:
        summaries.write(connection, conversation_id, left, now_ms=now_ms)
        return True
    return change_holder(connection, conversation_id, epoch=row.epoch, holder="nobody")
