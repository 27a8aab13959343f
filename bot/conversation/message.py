"""One line of a conversation, as stored and as it goes over the wire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec

from bot.clock import iso

Role = Literal["shopper", "bot", "agent", "system"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """`title` is what the shopper sees; `payload` is what the bot is told when it is clicked, and never leaves the server."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    upload_id: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`seq` counts from 1 without gaps in its conversation; `id` is the client's for what a client sent, else ours.

    `turn_id` names the turn that it belongs to (a shopper's message) or that made it (a reply). `cards` are wire
    dictionaries of docs/protocol.md. `payload` is what the bot is told in place of the text (a clicked button).
    """

    conversation_id: str
    seq: int
    id: str
    role: Role
    at: datetime
    text: str | None = None
    buttons: tuple[Button, ...] = ()
    cards: tuple[dict[str, Any], ...] = ()
    image: Image | None = None
    agent_name: str | None = None
    about: dict[str, str] | None = None
    reply_to: int | None = None
    failure: bool = False
    turn_id: str | None = None
    payload: str | None = None

    def as_frame(self, image_url: str | None = None) -> dict[str, Any]:
        """The `message` frame without its type; `image_url` is the signed address when there is an image."""
        frame: dict[str, Any] = {"seq": self.seq, "id": self.id, "role": self.role, "at": iso(self.at)}
        if self.text is not None:
            frame["text"] = self.text
        if self.buttons:
            frame["buttons"] = [{"title": button.title} for button in self.buttons]
        if self.cards:
            frame["cards"] = list(self.cards)
        if self.image is not None and image_url is not None:
            frame["image"] = {"url": image_url, "width": self.image.width, "height": self.image.height}
        if self.agent_name is not None:
            frame["agent"] = {"name": self.agent_name}
        if self.about is not None:
            frame["about"] = dict(self.about)
        if self.reply_to is not None:
            frame["reply_to"] = self.reply_to
        if self.failure:
            frame["failure"] = True
        return frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One message that a turn answers with, before it has a seq."""

    text: str | None = None
    buttons: tuple[Button, ...] = ()
    cards: tuple[dict[str, Any], ...] = ()
    failure: bool = False


def pack(messages: Sequence[Message]) -> bytes:
    """Messages as JSON between our own processes; never for a client, since buttons' payloads are in it."""
    return msgspec.json.encode(messages)


def unpack(packed: bytes) -> tuple[Message, ...]:
    """What `pack` made. Raises ValueError for anything else."""
    return _UNPACKER.decode(packed)


_UNPACKER = msgspec.json.Decoder(tuple[Message, ...])
