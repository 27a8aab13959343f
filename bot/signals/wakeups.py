"""The names of what is signalled. Payloads of CONVERSATIONS have their form in bot.signals.changes; no Redis here."""

from __future__ import annotations

from bot.signals.changes import Change

# Queue of conversation ids (UTF-8) whose turn is due: a worker that pops one looks into the record for what to do.
TURNS = "turns"

# Publications of what changed in which conversation: gateways look into the record for what to send.
CONVERSATIONS = "conversations"


def changed(conversation_id: str, what: str) -> bytes:
    """The payload of CONVERSATIONS for a change without more to say; `what` is a kind of bot.signals.changes."""
    return Change(conversation_id=conversation_id, kind=what).encoded()
