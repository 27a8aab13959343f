"""REST of after-sale cases that wait for a person: the list, and saying yes or no by the shop's rules.

They are decided here only where they are in our own database; of a shop with a system of its own they are read, and decided there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import msgspec
from aiohttp import web

from bot.clock import iso, steady_ms
from bot.errors import Conflict, Forbidden, InvalidFrame, NotFound, ShopUnavailable, Unavailable
from bot.gateway import words
from bot.gateway.desk import dossiers, paging
from bot.gateway.desk.acting import checked
from bot.gateway.desk.sessions import acting
from bot.gateway.parts import PARTS, Parts
from bot.gateway.rest import Spoken, answer, read_body
from bot.handoff import money
from bot.handoff.agent import Agent
from bot.records import case_decisions, case_photos
from bot.records.agent_sessions import Session
from bot.records.case_decisions import Decided
from bot.shop.after_sale import CASE_STATES, AfterSale
from bot.shop.after_sale_verdicts import Claim, judged
from bot.shop.case_states import IllegalMove, pieces_held
from bot.shop.order import Order
from bot.shop.product import Product
from bot.shop.service_rules import ServiceRules
from bot.shop.sql.back_office import BackOffice, CaseMove, OutOfStock
from bot.shop.verdict import Verdict, worst

_SKILL = "aftersale"


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    to: Literal["approved", "rejected"]
    note: str | None = None


async def case_list(request: web.Request) -> web.Response:
    """GET /api/v1/desk/cases"""
    parts, session = request.app[PARTS], await acting(request)
    _need_skill(session.agent)
    states = (request.query.get("state") or "applied").split(",")
    if not set(states) <= set(CASE_STATES):
        raise InvalidFrame("state must be states of a case, with commas")
    window = paging.window_of(request)
    try:
        found = await parts.hours.shop.cases_in(states, limit=window.limit, offset=window.offset)
        rows = await _shown(parts, session.agent, found.cases if found is not None else ())
    except ShopUnavailable as error:
        raise Unavailable("the shop does not answer") from error
    who = "shop" if parts.back_office is None else "desk"
    total = found.total if found is not None else 0
    return paging.listed(request, rows, total, "cases", decided_by=who, listed=found is not None)


async def decide(request: web.Request) -> web.Response:
    """POST /api/v1/desk/cases/{id}"""
    parts, session = request.app[PARTS], await acting(request)
    _need_skill(session.agent)
    body = await read_body(request, Decision)
    note = (checked(body.note) if body.note else "") or ""
    if body.to == "rejected" and not note:
        raise Spoken(InvalidFrame("a rejection needs a reason"), words.DESK_CASE_REASON)
    if parts.back_office is None:
        raise Spoken(Conflict("the shop decides about its cases itself"), words.DESK_CASE_ELSEWHERE)
    try:
        return answer(await _decided(parts, parts.back_office, session, request.match_info["id"], body.to, note))
    except ShopUnavailable as error:
        raise Unavailable("the shop does not answer") from error


async def _decided(
    parts: Parts, office: BackOffice, session: Session, after_sale_id: str, to: Literal["approved", "rejected"], note: str
) -> dict[str, Any]:  # fmt: skip
    """The row after it. Raises NotFound, Spoken Forbidden above her limit, Spoken Conflict for what cannot be."""
    case = await parts.hours.shop.after_sale(after_sale_id)
    order = None if case is None else await parts.hours.shop.order(case.order_id)
    if case is None or order is None:
        raise NotFound("no such case")
    if to == "approved":
        await _check_may_approve(parts, session.agent, case, order)
    by, now = f"agent:{session.agent.name}", parts.hours.now()
    try:
        moved = await office.move_case(CaseMove(after_sale_id=after_sale_id, to=to, by=by, at=now, note=note))
    except IllegalMove as error:
        raise Spoken(error, words.DESK_CASE_DECIDED) from error
    except OutOfStock as error:
        raise Spoken(error, words.desk_refusal("out_of_stock")) from error
    decided = Decided(
        after_sale_id=after_sale_id, order_id=order.order_id, customer_id=order.customer_id, approved=to == "approved",
        amount_fen=moved.amount_fen, words=words.case_decided(moved.type, after_sale_id, to == "approved", note),
    )  # fmt: skip
    stepped = await parts.database.write(case_decisions.record, session, decided, now_ms=steady_ms())
    if stepped is not None:
        parts.announcer.said(stepped.messages)
        parts.desk.ring()
    return (await _shown(parts, session.agent, [moved]))[0]


async def _check_may_approve(parts: Parts, agent: Agent, case: AfterSale, order: Order) -> None:
    """Money alone keeps to her limit; what is impossible stops everybody."""
    if case.type == "refund" and not money.may_decide(agent, case.amount_fen, parts.hours.limit_fen):
        raise Spoken(Forbidden("above her limit"), words.DESK_OVER_LIMIT)
    verdict = await _verdict(parts, case, order, await parts.hours.shop.service_rules())
    if verdict.impossible:
        raise Spoken(Conflict(verdict.rule), words.desk_refusal(verdict.rule))


def _need_skill(agent: Agent) -> None:
    if not agent.may_serve(_SKILL, "guest"):
        raise Spoken(Forbidden("it needs the skill aftersale"), words.DESK_ROLE)


async def _verdict(parts: Parts, case: AfterSale, order: Order, rules: ServiceRules) -> Verdict:
    """What the shop's rules say of it today, as if it were asked for now; the pieces that it holds are its own."""
    shop, held = parts.hours.shop, pieces_held(case)
    care = (await shop.care_of([order.order_id]))[order.order_id]
    others = replace(care, after_sales=tuple(each for each in care.after_sales if each != case))
    claims = [
        Claim(
            type=case.type, item=item, product=_with(await shop.product(item.sku), held), reason=case.reason,
            wanted_sku=case.wanted_sku,
        )
        for item in case.items
    ]  # fmt: skip
    return worst([judged(order, others, claim, parts.hours.now(), rules) for claim in claims])


