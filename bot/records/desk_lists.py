"""The desk's lists: pages of conversations, tickets, promises, proposals, the audit log, each narrowed as asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, or_, select, true
from sqlalchemy.engine import Connection

from bot.handoff.agent import Agent
from bot.handoff.chat import Chat
from bot.handoff.skills import EVERY_SKILL
from bot.records import chats, proposals, tickets
from bot.records.care_tables import promises as promise_table
from bot.records.care_tables import proposals as proposal_table
from bot.records.care_tables import tickets as ticket_table
from bot.records.handoff_tables import audit, handoffs, tags
from bot.records.rows import ms
from bot.records.tables import conversations, messages

LISTS = ("waiting", "mine", "all", "ended")
FOR_ANYBODY = ("waiting", "offline")  # states of what any agent of the skill may take up


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which part of a list: `limit` rows after the first `offset`."""

    limit: int
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What narrows a list; None: not narrowed by it. `text` is looked for in what was said."""

    which: str | None = None
    agent: str | None = None
    skill: str | None = None
    emotion: str | None = None
    tag: str | None = None
    customer_id: str | None = None
    text: str | None = None
    status: str | None = None
    topic: str | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    rows: list[Any]
    total: int


def conversations_page(connection: Connection, me: Agent, wanted: Wanted, window: Window) -> Page:
    """Newest first, those that wait by rank; an agent's list holds what she may see."""
    here, hers = handoffs.c, conversations.c
    where = [*_which(wanted, me), *_seen_by(me)]
    for column, value in (
        (here.agent, wanted.agent),
        (here.skill, wanted.skill),
        (here.emotion, wanted.emotion),
        (hers.customer_id, wanted.customer_id),
    ):
        if value is not None:
            where.append(column == value)
    if wanted.tag is not None:
        where.append(exists().where(tags.c.conversation_id == hers.id, tags.c.tag == wanted.tag))
    if wanted.text is not None:
        said = messages.alias("looked_at")
        where.append(exists().where(said.c.conversation_id == hers.id, _holds(said.c.text, wanted.text)))
    where += _between(hers.last_ms, wanted)
    query = chats.with_latest().where(*where)
    total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    order = (here.rank_ms, hers.id) if wanted.which == "waiting" else (hers.last_ms.desc(), hers.id)
    found = chats.read(connection, query.order_by(*order).limit(window.limit).offset(window.offset))
    return Page(rows=found, total=int(total))


def may_see(me: Agent, chat: Chat) -> bool:
    """Hers, once hers, passed on to her, or for one of her skills: waiting, or left as a message; a supervisor sees all."""
    if me.supervises or me.name in (chat.agent, chat.wanted_agent):
        return True
    return chat.state in FOR_ANYBODY and me.may_serve(chat.skill, chat.customer_class)


def _which(wanted: Wanted, me: Agent) -> list[Any]:
    here = handoffs.c
    if wanted.which == "waiting":
        return [here.state == "waiting"]
    if wanted.which == "mine":
        return [here.state == "assigned", here.agent == me.name]
    if wanted.which == "ended":
        return [here.ended_ms.is_not(None)]
    return []


def _seen_by(me: Agent) -> list[Any]:
    if me.supervises:
        return []
    here = handoffs.alias("seen")
    own = exists().where(here.c.conversation_id == conversations.c.id, here.c.agent == me.name)
    return [or_(own, handoffs.c.wanted_agent == me.name, and_(handoffs.c.state.in_(FOR_ANYBODY), _of_her_skills(me)))]


def _of_her_skills(me: Agent) -> Any:
    """`Agent.may_serve` in SQL, so that totals and pages are right."""
    here = handoffs.c
    if EVERY_SKILL in me.skills:
        return true()
    fits = or_(here.skill.is_(None), here.skill.in_(me.skills))
    return or_(fits, here.customer_class == "vip") if "vip" in me.skills else fits


def _holds(column: Any, text: str) -> Any:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return column.like(f"%{escaped}%", escape="\\")


def _between(column: Any, wanted: Wanted) -> list[Any]:
    found = [] if wanted.since is None else [column >= ms(wanted.since)]
    return found if wanted.until is None else [*found, column < ms(wanted.until)]


def tickets_page(connection: Connection, wanted: Wanted, window: Window) -> Page:
    """Newest first."""
    here = ticket_table.c
    where = _between(here.opened_ms, wanted)
    for column, value in ((here.status, wanted.status), (here.assignee, wanted.agent), (here.topic, wanted.topic)):
        if value is not None:
            where.append(column == value)
    if wanted.text is not None:
        where.append(_holds(here.text, wanted.text))
    query = select(ticket_table).where(*where)
    found = tickets.read(
        connection, query.order_by(here.opened_ms.desc(), here.id).limit(window.limit).offset(window.offset)
    )
    return Page(rows=found, total=_count(connection, query))


def promises_page(connection: Connection, wanted: Wanted, window: Window) -> Page:
    """Soonest due first; `until`: due before then; `status` may name several, with commas."""
    here = promise_table.c
    where = [] if wanted.status is None else [here.state.in_(wanted.status.split(","))]
    if wanted.until is not None:
        where.append(here.due_ms < ms(wanted.until))
    query = select(promise_table).where(*where)
    rows = connection.execute(query.order_by(here.due_ms, here.id).limit(window.limit).offset(window.offset))
    return Page(rows=[tickets.promise_of(row) for row in rows], total=_count(connection, query))


def proposals_page(connection: Connection, me: Agent, wanted: Wanted, window: Window) -> Page:
    """Newest first; an agent's are those of conversations that she holds or has held. `status` may name several states."""
    here = proposal_table.c
    where = [] if wanted.status is None else [here.state.in_(wanted.status.split(","))]
    if not me.supervises:
        own = handoffs.alias("own")
        where.append(exists().where(own.c.conversation_id == here.conversation_id, own.c.agent == me.name))
    query = select(proposal_table).where(*where)
    rows = connection.execute(query.order_by(here.made_ms.desc(), here.id).limit(window.limit).offset(window.offset))
    return Page(rows=[proposals.proposal_of(row) for row in rows], total=_count(connection, query))


def audit_page(connection: Connection, wanted: Wanted, window: Window) -> Page:
    """Newest first; the rows as the table has them."""
    here = audit.c
    where = _between(here.at_ms, wanted)
    for column, value in ((here.agent, wanted.agent), (here.action, wanted.action)):
        if value is not None:
            where.append(column == value)
    query = select(audit).where(and_(True, *where))
    rows = connection.execute(query.order_by(here.id.desc()).limit(window.limit).offset(window.offset)).all()
    return Page(rows=rows, total=_count(connection, query))


def _count(connection: Connection, query: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(query.subquery())).scalar_one())
