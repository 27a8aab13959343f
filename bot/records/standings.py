"""How far many conversations have come and who holds them, read at once: what a gateway compares with what it told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.conversation.conversation import Conversation, Holder
from bot.records.tables import conversations

_AT_ONCE = 10_000  # SQLite takes 32,766 values in one statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`epoch` rises with every change of holder, so of two standings the one with the greater epoch is the newer."""

    holder: Holder
    epoch: int
    agent_name: str | None
    next_seq: int

    @classmethod
    def of(cls, conversation: Conversation) -> Standing:
        return cls(
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
    return found
