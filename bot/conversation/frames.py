"""The frames of the shopper's socket (docs/protocol.md): typed structs, and reading one from untrusted text.

Pure: it decides only whether a frame is well formed, never whether it is allowed. Fields that it does not know are ignored.
"""

from __future__ import annotations

import json
import re
import uuid
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

FRAME_BYTES = 64 * 1024
REASON_CODE_POINTS = 500
FACTORS = 20
FACTOR_CODE_POINTS = 60
REFERENCE_CODE_POINTS = 64
_LARGEST_SEQ = 2**31 - 1
_ID_CODE_POINTS = 64

Seq = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Reference = Annotated[str, Meta(min_length=1, max_length=REFERENCE_CODE_POINTS)]
Factor = Annotated[str, Meta(min_length=1, max_length=FACTOR_CODE_POINTS)]

_UUID = re.compile(r"(?:urn:uuid:)?\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?", re.I | re.A)


class ClientFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """What a client sends. `id` is a UUID of the client's making, echoed in the frame's `ack` or `error`."""

    needs_id: ClassVar[bool] = False

    id: str | None = None

    @property
    def key(self) -> str:
        """The id in its one canonical spelling: what deduplicates the frame."""
        return str(uuid.UUID(self.id))


class Hello(ClientFrame, frozen=True, kw_only=True, tag="hello"):
    token: Annotated[str, Meta(min_length=1, max_length=256)]
    last_seq: Seq = 0


class About(msgspec.Struct, frozen=True, kw_only=True):
    """Exactly one of the two: the product or the order that she picked or looks at. A hint, never a right."""

    sku: Reference | None = None
    order_id: Reference | None = None

    def named(self) -> dict[str, str]:
        pairs = (("sku", self.sku), ("order_id", self.order_id))
        return {name: value for name, value in pairs if value is not None}


class Send(ClientFrame, frozen=True, kw_only=True, tag="send"):
    needs_id: ClassVar[bool] = True

    text: str | None = None
    final: bool = False
    about: About | None = None
    upload_id: Reference | None = None


class Click(ClientFrame, frozen=True, kw_only=True, tag="click"):
    needs_id: ClassVar[bool] = True

    message_seq: int
    button: int


class AskHuman(ClientFrame, frozen=True, kw_only=True, tag="ask_human"):
    needs_id: ClassVar[bool] = True

    reason: str | None = None


class Rate(ClientFrame, frozen=True, kw_only=True, tag="rate"):
    needs_id: ClassVar[bool] = True

    score: Annotated[int, Meta(ge=1, le=5)]
    factors: Annotated[list[Factor], Meta(max_length=FACTORS)] = []
    comment: str | None = None


class Typing(ClientFrame, frozen=True, kw_only=True, tag="typing"):
    pass


class Seen(ClientFrame, frozen=True, kw_only=True, tag="seen"):
    seq: Seq


class Leave(ClientFrame, frozen=True, kw_only=True, tag="leave"):
    pass


class Ping(ClientFrame, frozen=True, kw_only=True, tag="ping"):
    pass


AnyClientFrame = Hello | Send | Click | AskHuman | Rate | Typing | Seen | Leave | Ping


class AgentShown(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    avatar: str | None = None


class QueueShown(msgspec.Struct, frozen=True, kw_only=True):
    """`position` counts from 1; `eta_s` is seconds, None while no agent is online."""

    position: int
    eta_s: int | None = None


class BotShown(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    ai: bool = True


class ServerFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """What the server sends, beside `message` (bot.conversation.message)."""

    def encoded(self) -> bytes:
        return _ENCODER.encode(self)


class Welcome(ServerFrame, frozen=True, kw_only=True, tag="welcome", omit_defaults=True):
    conversation_id: str
    holder: str
    next_seq: int
    greeting: str
    bot: BotShown
    agent: AgentShown | None
    queue: QueueShown | None
    suggestions: tuple[str, ...]
    timezone: str
    rate: bool = False


class Ack(ServerFrame, frozen=True, kw_only=True, tag="ack", omit_defaults=True):
    """`seq` is absent in the answer to `rate`."""

    id: str
    seq: int | UnsetType = UNSET


class Error(ServerFrame, frozen=True, kw_only=True, tag="error", omit_defaults=True):
    code: str
    message: str
    id: str | UnsetType = UNSET
    retry_after_s: float | UnsetType = UNSET


class State(ServerFrame, frozen=True, kw_only=True, tag="state", omit_defaults=True):
    """`rate`: it has ended, and she may say how it was."""

    holder: str
    agent: AgentShown | None
    queue: QueueShown | None
    rate: bool = False


class TypingShown(ServerFrame, frozen=True, kw_only=True, tag="typing"):
    role: str


class SeenShown(ServerFrame, frozen=True, kw_only=True, tag="seen"):
    role: str
    seq: int


class Pong(ServerFrame, frozen=True, kw_only=True, tag="pong", omit_defaults=True):
    id: str | UnsetType = UNSET


CLIENT_FRAMES: tuple[type[ClientFrame], ...] = (Hello, Send, Click, AskHuman, Rate, Typing, Seen, Leave, Ping)
SERVER_FRAMES: tuple[type[ServerFrame], ...] = (Welcome, Ack, Error, State, TypingShown, SeenShown, Pong)

_ENCODER = msgspec.json.Encoder()


class BadFrame(ValueError):
    """The text is no frame; `frame_id` is its id when that could be read."""

    def __init__(self, reason: str, frame_id: str | None = None) -> None:
        super().__init__(reason)
        self.frame_id = frame_id


def read_frame(text: str) -> AnyClientFrame:
    """The frame that this text holds. Raises BadFrame."""
    frame: AnyClientFrame = as_frame(read_json(text), AnyClientFrame)
    return frame


def as_frame(value: Any, kind: Any) -> Any:
    """JSON as one of the frames of a union, with an id where it needs one. Raises BadFrame."""
    if not isinstance(value, dict):
        raise BadFrame("not an object")
    frame_id = _legible(value.get("id"))
    try:
        frame: ClientFrame = msgspec.convert(value, kind)
    except (msgspec.ValidationError, ValueError, RecursionError) as error:
        raise BadFrame(str(error), frame_id) from error
    if frame.id is None and frame.needs_id:
        raise BadFrame("the id is missing")
    if frame.id is not None and not _UUID.fullmatch(frame.id):
        raise BadFrame("the id is not a UUID", frame_id)
    return frame


def read_json(text: str | bytes) -> Any:
    """JSON without the liberties that Python takes: no NaN, no duplicate keys, no endless numbers. Raises BadFrame."""
    try:
        return json.loads(
            text,
            object_pairs_hook=_distinct,
            parse_constant=_refused,
            parse_int=_whole,
            parse_float=_finite,
        )
    except (ValueError, RecursionError) as error:
        raise BadFrame(str(error)) from error


def in_range(seq: int) -> bool:
    """Whether a seq can be one at all; what lies outside is answered without asking the record."""
    return 0 < seq <= _LARGEST_SEQ


def _legible(value: Any) -> str | None:
    if isinstance(value, str) and 0 < len(value) <= _ID_CODE_POINTS and value.isprintable():
        return value
    return None


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key comes twice")
    return found


def _refused(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _whole(digits: str) -> int:
    if len(digits) > 20:
        raise ValueError("a number is too long")
    return int(digits)


def _finite(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise ValueError("a number is too large")
    return value
