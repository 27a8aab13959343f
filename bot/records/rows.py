"""Between rows and dataclasses: the only place that knows how a message or a conversation is laid out in SQL."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import orjson
from sqlalchemy.engine import Row

from bot.conversation.conversation import Conversation
from bot.conversation.message import Button, Image, Message, Reply


def at(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, timezone.utc)


def ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


def conversation_of(row: Row, *, now_ms: int = 0) -> Conversation:
    return Conversation(
        id=row.id,
        space=row.space,
        visitor_id=row.visitor_id,
        customer_id=row.customer_id,
        holder=row.holder,
        epoch=row.epoch,
        agent_name=row.agent_name,
        next_seq=row.next_seq,
        locale=row.locale,
        address=row.address,
        created_at=at(row.created_ms),
        blocked=bool(row.blocked_until_ms and row.blocked_until_ms > now_ms),
    )


def message_of(row: Row) -> Message:
    extras = orjson.loads(row.extras) if row.extras else {}
    image = extras.get("image")
    return Message(
        conversation_id=row.conversation_id,
        seq=row.seq,
        id=row.id,
        role=row.role,
        at=at(row.at_ms),
        text=row.text,
        buttons=tuple(Button(title=title, payload=payload) for title, payload in extras.get("buttons", ())),
        cards=tuple(extras.get("cards", ())),
        image=Image(upload_id=image[0], width=image[1], height=image[2]) if image else None,
        agent_name=extras.get("agent"),
        about=extras.get("about"),
        reply_to=row.reply_to,
        failure=bool(extras.get("failure")),
        turn_id=row.turn_id,
        payload=extras.get("payload"),
    )


def extras_of_reply(reply: Reply) -> str | None:
    extras: dict[str, Any] = {}
    if reply.buttons:
        extras["buttons"] = [(button.title, button.payload) for button in reply.buttons]
    if reply.cards:
        extras["cards"] = reply.cards
    if reply.failure:
        extras["failure"] = True
    return dumps(extras) if extras else None
