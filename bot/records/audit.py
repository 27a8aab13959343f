"""The log of what people did at the desk: written in the transaction of the deed, never changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Connection

from bot.records.agent_sessions import Session
from bot.records.handoff_tables import audit
from bot.records.rows import dumps


def add(
    connection: Connection,
    session: Session,
    action: str,
    *,
    now_ms: int,
    conversation_id: str | None = None,
    target: str | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """`target` is whom or what it was about (an agent, a ticket); `detail` holds no text of the shopper's."""
    connection.execute(
        audit.insert().values(
            at_ms=now_ms,
            agent=session.agent.name,
            address=session.address,
            action=action,
            conversation_id=conversation_id,
            target=target,
            detail=dumps(detail) if detail else None,
        )
    )


def add_for(
    connection: Connection,
    agent: str,
    action: str,
    *,
    now_ms: int,
    conversation_id: str,
    target: str,
    detail: dict[str, Any],
) -> None:
    """What followed by itself from something that this agent decided before; there is no address then."""
    connection.execute(
        audit.insert().values(
            at_ms=now_ms, agent=agent, address="", action=action, conversation_id=conversation_id, target=target,
            detail=dumps(detail),
        )
    )  # fmt: skip
