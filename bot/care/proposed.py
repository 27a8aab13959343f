"""What has become of money that was proposed, as actions may ask: the port, and the one for where nothing is kept."""

from __future__ import annotations

from typing import Protocol


class ProposalBook(Protocol):
    async def state_of(self, what: str, order_id: str, amount_fen: int) -> str | None:
        """open, approved (and not paid yet) or paid for at least this amount; None when it may be proposed (again)."""


class NothingProposed:
    """A ProposalBook without pages."""

    async def state_of(self, what: str, order_id: str, amount_fen: int) -> str | None:
        return None
