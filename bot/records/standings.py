"""How far many conversations have come and who holds them, read at once: what a gateway compares with what it told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.conversation.conversation import Conversation, Holder
from bot.records import ratings
from bot.records.tables import conversations

_AT_ONCE = 10_000  # SQLite takes 32,766 values in one statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`epoch` rises with every change of holder, so of two standings the one with the greater epoch is the newer.

    `rate`: the conversation has ended, and she has not said yet how it was (nor is she not to be asked).
    """

    holder: Holder
    epoch: int
    agent_name: str | None
    next_seq: int
    rate: bool = False

    @classmethod
    def of(cls, conversation: Conversation, *, rate: bool = False) -> Standing:
        return cls(
            rate=rate,
            holder=conversation.holder,
            epoch=conversation.epoch,
            agent_name=conversation.agent_name,
            next_seq=conversation.next_seq,
        )


def read(connection: Connection, conversation_ids: Collection[str]) -> dict[str, Standing]:
    """By conversation id; one that does not exist (any more) is absent."""
    here = conversations.c
    columns = select(here.id, here.holder, here.epoch, here.agent_name, here.next_seq)
    wanted = list(conversation_ids)
    found: dict[str, Standing] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        for row in connection.execute(columns.where(here.id.in_(wanted[start : start + _AT_ONCE]))):
            found[row.id] = Standing(
                holder=row.holder, epoch=row.epoch, agent_name=row.agent_name, next_seq=row.next_seq
            )
    return {key: _with_rating(connection, key, standing) for key, standing in found.items()}


def _with_rating(connection: Connection, conversation_id: str, standing: Standing) -> Standing:
    if standing.holder != "nobody" or not ratings.is_wanted(connection, conversation_id, standing.next_seq):
        return standing
    return replace(standing, rate=True)
