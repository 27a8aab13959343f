"""Signing in at the desk: sessions under a token's hash, and the lock after wrong passwords, both in SQL."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import Connection

from bot.errors import RateLimited, Unauthorised
from bot.handoff.agent import Agent
from bot.records.agents import agent_of
from bot.records.conversations import hash_token
from bot.records.handoff_tables import agent_sessions, agents, login_misses

SESSION_MS = 12 * 3_600_000
MISSES = 5
MISSES_WITHIN_MS = 5 * 60_000
_TOUCH_EVERY_MS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """`token_hash` names it inside the server; the token itself is only in her cookie."""

    agent: Agent
    token_hash: str
    address: str


def check_lock(connection: Connection, name: str, address: str, *, now_ms: int) -> None:
    """Raises RateLimited while this pair of name and address has too many misses."""
    here = login_misses.c
    recent = connection.execute(
        select(func.count(), func.min(here.at_ms)).where(
            here.name == name, here.address == address, here.at_ms > now_ms - MISSES_WITHIN_MS
        )
    ).one()
    if recent[0] >= MISSES:
        wait_ms = recent[1] + MISSES_WITHIN_MS - now_ms
        raise RateLimited("too many wrong passwords", retry_after_s=max(1.0, wait_ms / 1000))


def count_miss(connection: Connection, name: str, address: str, *, now_ms: int) -> int:
    """Count before anything is checked, as with proofs; returns the entry's id, for `forget_miss`."""
    check_lock(connection, name, address, now_ms=now_ms)
    connection.execute(delete(login_misses).where(login_misses.c.at_ms < now_ms - 24 * MISSES_WITHIN_MS))
    added = connection.execute(login_misses.insert().values(name=name, address=address, at_ms=now_ms))
    return int(added.inserted_primary_key[0])


def open_session(connection: Connection, name: str, address: str, *, now_ms: int, forget: bool = True) -> str:
    """The new session's token, told once. The password has been checked; the pair's misses are forgotten."""
    if forget:
        connection.execute(delete(login_misses).where(login_misses.c.name == name, login_misses.c.address == address))
    token = secrets.token_urlsafe(32)
    connection.execute(
        agent_sessions.insert().values(
            token_hash=hash_token(token), agent=name, address=address, created_ms=now_ms, used_ms=now_ms
        )
    )
    return token


def acting(connection: Connection, token_hash: str, *, now_ms: int) -> Session:
    """Who acts by this session, as she is at this moment. Raises Unauthorised when it has ended or she is disabled."""
    row = connection.execute(
        select(agents, agent_sessions.c.address)
        .join(agent_sessions, agent_sessions.c.agent == agents.c.name)
        .where(
            agent_sessions.c.token_hash == token_hash,
            agent_sessions.c.ended_ms.is_(None),
            agent_sessions.c.used_ms > now_ms - SESSION_MS,
            agents.c.disabled_ms.is_(None),
        )
    ).one_or_none()
    if row is None:
        raise Unauthorised("the session has ended: sign in again")
    return Session(agent=agent_of(row), token_hash=token_hash, address=row.address)


def alive(connection: Connection, token_hashes: Collection[str], *, now_ms: int) -> dict[str, Agent]:
    """Those of these sessions that still hold, with whom they speak for."""
    rows = connection.execute(
        select(agents, agent_sessions.c.token_hash)
        .join(agent_sessions, agent_sessions.c.agent == agents.c.name)
        .where(
            agent_sessions.c.token_hash.in_(list(token_hashes)),
            agent_sessions.c.ended_ms.is_(None),
            agent_sessions.c.used_ms > now_ms - SESSION_MS,
            agents.c.disabled_ms.is_(None),
        )
    )
    return {row.token_hash: agent_of(row) for row in rows}


def touch(connection: Connection, token_hashes: Collection[str], *, now_ms: int) -> None:
    """They are in use; noted at most once a minute."""
    connection.execute(
        update(agent_sessions)
        .where(
            agent_sessions.c.token_hash.in_(list(token_hashes)),
            agent_sessions.c.used_ms < now_ms - _TOUCH_EVERY_MS,
        )
        .values(used_ms=now_ms)
    )


def end(connection: Connection, token_hash: str, *, now_ms: int) -> None:
    connection.execute(
        update(agent_sessions)
        .where(agent_sessions.c.token_hash == token_hash, agent_sessions.c.ended_ms.is_(None))
        .values(ended_ms=now_ms)
    )


def has_any(connection: Connection, name: str, *, now_ms: int) -> bool:
    """Whether she is signed in anywhere."""
    here = agent_sessions.c
    found = select(here.token_hash).where(
        here.agent == name, here.ended_ms.is_(None), here.used_ms > now_ms - SESSION_MS
    )
    return connection.execute(found.limit(1)).one_or_none() is not None


def are_stale(connection: Connection, token_hashes: Collection[str], *, now_ms: int) -> bool:
    """Whether `touch` would note anything: spares a writing transaction."""
    here = agent_sessions.c
    found = select(here.token_hash).where(
        here.token_hash.in_(list(token_hashes)), here.used_ms < now_ms - _TOUCH_EVERY_MS
    )
    return connection.execute(found.limit(1)).one_or_none() is not None
