"""Messages as they leave the server: with the signed address of their picture."""

from __future__ import annotations

from typing import Any

import orjson

from bot.conversation.message import Message
from bot.gateway.image_urls import ImageUrls


def shown(message: Message, urls: ImageUrls) -> dict[str, Any]:
    """The message as history and REST give it."""
    image = message.image
    return message.as_frame(urls.make(image.upload_id, message.conversation_id) if image else None)


def encode(message: Message, urls: ImageUrls) -> bytes:
    """The `message` frame."""
    return orjson.dumps({"type": "message", **shown(message, urls)})
