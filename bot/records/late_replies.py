"""A turn that ends after a person took over: its replies are kept from the shopper and noted for the agent, and what its
tracker learnt is kept without reopening the bot's own questions."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.conversation.message import Reply
from bot.conversation.turn import ClaimedTurn
from bot.records import notes, tracker_handover, trackers
from bot.records.rows import dumps
from bot.records.tables import loose_ends
from bot.records.trackers import TrackerDelta


def keep(connection: Connection, turn: ClaimedTurn, replies: tuple[Reply, ...], *, now_ms: int) -> None:
    """The agent reads as a note what the bot would have said."""
    texts = [reply.text for reply in replies if reply.text]
    if texts:
        notes.add(connection, turn.conversation.id, kind="unsaid", text="\n".join(texts), now_ms=now_ms)
    connection.execute(
        loose_ends.insert().values(
            conversation_id=turn.conversation.id,
            turn_id=turn.id,
            kind="unsaid_reply",
            detail=dumps({"texts": texts}),
            at_ms=now_ms,
        )
    )


def append_tracker(
    connection: Connection, turn: ClaimedTurn, delta: TrackerDelta, *, holder_epoch: int, now_ms: int
) -> None:
    """Store what the turn taught the tracker; if the holder changed since it was claimed, what the change said holds."""
    if holder_epoch == turn.conversation.epoch:
        trackers.append(connection, turn.conversation.id, turn.id, delta)
        return
    told = trackers.load(connection, turn.conversation.id)
    trackers.append(connection, turn.conversation.id, turn.id, delta)
    tracker_handover.end_loop(
        connection, turn.conversation.id, turn.id, now_s=now_ms / 1000, told=told.slots if told else {}
    )
