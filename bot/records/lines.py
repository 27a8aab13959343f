"""Lines that neither a turn nor a shopper writes: an agent's, and the system's word that somebody joined or left."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.conversation.message import Button, Image, Message
from bot.errors import Conflict
from bot.records import messages as message_records
from bot.records.rows import at, dumps
from bot.records.tables import messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`client_id` dedupes an agent's line, as a shopper's message; `shown_id` is how her page spelled it."""

    role: str
    text: str | None
    agent: str | None = None
    image: Image | None = None
    cards: tuple[dict[str, Any], ...] = ()
    buttons: tuple[Button, ...] = ()
    client_id: str | None = None
    shown_id: str | None = None

    def body_hash(self) -> str:
        image = self.image.upload_id if self.image else None
        refs = [[card.get("kind"), card.get("order_id") or card.get("sku")] for card in self.cards]
        return hashlib.sha256(orjson.dumps([self.role, self.agent, self.text, image, refs])).hexdigest()

    def extras(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.agent is not None:
            found["agent"] = self.agent
        if self.image is not None:
            found["image"] = (self.image.upload_id, self.image.width, self.image.height)
        if self.cards:
            found["cards"] = self.cards
        if self.buttons:
            found["buttons"] = [(button.title, button.payload) for button in self.buttons]
        return found


def said_before(connection: Connection, conversation_id: str, line: Line) -> int | None:
    """The seq under which this line is stored already. Raises Conflict for the same id with another body."""
    here = messages.c
    known = connection.execute(
        select(here.seq, here.body_hash).where(
            here.conversation_id == conversation_id, here.client_id == line.client_id
        )
    ).one_or_none()
    if known is None:
        return None
    if known.body_hash != line.body_hash():
        raise Conflict("this id was used for another message: send it again under a new id")
    return int(known.seq)


def write(connection: Connection, conversation_id: str, line: Line, *, now_ms: int) -> Message:
    """Give it the conversation's next seq. Within a transaction that has locked the conversation."""
    row = message_records.lock(connection, conversation_id)
    extras, message_id = line.extras(), line.shown_id or line.client_id or str(uuid.uuid4())
    draft = {
        "id": message_id,
        "client_id": line.client_id,
        "body_hash": line.body_hash() if line.client_id else None,
        "role": line.role,
        "text": line.text,
        "extras": dumps(extras) if extras else None,
        "reply_to": None,
        "turn_id": None,
    }
    [seq] = message_records.insert(connection, row, [draft], now_ms=now_ms)
    return Message(
        conversation_id=conversation_id,
        seq=seq,
        id=message_id,
        role=line.role,  # type: ignore[arg-type]
        at=at(now_ms),
        text=line.text,
        buttons=line.buttons,
        cards=line.cards,
        image=line.image,
        agent_name=line.agent,
    )


def system(connection: Connection, conversation_id: str, text: str, *, now_ms: int, **more: Any) -> Message:
    return write(connection, conversation_id, Line(role="system", text=text, **more), now_ms=now_ms)
