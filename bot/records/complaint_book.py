"""The ComplaintBook (bot.care.complaints) over the record: how a matter stands, what its remedies have cost so far."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.engine import Connection

from bot.care.complaints import FOLLOWED_DAYS, Complainant, Standing, TicketView
from bot.care.remedy import Limits, Spent
from bot.records.care_tables import promises, remedies, ticket_steps, tickets
from bot.records.database import Database
from bot.records.rows import at, ms

_GIVEN = ("accepted", "done", "unknown")
_SHOWN = 5


class SqlComplaintBook:
    def __init__(self, database: Database, limits: Limits) -> None:
        self._database = database
        self._limits = limits

    async def standing(self, who: Complainant, matter: str, cause: str, now: datetime) -> Standing:
        return await self._database.read(_standing, who, matter, cause, now, self._limits)

    async def of(self, who: Complainant) -> tuple[TicketView, ...]:
        return await self._database.read(_of, who)


def _standing(
    connection: Connection, who: Complainant, matter: str, cause: str, now: datetime, limits: Limits
) -> Standing:
    here = tickets.c
    row = connection.execute(select(tickets).where(here.matter == matter).limit(1)).one_or_none()
    return Standing(
        ticket=None if row is None else _view(connection, row),
        again=_again(connection, who, matter, cause, now),
        heard=_heard(connection, who),
        spent=_spent(connection, who, now, limits),
    )


def _again(connection: Connection, who: Complainant, matter: str, cause: str, now: datetime) -> int:
    here = tickets.c
    since_ms = ms(now - timedelta(days=FOLLOWED_DAYS))
    query = select(func.count()).where(
        _hers(who), here.cause == cause, here.opened_ms > since_ms, or_(here.matter.is_(None), here.matter != matter)
    )
    return int(connection.execute(query).scalar_one())


def _heard(connection: Connection, who: Complainant) -> tuple[str, ...]:
    here = ticket_steps.c
    rows = connection.execute(
        select(here.detail).where(here.conversation_id == who.conversation_id, here.step == "raised").order_by(here.id)
    )
    keys = (json.loads(row.detail or "{}").get("comfort") for row in rows)
    return tuple(dict.fromkeys(key for key in keys if key))


def _spent(connection: Connection, who: Complainant, now: datetime, limits: Limits) -> Spent:
    """Goodwill that was given, accepted, or may have been given."""
    here = remedies.c
    month_ms = ms(now - timedelta(days=limits.customer_days))
    midnight_ms = ms(now.replace(hour=0, minute=0, second=0, microsecond=0))
    whose = here.customer_id == who.customer_id if who.customer_id else here.conversation_id == who.conversation_id
    return Spent(
        order_fen=_sum(connection, here.order_id == who.order_id) if who.order_id else 0,
        customer_fen=_sum(connection, and_(whose, here.at_ms > month_ms)),
        day_fen=_sum(connection, here.at_ms >= midnight_ms),
    )


def _sum(connection: Connection, where: Any) -> int:
    query = select(func.coalesce(func.sum(remedies.c.amount_fen), 0)).where(remedies.c.state.in_(_GIVEN), where)
    return int(connection.execute(query).scalar_one())


def _of(connection: Connection, who: Complainant) -> tuple[TicketView, ...]:
    here = tickets.c
    rows = connection.execute(
        select(tickets)
        .where(_hers(who), here.cause.is_not(None))
        .order_by(here.opened_ms.desc(), here.id)
        .limit(_SHOWN)
    ).all()
    return tuple(_view(connection, row) for row in rows)


def _hers(who: Complainant) -> Any:
    here = tickets.c
    if who.customer_id is None:
        return here.conversation_id == who.conversation_id
    return or_(here.customer_id == who.customer_id, here.conversation_id == who.conversation_id)


def _view(connection: Connection, row: Any) -> TicketView:
    here = promises.c
    owed = connection.execute(
        select(promises)
        .where(here.ticket_id == row.id, here.state.in_(("open", "broken")))
        .order_by(here.state.desc(), here.due_ms)  # open before broken
        .limit(1)
    ).one_or_none()
    states = {
        each.name: each.state for each in connection.execute(select(remedies).where(remedies.c.ticket_id == row.id))
    }
    return TicketView(
        ticket_id=row.id,
        cause=row.cause or "general",
        status=row.status,
        order_id=row.order_id,
        subject=row.subject,
        what=owed.what if owed else None,
        due_at=at(owed.due_ms) if owed else None,
        broken=bool(owed) and owed.state == "broken",
        offered=tuple(states),
        rejected=tuple(name for name, state in states.items() if state == "rejected"),
        accepted=tuple(name for name, state in states.items() if state not in ("offered", "rejected")),
        times=row.times,
        misses=row.misses,
    )
