"""Suggested replies: asks the shop's question book and past chats, and keeps both indexes for a while."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from bot.care.knowledge import Shelf
from bot.clock import utc_now
from bot.errors import ShopUnavailable
from bot.handoff.suggest import AT_MOST, PastChats, Suggestion, best
from bot.records import past_replies
from bot.records.database import Database
from bot.shop.port import ShopClient

_KEPT_S = 60.0


class Suggestions:
    """Good for one gateway; each question costs a few ms."""

    def __init__(self, shop: ShopClient, database: Database, now_s: Callable[[], float] = time.monotonic) -> None:
        self._shelf = Shelf(shop)
        self._database = database
        self._now_s = now_s
        self._past: PastChats | None = None
        self._read_at_s = 0.0

    def book_changed(self) -> None:
        self._shelf.is_stale()

    async def for_conversation(self, conversation_id: str) -> list[dict[str, Any]]:
        """At most three, as the wire has them."""
        text = await self._database.read(past_replies.last_words, conversation_id)
        if not text:
            return []
        past = await self._past_chats()
        found = best(await self.from_book(text, AT_MOST), await asyncio.to_thread(past.nearest, text))
        return [each.as_json() for each in found]

    async def from_book(self, text: str, limit: int) -> list[Suggestion]:
        """The shop's answers to much the same question, best first; none while the shop does not answer."""
        try:
            knowledge = await self._shelf.knowledge()
        except ShopUnavailable:
            return []
        return [
            Suggestion(
                text=answer.entry.answer,
                kind="faq",
                ref=answer.entry.entry_id,
                title=answer.entry.questions[0] if answer.entry.questions else answer.entry.entry_id,
                score=answer.score,
            )
            for answer in knowledge.ranked(text, utc_now(), limit)
        ]

    async def _past_chats(self) -> PastChats:
        if self._past is None or self._now_s() - self._read_at_s > _KEPT_S:
            pairs = await self._database.read(past_replies.pairs)
            self._past, self._read_at_s = await asyncio.to_thread(PastChats, pairs), self._now_s()
        return self._past
