"""Opening conversations and the tokens that open them; the holder; what the shopper has seen."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.conversation.conversation import WEB, Conversation, Holder
from bot.errors import Conflict, NotFound, Unauthorised
from bot.records.rows import conversation_of
from bot.records.tables import conversations, tokens

TOKEN_LIFE_MS = 30 * 86_400_000
RESUMABLE_MS = 30 * 86_400_000
_TOUCH_EVERY_MS = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a new visitor gets; `token` is told once and only its hash is stored."""

    conversation: Conversation
    token: str
    expires_ms: int


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def open_web(
    connection: Connection, *, now_ms: int, address: str, locale: str = "zh-CN", customer_id: str | None = None
) -> Visit:
    """A new, empty conversation of the widget."""
    conversation_id = _insert(connection, now_ms, space=WEB, address=address, locale=locale, customer_id=customer_id)
    return _visit(connection, conversation_id, now_ms)


def resume_web(connection: Connection, *, now_ms: int, customer_id: str) -> Visit | None:
    """The customer's latest conversation of 30 days, under a further token; None when there is none."""
    row = connection.execute(
        select(conversations.c.id)
        .where(
            conversations.c.customer_id == customer_id,
            conversations.c.space == WEB,
            conversations.c.last_ms > now_ms - RESUMABLE_MS,
        )
        .order_by(conversations.c.last_ms.desc(), conversations.c.id)
        .limit(1)
    ).one_or_none()
    return None if row is None else _visit(connection, row.id, now_ms)


def open_channel(connection: Connection, *, space: str, sender: str, now_ms: int, address: str) -> Conversation:
    """The conversation of a channel's sender, made at its first message."""
    row = connection.execute(
        select(conversations).where(conversations.c.space == space, conversations.c.sender == sender)
    ).one_or_none()
    if row is not None:
        return conversation_of(row, now_ms=now_ms)
    conversation_id = _insert(connection, now_ms, space=space, sender=sender, address=address, locale="zh-CN")
    return get(connection, conversation_id, now_ms=now_ms)


def _insert(connection: Connection, now_ms: int, **given: Any) -> str:
    row = {
        "id": str(uuid.uuid4()),
        "visitor_id": str(uuid.uuid4()),
        "holder": "bot",
        "epoch": 0,
        "next_seq": 1,
        "created_ms": now_ms,
        "last_ms": now_ms,
        **given,
    }
    connection.execute(conversations.insert().values(row))
    return str(row["id"])


def _visit(connection: Connection, conversation_id: str, now_ms: int) -> Visit:
    token = secrets.token_urlsafe(32)
    connection.execute(
        tokens.insert().values(token_hash=hash_token(token), conversation_id=conversation_id, used_ms=now_ms)
    )
    conversation = get(connection, conversation_id, now_ms=now_ms)
    return Visit(conversation=conversation, token=token, expires_ms=now_ms + TOKEN_LIFE_MS)


def get(connection: Connection, conversation_id: str, *, now_ms: int = 0) -> Conversation:
    """Raises NotFound."""
    row = connection.execute(select(conversations).where(conversations.c.id == conversation_id)).one_or_none()
    if row is None:
        raise NotFound("no such conversation")
    return conversation_of(row, now_ms=now_ms)


def by_token(connection: Connection, token: str, *, now_ms: int) -> Conversation:
    """The one conversation that this token opens; Unauthorised when it is unknown or unused for 30 days."""
    row = connection.execute(
        select(conversations)
        .join(tokens, tokens.c.conversation_id == conversations.c.id)
        .where(tokens.c.token_hash == hash_token(token), tokens.c.used_ms > now_ms - TOKEN_LIFE_MS)
    ).one_or_none()
    if row is None:
        raise Unauthorised("the token is unknown or expired: ask for a new one at /api/v1/visitors")
    return conversation_of(row, now_ms=now_ms)


def token_is_stale(connection: Connection, token: str, *, now_ms: int) -> bool:
    """Whether `touch_token` would note anything: spares a writing transaction."""
    row = connection.execute(select(tokens.c.used_ms).where(tokens.c.token_hash == hash_token(token))).one_or_none()
    return row is not None and row.used_ms < now_ms - _TOUCH_EVERY_MS


def touch_token(connection: Connection, token: str, *, now_ms: int) -> None:
    """Note that the token was used, at most once an hour."""
    connection.execute(
        update(tokens)
        .where(tokens.c.token_hash == hash_token(token), tokens.c.used_ms < now_ms - _TOUCH_EVERY_MS)
        .values(used_ms=now_ms)
    )


def bind_customer(connection: Connection, conversation_id: str, customer_id: str) -> None:
    """A guest logged in. Conflict when the conversation is another customer's already."""
    changed = connection.execute(
        update(conversations)
        .where(
            conversations.c.id == conversation_id,
            conversations.c.customer_id.is_(None) | (conversations.c.customer_id == customer_id),
        )
        .values(customer_id=customer_id)
    )
    if changed.rowcount != 1:
        raise Conflict("this conversation belongs to another customer: open a new one")


def change_holder(
    connection: Connection, conversation_id: str, *, epoch: int, holder: Holder, agent_name: str | None = None
) -> bool:
    """Compare-and-set: False when somebody else changed the holder since `epoch`."""
    changed = connection.execute(
        update(conversations)
        .where(conversations.c.id == conversation_id, conversations.c.epoch == epoch)
        .values(holder=holder, agent_name=agent_name, epoch=epoch + 1)
    )
    return bool(changed.rowcount == 1)


def seen_by_shopper(connection: Connection, conversation_id: str, seq: int) -> bool:
    """Raise how far the shopper has read, never beyond what was said; False when nothing changed."""
    changed = connection.execute(
        update(conversations)
        .where(
            conversations.c.id == conversation_id,
            conversations.c.shopper_seen < seq,
            conversations.c.next_seq > seq,
        )
        .values(shopper_seen=seq)
    )
    return bool(changed.rowcount == 1)
