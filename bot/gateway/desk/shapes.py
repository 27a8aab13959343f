"""How the desk's values look on the wire (docs/protocol.md, “Desk: shapes”). Pure. What is masked is masked here."""

from __future__ import annotations

from typing import Any

import orjson

from bot.conversation.message import Message
from bot.gateway.image_urls import ImageUrls
from bot.gateway.message_frames import shown
from bot.handoff.roster import AgentOnDuty
from bot.text.redact import redact


def agent_shown(agent: AgentOnDuty) -> dict[str, Any]:
    return {
        "name": agent.name,
        "role": agent.role,
        "skills": list(agent.skills),
        "status": agent.status,
        "connected": agent.connected,
        "load": agent.load,
        "capacity": agent.capacity,
    }


def message_shown(message: Message, urls: ImageUrls) -> dict[str, Any]:
    """As the shopper's, with numbers of people and cards masked; a reveal is one audited click."""
    frame = shown(message, urls)
    if "text" in frame and message.role != "bot":
        frame["text"] = masked(frame["text"])
    return frame


def message_frame(message: Message, *, urls: ImageUrls) -> bytes:
    """The desk's `message` frame."""
    return orjson.dumps({"type": "message", "conversation_id": message.conversation_id, **message_shown(message, urls)})


def masked(text: str) -> str:
    return redact(text)


def masked_phone(phone: str | None) -> str | None:
    return f"{phone[:3]}****{phone[-4:]}" if phone and len(phone) >= 7 else phone and "****"
