"""Addresses of uploaded pictures: signed for one conversation, valid for one hour. Pure but for its clock."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from bot.clock import steady_ms

LIFE_S = 3_600
PATH = "/api/v1/uploads"


class ImageUrls:
    """Makes and checks them with one secret; an address says nothing but which picture, until when, and the proof."""

    def __init__(self, secret: str, now_ms: Callable[[], int] = steady_ms) -> None:
        self._secret = secret.encode()
        self._now_ms = now_ms

    def make(self, upload_id: str, conversation_id: str) -> str:
        """A path with its query, on this gateway."""
        until_s = self._now_ms() // 1000 + LIFE_S
        return f"{PATH}/{upload_id}?until={until_s}&proof={self._proof(upload_id, conversation_id, until_s)}"

    def holds(self, upload_id: str, conversation_id: str, *, until: str, proof: str) -> bool:
        """Whether this address was made here for that conversation's picture, and still lives."""
        if not (until.isascii() and until.isdigit()) or len(until) > 12 or not proof.isascii():
            return False
        expected = self._proof(upload_id, conversation_id, int(until))
        return hmac.compare_digest(expected, proof) and int(until) * 1000 > self._now_ms()

    def _proof(self, upload_id: str, conversation_id: str, until_s: int) -> str:
        said = f"{upload_id}\n{conversation_id}\n{until_s}".encode()
        return hmac.new(self._secret, said, hashlib.sha256).hexdigest()[:43]
