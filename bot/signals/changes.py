"""What is published on CONVERSATIONS: which conversation changed, and how. It holds the payload's form and no Redis.

    {"c": conversation id, "s": last seq, "k": "message" | "state" | "typing" | "seen" | "erased" | …, "role"?, "g"?: sender,
     "m"?: what was said}

`s` is the last seq that the change committed (for "seen": how far was read). `g` names the process that published it,
so that it can skip what it told its own sockets already. `m` is a copy of the committed messages, so that a gateway need
not read them: a shortcut like everything here; whoever misses it reads the record. A kind that a reader does not know means: look into the record.
"""

from __future__ import annotations

import msgspec

MESSAGE = "message"
STATE = "state"
TYPING = "typing"
SEEN = "seen"
ERASED = "erased"


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One change of one conversation."""

    conversation_id: str = msgspec.field(name="c")
    seq: int = msgspec.field(name="s", default=0)
    kind: str = msgspec.field(name="k", default=MESSAGE)
    role: str = ""
    sender: str = msgspec.field(name="g", default="")
    said: msgspec.Raw | msgspec.UnsetType = msgspec.field(name="m", default=msgspec.UNSET)

    def encoded(self) -> bytes:
        return _ENCODER.encode(self)


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Change)


def read_change(payload: bytes) -> Change | None:
    """The change, or None for bytes that are none."""
    try:
        return _DECODER.decode(payload)
    except msgspec.MsgspecError:
        return None
