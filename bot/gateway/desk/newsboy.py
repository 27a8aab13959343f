"""Brings notes and proposals to the pages that show their conversation, and changed shared texts to all pages; each state of
each once on this gateway."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from bot.gateway.desk.hall import Hall
from bot.records.desk_news import News, TextsChanged
from bot.records.notes import Note
from bot.records.proposals import Proposal

OVERLAP_MS = 10_000  # read again each time: a transaction may commit later than the time that it wrote
_REMEMBERED = 5_000


class Newsboy:
    """`note` and `proposal` tell at once what was done here; `tell` what a reading found. `book_changed` is called before
    the pages read the question book again."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._told: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._read_ms: int | None = None
        self.book_changed: Callable[[], None] = lambda: None

    def next_since_ms(self, now_ms: int) -> int:
        """From when the next reading has to look."""
        before, self._read_ms = self._read_ms, now_ms
        return (now_ms if before is None else before) - OVERLAP_MS

    def tell(self, news: News) -> None:
        for note in news.notes:
            self.note(note)
        for proposal in news.proposals:
            self.proposal(proposal)

    def note(self, note: Note) -> None:
        if self._is_new(note.id, ""):
            self._tell(note.conversation_id, {"type": "note", "note": note.as_json()})

    def proposal(self, proposal: Proposal) -> None:
        if self._is_new(proposal.id, f"{proposal.state}/{proposal.changed_ms}"):
            self._tell(proposal.conversation_id, {"type": "proposal", "proposal": proposal.as_json()})

    def texts(self, changed: TextsChanged) -> None:
        """To every page: the canned replies as they are now, or that the question book is to be read again."""
        news = {what for number, what in changed.ids.items() if self._is_new(f"text/{number}", what)}
        if "canned" in news:
            self._tell_all({"what": "canned", "canned": [reply.as_json() for reply in changed.canned or ()]})
        if "knowledge" in news:
            self.book_changed()
            self._tell_all({"what": "knowledge"})

    def _tell_all(self, fields: dict[str, Any]) -> None:
        for page in self._hall.live():
            page.tell({"type": "texts", **fields})

    def _is_new(self, key: str, state: str) -> bool:
        if (key, state) in self._told:
            return False
        self._told[(key, state)] = None
        if len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)
        return True

    def _tell(self, conversation_id: str, frame: dict[str, Any]) -> None:
        for page in self._hall.viewers(conversation_id):
            page.tell({**frame, "conversation_id": conversation_id})