def _with(product: Product | None, pieces: Mapping[str, int]) -> Product | None:
    for sku, count in pieces.items():
        product = product and product.with_more(sku, count)
    return product


async def _today(parts: Parts, case: AfterSale, order: Order | None, rules: ServiceRules) -> Verdict | None:
    """What the rules say; None of what is decided, or whose order is gone."""
    return await _verdict(parts, case, order, rules) if order is not None and case.state == "applied" else None


async def _shown(parts: Parts, agent: Agent, cases: Sequence[AfterSale]) -> list[dict[str, Any]]:
    if not cases:
        return []
    rules = await parts.hours.shop.service_rules()
    numbers = list(dict.fromkeys(case.order_id for case in cases))
    orders = dict(zip(numbers, await asyncio.gather(*map(parts.hours.shop.order, numbers)), strict=True))
    customers = {order_id: order.customer_id for order_id, order in orders.items() if order is not None}
    talks = await parts.database.read(case_decisions.talks_for, agent, customers)
    photos = await parts.database.read(case_photos.of_orders, list(orders))
    verdicts = await asyncio.gather(*(_today(parts, case, orders[case.order_id], rules) for case in cases))
    found = []
    for case, verdict in zip(cases, verdicts, strict=True):
        row = _row(case, orders[case.order_id], rules)
        row["verdict"] = None if verdict is None else {"answer": verdict.answer, "rule": verdict.rule}
        row["photos"] = dossiers.photos_shown(case.after_sale_id, photos, parts)
        row["conversation_id"] = talks.get(case.order_id)
        found.append(row)
    return found


def _row(case: AfterSale, order: Order | None, rules: ServiceRules) -> dict[str, Any]:
    titles = {item.sku: item.title for item in order.items} if order is not None else {}
    applied, last = case.history[0], case.history[-1]
    reason = known.of(case.reason) if (known := rules.reasons.at(applied.at)) else None
    return {
        "after_sale_id": case.after_sale_id,
        "order_id": case.order_id,
        "type": case.type,
        "state": case.state,
        "items": [
            {"sku": item.sku, "title": titles.get(item.sku, item.sku), "quantity": item.quantity} for item in case.items
        ],
        "reason": reason.title if reason is not None else case.reason,
        "note": applied.note,
        "amount_fen": case.amount_fen,
        "freight_payer": case.freight_payer,
        "applied_at": iso(applied.at),
        "due_at": iso(case.next_due_at) if case.next_due_at is not None else None,
        "moved_by": last.by,
        "moved_at": iso(last.at),
        "move_note": last.note if len(case.history) > 1 else "",
    }
