"""REST of what is owed to shoppers: tickets, promises, proposals; and all about one customer."""

from __future__ import annotations

import msgspec
from aiohttp import web
from sqlalchemy.engine import Connection

from bot.clock import steady_ms
from bot.errors import InvalidFrame, NotFound, ShopUnavailable, Unavailable
from bot.gateway.desk import dossiers, paging
from bot.gateway.desk.sessions import acting
from bot.gateway.parts import PARTS
from bot.gateway.rest import answer, read_body
from bot.handoff.agent import Agent
from bot.records import agents, audit, bad_ratings, desk_lists, notes, tickets
from bot.records.agent_sessions import Session
from bot.records.care_tables import tickets as ticket_table
from bot.records.desk_lists import Wanted, Window
from bot.records.tickets import STATUSES, Promise, Ticket
from bot.text import admissible

_SHOWN = 50


class TicketChange(msgspec.Struct, frozen=True, kw_only=True):
    status: str | None = None
    assignee: str | None = None
    note: str | None = None
    approve: str | None = None  # the first reply, as the draft has it or as she changed it


async def ticket_list(request: web.Request) -> web.Response:
    """GET /api/v1/desk/tickets"""
    await acting(request)
    parts = request.app[PARTS]
    page = await parts.database.read(desk_lists.tickets_page, paging.wanted_of(request), paging.window_of(request))
    return paging.listed(request, [ticket.as_json() for ticket in page.rows], page.total, "tickets")


async def ticket(request: web.Request) -> web.Response:
    """GET /api/v1/desk/tickets/{id}"""
    await acting(request)
    found = await request.app[PARTS].database.read(tickets.get, request.match_info["id"])
    return answer(found.as_json())


async def change_ticket(request: web.Request) -> web.Response:
    """POST /api/v1/desk/tickets/{id}"""
    session, parts = await acting(request), request.app[PARTS]
    body = await read_body(request, TicketChange)
    if body.status is not None and body.status not in STATUSES:
        raise InvalidFrame("status must be open, doing or settled")
    if body.note is not None and not 0 < len(body.note) <= 2_000:
        raise InvalidFrame("the note is empty or too long")
    if body.approve is not None:
        return await _approved(request, session, body.approve)
    changed = await parts.database.write(_changed, session, request.match_info["id"], body, now_ms=steady_ms())
    return answer(changed.as_json())


async def _approved(request: web.Request, session: Session, text: str) -> web.Response:
    """The reply to a bad rating goes out under her name; a second yes sends nothing."""
    if admissible.fault_in(text) is not None:
        raise InvalidFrame("the reply is empty or too long")
    parts = request.app[PARTS]
    done = await parts.database.write(bad_ratings.approve, session, request.match_info["id"], text, now_ms=steady_ms())
    if done.message is not None:
        parts.announcer.said((done.message,))
        parts.desk.ring()
    return answer(done.ticket.as_json())


def _changed(connection: Connection, session: Session, ticket_id: str, body: TicketChange, *, now_ms: int) -> Ticket:
    if body.assignee:
        agents.get(connection, body.assignee)
    changed = tickets.change(connection, ticket_id, status=body.status, assignee=body.assignee, now_ms=now_ms)
    if body.note:
        notes.add(
            connection, changed.conversation_id, kind="note", text=body.note, agent=session.agent.name, now_ms=now_ms
        )
    audit.add(
        connection, session, "ticket", conversation_id=changed.conversation_id, target=ticket_id,
        detail={"status": body.status, "assignee": body.assignee}, now_ms=now_ms,
    )  # fmt: skip
    return changed


async def promise_list(request: web.Request) -> web.Response:
    """GET /api/v1/desk/promises"""
    await acting(request)
    parts = request.app[PARTS]
    page = await parts.database.read(desk_lists.promises_page, paging.wanted_of(request), paging.window_of(request))
    return paging.listed(request, [promise.as_json() for promise in page.rows], page.total, "promises")


async def keep_promise(request: web.Request) -> web.Response:
    """POST /api/v1/desk/promises/{id}/kept"""
    session, parts = await acting(request), request.app[PARTS]
    number = request.match_info["id"]
    if not (number.isascii() and number.isdigit()) or len(number) > 9:
        raise NotFound("no such promise")
    kept = await parts.database.write(_kept, session, int(number), now_ms=steady_ms())
    return answer(kept.as_json())


def _kept(connection: Connection, session: Session, promise_id: int, *, now_ms: int) -> Promise:
    kept = tickets.keep_promise(connection, promise_id, now_ms=now_ms)
    audit.add(
        connection, session, "promise_kept", conversation_id=kept.conversation_id, target=str(promise_id), now_ms=now_ms
    )
    return kept


async def proposal_list(request: web.Request) -> web.Response:
    """GET /api/v1/desk/proposals"""
    session, parts = await acting(request), request.app[PARTS]
    page = await parts.database.read(
        desk_lists.proposals_page, session.agent, paging.wanted_of(request), paging.window_of(request)
    )
    return paging.listed(request, [proposal.as_json() for proposal in page.rows], page.total, "proposals")


async def reasons(request: web.Request) -> web.Response:
    """GET /api/v1/desk/reasons"""
    await acting(request)
    parts = request.app[PARTS]
    try:
        rules = await parts.payer.shop.service_rules()
    except ShopUnavailable as error:
        raise Unavailable("the shop does not answer") from error
    known = rules.reasons.at(parts.hours.now())
    rows = [
        {"code": each.code, "title": each.title, "types": list(each.types)} for each in (known.reasons if known else ())
    ]
    return paging.listed(request, rows, len(rows), "reasons")


async def customer(request: web.Request) -> web.Response:
    """GET /api/v1/desk/customers/{id}"""
    session, parts = await acting(request), request.app[PARTS]
    customer_id = request.match_info["id"]
    page, hers = await parts.database.read(_of_customer, session.agent, customer_id)
    if not page.rows and not session.agent.supervises:
        raise NotFound("no such customer, or none of yours")
    found, orders, reached = await dossiers.of_the_shop(parts, customer_id, ())
    if not reached:
        raise Unavailable("the shop does not answer")
    if found is None:
        raise NotFound("no such customer")
    return answer(
        {
            "customer": dossiers.customer_shown(found),
            "orders": [dossiers.order_shown(order) for order in orders],
            "conversations": [chat.as_json() for chat in page.rows],
            "tickets": [each.as_json() for each in hers],
        }
    )


def _of_customer(connection: Connection, me: Agent, customer_id: str) -> tuple[desk_lists.Page, list[Ticket]]:
    page = desk_lists.conversations_page(connection, me, Wanted(customer_id=customer_id), Window(limit=_SHOWN))
    query = ticket_table.select().where(ticket_table.c.customer_id == customer_id)
    return page, tickets.read(connection, query.order_by(ticket_table.c.opened_ms.desc()).limit(_SHOWN))
