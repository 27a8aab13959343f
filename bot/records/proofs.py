"""SqlProofLedger: counting wrong phone tails in SQL, before anything is checked (design decision 9)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import Connection

from bot.clock import steady_ms
from bot.records.database import Database
from bot.records.tables import proof_misses, proven_orders
from bot.settings import Settings
from bot.shop.proof import ProofAttempt

_HOUR_MS = 3_600_000
_DAY_MS = 24 * _HOUR_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofLimits:
    per_conversation: int = 5
    per_order: int = 10
    per_address: int = 100

    @classmethod
    def of(cls, settings: Settings) -> ProofLimits:
        return cls(
            per_conversation=settings.proof_misses_per_conversation,
            per_order=settings.proof_misses_per_order,
            per_address=settings.proof_misses_per_address,
        )


class SqlProofLedger:
    """A ProofLedger over the record. `begin` counts and decides in one writing transaction: two cannot both be the last."""

    def __init__(self, database: Database, limits: ProofLimits | None = None) -> None:
        self._database = database
        self._limits = limits or ProofLimits()

    async def begin(self, attempt: ProofAttempt) -> bool:
        return await self._database.write(_begin, attempt, self._limits, now_ms=steady_ms())

    async def clear(self, attempt: ProofAttempt) -> None:
        await self._database.write(_clear, attempt)


def _begin(connection: Connection, attempt: ProofAttempt, limits: ProofLimits, *, now_ms: int) -> bool:
    if _used_up(connection, attempt, limits, now_ms):
        return False
    connection.execute(
        proof_misses.insert().values(
            conversation_id=attempt.conversation_id,
            order_id=attempt.order_id,
            address=attempt.address,
            at_ms=now_ms,
        )
    )
    return True


def _used_up(connection: Connection, attempt: ProofAttempt, limits: ProofLimits, now_ms: int) -> bool:
    here = proof_misses.c
    counts = [
        (here.conversation_id == attempt.conversation_id, limits.per_conversation),
        ((here.order_id == attempt.order_id) & (here.at_ms > now_ms - _DAY_MS), limits.per_order),
    ]
    if attempt.address:
        counts.append(((here.address == attempt.address) & (here.at_ms > now_ms - _HOUR_MS), limits.per_address))
    return any(
        connection.execute(select(func.count()).select_from(proof_misses).where(where)).scalar_one() >= limit
        for where, limit in counts
    )


def _clear(connection: Connection, attempt: ProofAttempt) -> None:
    newest = connection.execute(
        select(func.max(proof_misses.c.id)).where(
            proof_misses.c.conversation_id == attempt.conversation_id,
            proof_misses.c.order_id == attempt.order_id,
            proof_misses.c.address == attempt.address,
        )
    ).scalar_one()
    if newest is not None:
        connection.execute(delete(proof_misses).where(proof_misses.c.id == newest))


def forget_whose(connection: Connection, conversation_ids: Collection[str], *, now_ms: int) -> None:
    """For erasure: misses that no limit counts any more go; the others stay as long as they count, without whose they were.

    Otherwise erasing a conversation would give back its guesses at an order.
    """
    here = proof_misses.c
    theirs = here.conversation_id.in_(conversation_ids)
    connection.execute(delete(proof_misses).where(theirs, here.at_ms <= now_ms - _DAY_MS))
    connection.execute(update(proof_misses).where(theirs, here.at_ms <= now_ms - _HOUR_MS).values(address=""))
    connection.execute(update(proof_misses).where(theirs).values(conversation_id=""))


def proven(connection: Connection, conversation_id: str) -> tuple[str, ...]:
    """The orders that this conversation has proven, oldest proof first."""
    here = proven_orders.c
    rows = connection.execute(select(here.order_id).where(here.conversation_id == conversation_id).order_by(here.at_ms))
    return tuple(row.order_id for row in rows)
