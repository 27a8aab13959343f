"""The desk's socket: what is checked before the upgrade, the snapshot, then frame by frame. What a frame does lies in
work.py."""

from __future__ import annotations

from contextlib import suppress

import structlog
from aiohttp import WSMsgType, web

from bot.clock import iso
from bot.conversation.frames import FRAME_BYTES, BadFrame
from bot.errors import Unavailable, XiaonuanError
from bot.gateway import words
from bot.gateway.desk import sessions, work
from bot.gateway.desk.hall import DeskPage
from bot.gateway.desk.shapes import agent_shown
from bot.gateway.inbox import Inbox
from bot.gateway.parts import PARTS, Parts
from bot.gateway.rest import Spoken
from bot.gateway.wire import ChatWebSocket
from bot.handoff.frames import read_desk_frame
from bot.handoff.skills import SKILLS
from bot.records import canned
from bot.records.rows import at

HEARTBEAT_S = 25.0

_log = structlog.get_logger("gateway")


async def serve(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/desk/ws"""
    sessions.need_origin(request)
    session = await sessions.acting(request)
    parts = request.app[PARTS]
    ws = ChatWebSocket(heartbeat=HEARTBEAT_S, max_msg_size=FRAME_BYTES + 1, compress=False, timeout=1.0)
    await ws.prepare(request)
    inbox = Inbox(ws, request.transport)
    page = DeskPage(agent=session.agent, session=session.token_hash, outbox=inbox.outbox)
    parts.sockets.add(inbox.outbox)
    try:
        await _Reader(parts, ws).run(page, inbox)
    finally:
        parts.sockets.discard(inbox.outbox)
        parts.desk.hall.leave(page)
        with suppress(Unavailable):
            await parts.watchman.beat()
    return ws


class _Reader:
    """Reads one page's frames and answers them in order."""

    def __init__(self, parts: Parts, ws: ChatWebSocket) -> None:
        self._parts = parts
        self._ws = ws

    async def run(self, page: DeskPage, inbox: Inbox) -> None:
        try:
            await self._enter(page)
        except Unavailable as error:
            self._error(page, error, None)
            await self._ws.close(code=1013)
            return
        while (message := await inbox.next()) is not None:
            await self._hear(page, message.data if message.type is WSMsgType.TEXT else None)
        await inbox.end()

    async def _enter(self, page: DeskPage) -> None:
        """Recorded as present, then the snapshot; what changes after it follows."""
        desk = self._parts.desk
        desk.hall.enter(page)
        await self._parts.watchman.beat()
        shared = await self._parts.database.read(canned.list_all)
        board = await desk.keeper.refresh()
        page.live = True
        mine = board.held_by(page.agent.name)
        page.tell(
            {
                "type": "snapshot",
                "me": agent_shown(desk.on_duty(page.agent)),
                "agents": [agent_shown(agent) for agent in board.agents.values()],
                "queue": [chat.as_json() for chat in board.waiting if work.may_see_waiting(page, chat)],
                "mine": [chat.as_json() for chat in mine],
                "offers": [
                    {"conversation_id": offer.conversation_id, "expires_at": iso(at(offer.expires_ms))}
                    for offer in board.offers
                    if offer.agent == page.agent.name
                ],
                "canned": [each.as_json() for each in shared],
                "skills": [{"name": name, "title": title} for name, title in SKILLS.items()],
                "timezone": str(self._parts.settings.timezone),
            }
        )
        for chat in mine:
            desk.hall.seat(page, chat.conversation_id, chat.next_seq - 1)
            self._parts.wakeup.mark(chat.conversation_id)
        desk.ring()

    async def _hear(self, page: DeskPage, text: str | None) -> None:
        frame_id: str | None = None
        try:
            if text is None:
                raise BadFrame("bytes are no frame")
            frame = read_desk_frame(text)
            frame_id = frame.id
            if not self._within_rate(page, frame_id):
                return
            answer = await work.answer(self._parts, page, frame)
            if answer is not None:
                page.tell(answer)
        except BadFrame as error:
            if self._within_rate(page, error.frame_id):
                self._refuse(page, "invalid_frame", error.frame_id)
        except XiaonuanError as error:
            self._error(page, error, frame_id)
        except Spoken as spoken:
            self._refuse(page, spoken.error.code, frame_id, spoken.words)
        except Exception:
            _log.exception("desk.failed")
            self._refuse(page, "unavailable", frame_id)

    def _within_rate(self, page: DeskPage, frame_id: str | None) -> bool:
        """Says which frame was too much, so that her page sends just that one again."""
        wait_s = self._parts.limits.desk_frames.take(page.agent.name)
        if wait_s:
            self._refuse(page, "rate_limited", frame_id, retry_after_s=wait_s)
        return not wait_s

    def _error(self, page: DeskPage, error: XiaonuanError, frame_id: str | None) -> None:
        self._refuse(page, error.code, frame_id, retry_after_s=error.retry_after_s)

    def _refuse(
        self, page: DeskPage, code: str, frame_id: str | None, message: str = "", *, retry_after_s: float | None = None
    ) -> None:
        self._parts.metrics.errors.labels(code).inc()
        frame: dict[str, object] = {"type": "error", "code": code, "message": message or words.of_desk_error(code)}
        if frame_id is not None:
            frame["id"] = frame_id
        if retry_after_s is not None:
            frame["retry_after_s"] = round(retry_after_s, 3)
        page.tell(frame)
