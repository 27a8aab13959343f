"""The names of what is signalled. Payloads of CONVERSATIONS have their form in bot.signals.changes; no Redis here."""

from __future__ import annotations

import msgspec

from bot.signals.changes import Change

# Queue of conversation ids (UTF-8) whose turn is due: a worker that pops one looks into the record for what to do.
TURNS = "turns"

# Publications of what changed in which conversation: gateways look into the record for what to send.
CONVERSATIONS = "conversations"

# Publications that the desk has something new to see: gateways with agents on them look into the record. Payload: a name of
# who published, so that it can skip its own.
DESK = "desk"


# What was said travels with the signal up to this size; beyond it gateways read it from the record.
_LARGEST_COPY_BYTES = 32 * 1024


def said(conversation_id: str, seq: int, copy: bytes, *, sender: str = "") -> bytes:
    """The payload of CONVERSATIONS for messages up to `seq`; `copy` is those messages as JSON."""
    carried = msgspec.Raw(copy) if len(copy) <= _LARGEST_COPY_BYTES else msgspec.UNSET
    return Change(conversation_id=conversation_id, seq=seq, sender=sender, said=carried).encoded()


def changed(conversation_id: str, what: str) -> bytes:
    """The payload of CONVERSATIONS for a change without more to say; `what` is a kind of bot.signals.changes."""
    return Change(conversation_id=conversation_id, kind=what).encoded()
