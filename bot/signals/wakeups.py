"""The names of what is signalled. It holds names and the form of a payload, and knows no Redis."""

from __future__ import annotations

# Queue of conversation ids (UTF-8) whose turn is due: a worker that pops one looks into the record for what to do.
TURNS = "turns"

# Publications of "conversation id, what changed": gateways look into the record for what to send.
CONVERSATIONS = "conversations"


def changed(conversation_id: str, what: str) -> bytes:
    """The payload of CONVERSATIONS; `what` is one word such as "message", "state", "typing"."""
    return f"{conversation_id} {what}".encode()


def read_changed(payload: bytes) -> tuple[str, str] | None:
    """(conversation id, what changed), or None for bytes that no `changed` made."""
    conversation_id, space, what = payload.decode(errors="replace").partition(" ")
    return (conversation_id, what) if conversation_id and space else None
