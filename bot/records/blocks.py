"""Keeping somebody out for a time, with a reason: her conversation, and for a customer those that she opens meanwhile.

An erasure takes it all but this: a keyed hash of a customer who is still kept out, and until when. `key` is the instance's
own secret, without which a hash says nothing of anybody.
"""

from __future__ import annotations

import hashlib
import hmac

from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import Connection

from bot.records import audit
from bot.records import messages as message_records
from bot.records.agent_sessions import Session
from bot.records.handoff_tables import blocks, kept_out
from bot.records.tables import conversations

BLOCKS = "blocks"  # the secret's name (Settings.secret)


def block(
    connection: Connection, session: Session, conversation_id: str, *, until_ms: int, reason: str, now_ms: int
) -> None:
    """Raises NotFound. Whoever calls has checked that she may."""
    row = message_records.lock(connection, conversation_id)
    connection.execute(
        blocks.insert().values(
            conversation_id=conversation_id,
            customer_id=row.customer_id,
            until_ms=until_ms,
            reason=reason,
            agent=session.agent.name,
            at_ms=now_ms,
        )
    )
    _set(connection, row.id, row.customer_id, until_ms)
    audit.add(
        connection, session, "block", conversation_id=conversation_id, now_ms=now_ms,
        detail={"until_ms": until_ms, "reason": reason},
    )  # fmt: skip


def lift(connection: Connection, session: Session, conversation_id: str, *, key: str, now_ms: int) -> None:
    """Raises NotFound."""
    row = message_records.lock(connection, conversation_id)
    whose = blocks.c.conversation_id == conversation_id
    if row.customer_id:
        whose = whose | (blocks.c.customer_id == row.customer_id)
        connection.execute(delete(kept_out).where(kept_out.c.who == _hashed(key, row.customer_id)))
    connection.execute(update(blocks).where(whose, blocks.c.lifted_ms.is_(None)).values(lifted_ms=now_ms))
    _set(connection, row.id, row.customer_id, None)
    audit.add(connection, session, "unblock", conversation_id=conversation_id, now_ms=now_ms)


def keep_out(connection: Connection, conversation_id: str, customer_id: str, *, key: str, now_ms: int) -> None:
    """A customer who is kept out opens a conversation, or says who she is in one: it is closed for as long."""
    erased = select(kept_out.c.until_ms).where(
        kept_out.c.who == _hashed(key, customer_id), kept_out.c.until_ms > now_ms
    )
    found = (_until_ms(connection, customer_id, now_ms), connection.execute(erased).scalar_one_or_none())
    until_ms = max((each for each in found if each is not None), default=None)
    if until_ms is not None:
        connection.execute(
            update(conversations).where(conversations.c.id == conversation_id).values(blocked_until_ms=until_ms)
        )


def outlive(connection: Connection, customer_id: str, *, key: str, now_ms: int) -> None:
    """Her conversations are about to be erased: that she is kept out, and until when, stays."""
    connection.execute(delete(kept_out).where(kept_out.c.until_ms <= now_ms))
    until_ms = _until_ms(connection, customer_id, now_ms)
    if until_ms is None:
        return
    who = _hashed(key, customer_id)
    known = connection.execute(select(kept_out.c.until_ms).where(kept_out.c.who == who)).scalar_one_or_none()
    connection.execute(delete(kept_out).where(kept_out.c.who == who))
    connection.execute(kept_out.insert().values(who=who, until_ms=max(until_ms, known or 0)))


def _until_ms(connection: Connection, customer_id: str, now_ms: int) -> int | None:
    here = blocks.c
    found = connection.execute(
        select(func.max(here.until_ms)).where(
            here.customer_id == customer_id, here.lifted_ms.is_(None), here.until_ms > now_ms
        )
    ).scalar_one()
    return None if found is None else int(found)


def _hashed(key: str, customer_id: str) -> str:
    return hmac.new(key.encode(), customer_id.encode(), hashlib.sha256).hexdigest()


def _set(connection: Connection, conversation_id: str, customer_id: str | None, until_ms: int | None) -> None:
    whose = conversations.c.id == conversation_id
    if customer_id:
        whose = whose | (conversations.c.customer_id == customer_id)
    connection.execute(update(conversations).where(whose).values(blocked_until_ms=until_ms))
