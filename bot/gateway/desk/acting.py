"""Acting at the desk: every deed is one transaction that first proves the session of the page that asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.engine import Connection

from bot.clock import steady_ms
from bot.errors import InvalidFrame, TooLong
from bot.gateway.desk.hall import DeskPage
from bot.gateway.parts import Parts
from bot.records import agent_sessions
from bot.text.admissible import fault_in

T = TypeVar("T")


async def write(parts: Parts, page: DeskPage, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Run `work(connection, session, …, now_ms=…)` as a transaction in this page's name."""
    return await parts.database.write(_in_her_name, page.session, work, args, kwargs)


def _in_her_name(
    connection: Connection, token_hash: str, work: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> T:
    now_ms = steady_ms()
    session = agent_sessions.acting(connection, token_hash, now_ms=now_ms)
    return work(connection, session, *args, now_ms=now_ms, **kwargs)


def checked(text: str | None) -> str | None:
    """The text itself. Raises InvalidFrame, TooLong."""
    if text is None:
        return None
    fault = fault_in(text)
    if fault == "too_long":
        raise TooLong("the text is too long")
    if fault is not None:
        raise InvalidFrame("there is nothing to read in the text")
    return text


def holds(parts: Parts, page: DeskPage, conversation_id: str) -> bool:
    """By this gateway's newest picture: for what is shown and not stored."""
    chat = parts.desk.keeper.board.chats.get(conversation_id)
    return chat is not None and chat.state == "assigned" and chat.agent == page.agent.name
