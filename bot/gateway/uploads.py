"""Pictures in and out: POST /api/v1/uploads, and their signed addresses."""

from __future__ import annotations

import asyncio
import uuid
from concurrent.futures import ThreadPoolExecutor

from aiohttp import BodyPartReader, hdrs, web

from bot.clock import steady_ms
from bot.errors import InvalidFrame, NotFound, RateLimited, TooLong, UnsupportedMedia
from bot.gateway import words
from bot.gateway.image_urls import LIFE_S
from bot.gateway.parts import Parts
from bot.gateway.pictures import PICTURE_BYTES, BrokenPicture, NotAPicture, Picture, redraw
from bot.gateway.rest import Spoken, access_conversation, answer
from bot.records import uploads
from bot.records.picture_store import PictureStore

_FORM_BYTES = PICTURE_BYTES + 64 * 1024
_PARTS = 10
_AT_ONCE = 8
_RETRY_S = 3.0


class Uploads:
    """The routes' shared state: one thread that decodes, and how many pictures wait for it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._store = PictureStore(parts.settings.uploads_dir)
        self._thread = ThreadPoolExecutor(1, "pictures")
        self._waiting = 0

    async def take(self, request: web.Request) -> web.Response:
        """POST /api/v1/uploads → 201 {"upload_id"}"""
        conversation = await access_conversation(request, counted=True)
        return await self.store(request, conversation.id)

    async def store(self, request: web.Request, conversation_id: str) -> web.Response:
        """Take the request's picture into this conversation; who may do so has been checked."""
        if self._waiting >= _AT_ONCE:
            raise Spoken(RateLimited("too many pictures at once", retry_after_s=_RETRY_S), words.UPLOAD_BUSY)
        self._waiting += 1
        try:
            body = await _picture_bytes(request)
            picture = await asyncio.get_running_loop().run_in_executor(self._thread, _redrawn, body)
            upload_id = await self._keep(conversation_id, picture)
        finally:
            self._waiting -= 1
        self._parts.metrics.uploads.inc()
        return answer({"upload_id": upload_id, "width": picture.width, "height": picture.height}, status=201)

    async def _keep(self, conversation_id: str, picture: Picture) -> str:
        upload = uploads.Upload(
            id=str(uuid.uuid4()),
            conversation_id=conversation_id,
            media_type=picture.media_type,
            width=picture.width,
            height=picture.height,
            size_bytes=len(picture.body),
        )
        await asyncio.get_running_loop().run_in_executor(self._thread, self._store.put, upload.id, picture.body)
        await self._parts.database.write(uploads.add, upload, now_ms=steady_ms())
        return upload.id

    async def show(self, request: web.Request) -> web.Response:
        """GET of a signed address. "Not yours", "too late" and "not there" get the same answer."""
        query, upload_id = request.query, request.match_info["upload_id"]
        upload = await self._parts.database.read(uploads.get, upload_id)
        signed = self._parts.image_urls.holds(
            upload_id, upload.conversation_id, until=query.get("until", ""), proof=query.get("proof", "")
        )
        if not signed:
            raise NotFound("the address is not signed for this picture, or has run out")
        body = await asyncio.to_thread(self._store.get, upload_id)
        headers = {
            hdrs.CACHE_CONTROL: f"private, max-age={LIFE_S}",
            hdrs.CONTENT_DISPOSITION: "inline",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        return web.Response(body=body, content_type=upload.media_type, headers=headers)

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)


def _redrawn(body: bytes) -> Picture:
    try:
        return redraw(body)
    except NotAPicture as error:
        raise Spoken(UnsupportedMedia(str(error)), words.UPLOAD_KIND) from error
    except BrokenPicture as error:
        raise Spoken(InvalidFrame(str(error)), words.UPLOAD_BROKEN) from error


async def _picture_bytes(request: web.Request) -> bytes:
    """The first file of the form. Raises (spoken) errors for another content type, no file, or one that is too big."""
    if not request.content_type.startswith("multipart/"):
        raise Spoken(UnsupportedMedia("the body must be multipart/form-data"), words.UPLOAD_KIND)
    if (request.content_length or 0) > _FORM_BYTES:
        raise Spoken(TooLong("the form is too big"), words.UPLOAD_TOO_BIG)
    try:
        reader = await request.multipart()
        for _ in range(_PARTS):
            part = await reader.next()
            if not isinstance(part, BodyPartReader):
                break
            body = await _read_part(part)
            if part.filename is not None:
                return body
    except (ValueError, AssertionError, web.HTTPBadRequest) as error:
        raise Spoken(InvalidFrame("the form cannot be read"), words.UPLOAD_BROKEN) from error
    raise Spoken(InvalidFrame("the form has no file"), words.UPLOAD_BROKEN)


async def _read_part(part: BodyPartReader) -> bytes:
    found = bytearray()
    while chunk := await part.read_chunk(64 * 1024):
        found += chunk
        if len(found) > PICTURE_BYTES:
            raise Spoken(TooLong("the picture is too big"), words.UPLOAD_TOO_BIG)
    return bytes(found)
