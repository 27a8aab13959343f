"""What is stored of a shopper, given to her or erased: this conversation for a guest, all of hers for a customer."""

from __future__ import annotations

import asyncio

import structlog
from aiohttp import hdrs, web

from bot.clock import steady_ms
from bot.gateway.parts import PARTS
from bot.gateway.rest import access_conversation, answer
from bot.records import privacy
from bot.records.blocks import BLOCKS
from bot.records.picture_store import PictureStore

_OTHERS_WAIT_S = 0.1  # for a reader to leave the log that still holds her words; else it is written anew within minutes

_log = structlog.get_logger("gateway")


async def export(request: web.Request) -> web.Response:
    """GET /api/v1/me/export"""
    parts = request.app[PARTS]
    conversation = await access_conversation(request, counted=True)
    response = answer(await parts.database.read(privacy.export, conversation))
    response.headers[hdrs.CONTENT_DISPOSITION] = 'attachment; filename="xiaonuan-export.json"'
    return response


async def erase(request: web.Request) -> web.Response:
    """DELETE /api/v1/me"""
    parts = request.app[PARTS]
    conversation = await access_conversation(request, counted=True)
    erased = await parts.database.write(
        privacy.erase, conversation, now_ms=steady_ms(), key=parts.settings.secret(BLOCKS)
    )
    parts.announcer.erased(erased.conversation_ids)
    store = PictureStore(parts.settings.uploads_dir)
    await asyncio.to_thread(store.remove, erased.upload_ids)
    await asyncio.to_thread(parts.database.checkpoint, wait_s=_OTHERS_WAIT_S)
    _log.info("shopper.erased", conversations=len(erased.conversation_ids))
    return web.Response(status=204)
