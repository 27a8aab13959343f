"""GET /api/v1/history: a conversation's messages, page by page backwards."""

from __future__ import annotations

from aiohttp import web

from bot.gateway.message_frames import shown
from bot.gateway.parts import PARTS
from bot.gateway.rest import access_conversation, answer, whole_number
from bot.records import messages

PAGE = 50
LONGEST_PAGE = 200


async def history(request: web.Request) -> web.Response:
    parts = request.app[PARTS]
    conversation = await access_conversation(request, counted=True)
    before_seq = whole_number(request, "before_seq", default=None, low=1, high=2**31 - 1)
    limit = whole_number(request, "limit", default=PAGE, low=1, high=LONGEST_PAGE)
    found, more = await parts.database.read(messages.page, conversation.id, before_seq=before_seq, limit=limit or PAGE)
    return answer({"messages": [shown(message, parts.image_urls) for message in found], "more": more})
