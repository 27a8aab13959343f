"""What only supervisors may do, checked before anything else is looked at."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.errors import Forbidden
from bot.gateway.desk.hall import DeskPage
from bot.records import audit, conversations
from bot.records.agent_sessions import Session


def need(page: DeskPage) -> None:
    """Raises Forbidden, whether or not there is such a conversation."""
    if not page.agent.supervises:
        raise Forbidden("supervisors only")


def log_watch(connection: Connection, session: Session, conversation_id: str, *, now_ms: int) -> None:
    """Raises NotFound."""
    if not session.agent.supervises:
        raise Forbidden("supervisors only")
    conversations.get(connection, conversation_id)
    audit.add(connection, session, "watch", conversation_id=conversation_id, now_ms=now_ms)
