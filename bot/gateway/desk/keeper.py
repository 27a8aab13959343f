"""Keeps this gateway's picture of the desk and tells its pages and its waiting shoppers what changed in it.

Old picture and new picture are compared, so nothing that happened anywhere can be missed: a signal only makes the next
reading come sooner. Nothing is written here.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import orjson
import structlog

from bot.clock import iso, steady_ms
from bot.errors import Unavailable
from bot.gateway.desk.hall import DeskPage, Hall
from bot.gateway.desk.newsboy import Newsboy
from bot.gateway.desk.queue_frames import QueueFrames
from bot.gateway.desk.shapes import agent_shown
from bot.gateway.rooms import Rooms
from bot.handoff.chat import Chat
from bot.handoff.places import places
from bot.records import desk_board, desk_news
from bot.records.chats import Remembered
from bot.records.database import Database
from bot.records.desk_board import Board
from bot.records.rows import at
from bot.signals.link import within

READ_EVERY_S = 1.0
APART_S = 0.03  # readings, however often the bell rings
TEXT_SETTLES_MS = 250  # the shop's book is written after the log, in another database

_log = structlog.get_logger("gateway")


class Keeper:
    """`board` is the newest picture; `refresh` reads it anew and tells what is different."""

    def __init__(self, *, database: Database, rooms: Rooms, hall: Hall, mark: Callable[[str], None]) -> None:
        self.board = Board()
        self.newsboy = Newsboy(hall)
        self._database = database
        self._rooms = rooms
        self._hall = hall
        self._mark = mark
        self._stirred = asyncio.Event()
        self._reading = asyncio.Lock()
        self._remembered = Remembered()
        self._took_s = 0.0  # so long it rests after a reading: a full house never takes more than half of the gateway

    def stir(self) -> None:
        self._stirred.set()

    async def run(self) -> None:
        """For ever: at once when stirred, else each second while somebody here looks or waits."""
        while True:
            with suppress(asyncio.TimeoutError):
                await within(READ_EVERY_S, self._stirred.wait())
            self._stirred.clear()
            if len(self._hall) or self._rooms.any_waits():
                try:
                    await self.refresh()
                except Unavailable as error:
                    _log.warning("board.failed", reason=error.message)
            await asyncio.sleep(max(APART_S, self._took_s))

    async def refresh(self) -> Board:
        """Raises Unavailable."""
        async with self._reading:
            began_s = time.monotonic()
            now = await self._database.read(
                desk_board.read, now_ms=steady_ms(), known=tuple(self.board.chats), remembered=self._remembered
            )
            before, self.board = self.board, now
            self._tell_pages(before, now)
            await self._tell_news()
            waiting = [chat.waiting for chat in now.waiting]
            self._rooms.learn_places(places(waiting, list(now.agents.values()), now.pace))
            self._took_s = time.monotonic() - began_s
            return now

    async def _tell_news(self) -> None:
        """Notes, proposals and shared texts, also those of other gateways and of workers."""
        now_ms = steady_ms()
        since_ms = self.newsboy.next_since_ms(now_ms)
        if shown := self._hall.shown():
            self.newsboy.tell(await self._database.read(desk_news.read, shown, since_ms=since_ms))
        if self._hall.live():
            until_ms = now_ms - TEXT_SETTLES_MS
            self.newsboy.texts(await self._database.read(desk_news.texts, since_ms=since_ms, until_ms=until_ms))

    def _tell_pages(self, before: Board, now: Board) -> None:
        agents = _agent_frames(before, now)
        changed = [chat for key, chat in now.chats.items() if _differs(before.chats.get(key), chat)]
        gone = [chat for key, chat in before.chats.items() if key not in now.chats]
        frames = QueueFrames()
        for page in self._hall.live():
            for frame in agents:
                page.hand(frame)
            self._tell_queue(page, before, changed, gone, frames)
            self._tell_mine(page, before, now, changed, gone)
        self._tell_offers(before, now)

    def _tell_queue(
        self, page: DeskPage, before: Board, changed: list[Chat], gone: list[Chat], frames: QueueFrames
    ) -> None:
        mine = [chat for chat in changed if chat.state == "waiting" and may_see_waiting(page, chat)]
        shown = {chat.conversation_id for chat in mine}
        left = [
            chat.conversation_id
            for chat in (*changed, *gone)
            if chat.conversation_id not in shown and _saw_waiting(page, before.chats.get(chat.conversation_id))
        ]
        if mine or left:
            page.hand(frames.of(mine, left))

    def _tell_mine(self, page: DeskPage, before: Board, now: Board, changed: list[Chat], gone: list[Chat]) -> None:
        name = page.agent.name
        for chat in changed:
            held_before = _holds(before.chats.get(chat.conversation_id), name)
            if _holds(chat, name) or held_before or chat.conversation_id in page.watched:
                page.tell({"type": "conversation", "chat": chat.as_json()})
            self._sit(page, chat)
        for chat in gone:
            if _holds(chat, name) or chat.conversation_id in page.watched:
                page.tell({"type": "conversation", "chat": now.ended.get(chat.conversation_id, chat).as_json()})
            if chat.conversation_id not in page.watched:
                self._hall.unseat(page, chat.conversation_id)

    def _sit(self, page: DeskPage, chat: Chat) -> None:
        if _holds(chat, page.agent.name) or chat.conversation_id in page.watched:
            if self._hall.seat(page, chat.conversation_id, chat.next_seq - 1):
                self._mark(chat.conversation_id)
        else:
            self._hall.unseat(page, chat.conversation_id)

    def _tell_offers(self, before: Board, now: Board) -> None:
        known = {(offer.handoff_id, offer.agent, offer.expires_ms) for offer in before.offers}
        for offer in now.offers:
            if (offer.handoff_id, offer.agent, offer.expires_ms) in known:
                continue
            for page in self._hall.of(offer.agent):
                page.tell(
                    {
                        "type": "offer",
                        "conversation_id": offer.conversation_id,
                        "expires_at": iso(at(offer.expires_ms)),
                    }
                )


def _agent_frames(before: Board, now: Board) -> list[bytes]:
    frames: list[dict[str, Any]] = [
        {"type": "agent", "agent": agent_shown(agent)}
        for name, agent in now.agents.items()
        if before.agents.get(name) != agent
    ]
    frames += [
        {"type": "agent", "agent": agent_shown(agent), "removed": True}
        for name, agent in before.agents.items()
        if name not in now.agents
    ]
    return [orjson.dumps(frame) for frame in frames]


def _differs(before: Chat | None, chat: Chat) -> bool:
    return before is not chat and before != chat


def may_see_waiting(page: DeskPage, chat: Chat) -> bool:
    return page.agent.may_serve(chat.skill, chat.customer_class) or chat.wanted_agent == page.agent.name


def _saw_waiting(page: DeskPage, chat: Chat | None) -> bool:
    return chat is not None and chat.state == "waiting" and may_see_waiting(page, chat)


def _holds(chat: Chat | None, agent: str) -> bool:
    return chat is not None and chat.state == "assigned" and chat.agent == agent
