"""Proving an order by number and phone tail (design decision 9): the port that counts each miss before it checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofAttempt:
    conversation_id: str
    order_id: str
    address: str  # network address of the shopper, or "" when unknown


class ProofLedger(Protocol):
    """Counts misses in SQL: 5 per conversation, 10 per order in 24 h, 100 per address in 1 h (all settings)."""

    async def begin(self, attempt: ProofAttempt) -> bool:
        """Count this attempt as a miss before anything is checked; False when a limit is already used up."""

    async def clear(self, attempt: ProofAttempt) -> None:
        """The attempt was right: take back the miss that `begin` counted."""
