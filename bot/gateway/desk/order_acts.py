"""An agent does something to the shopper's order: by the shop, under the same rules as the bot, once for her frame's id.

The shopper reads what was done as a line of the conversation; the audit log has it, done or refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection

from bot.clock import iso
from bot.errors import Conflict, OutcomeUnknown, ShopUnavailable, Unavailable
from bot.gateway import words
from bot.gateway.desk import cards
from bot.gateway.desk.acting import write
from bot.gateway.desk.hall import DeskPage
from bot.gateway.parts import Parts
from bot.gateway.rest import Spoken
from bot.handoff import frames, order_deeds
from bot.records import audit, handoffs, lines
from bot.records.agent_sessions import Session
from bot.records.handoffs import Stepped
from bot.records.lines import Line
from bot.shop.after_sale import CaseItem
from bot.shop.after_sale_verdicts import Claim, judged
from bot.shop.cards import after_sale_card
from bot.shop.changes import Change, OpenAfterSale, Outcome
from bot.shop.facts import facts_of
from bot.shop.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What was asked of the shop, for the record; `said` is what the shopper reads, None when nothing was done."""

    conversation_id: str
    order_id: str
    kind: str
    key: str
    outcome: Outcome | None
    said: str | None = None
    cards: tuple[dict[str, Any], ...] = ()


async def change_order(parts: Parts, page: DeskPage, frame: frames.ChangeOrder) -> dict[str, Any]:
    """Raises NotHolder, NotFound for an order that is not this shopper's, Spoken Conflict with the shop's reason."""
    await parts.database.read(handoffs.check_held, frame.conversation_id, page.agent.name)
    order = await cards.order_of(parts, frame.conversation_id, frame.order_id)
    try:
        outcome = await _asked(parts, await _command(parts, page, frame, order), f"desk/{frame.key}")
    except ShopUnavailable as error:
        raise Unavailable("the shop does not answer") from error
    deed = Deed(
        conversation_id=frame.conversation_id, order_id=order.order_id, kind=order_deeds.kind_of(frame.deed),
        key=frame.key, outcome=outcome, said=_said(parts, page, frame, outcome),
        cards=await _cards(parts, frame, outcome),
    )  # fmt: skip
    stepped = await write(parts, page, _record, deed)
    parts.announcer.said(stepped.messages)
    parts.desk.ring()
    if outcome is None:
        raise Spoken(Unavailable("no answer came"), words.DESK_OUTCOME_UNKNOWN)
    if not outcome.done:
        raise Spoken(Conflict(outcome.reason), words.desk_refusal(outcome.reason))
    return {"outcome": _shown(outcome), "facts": await _facts_now(parts, order.order_id)}


async def _command(parts: Parts, page: DeskPage, frame: frames.ChangeOrder, order: Order) -> Change:
    by = f"agent:{page.agent.name}"
    if isinstance(frame.deed, order_deeds.OpenCase):
        return await _case(parts, frame.deed, frame.facts, by, order)
    return order_deeds.command(frame.deed, order_id=frame.order_id, facts=frame.facts, by=by)


async def _case(parts: Parts, deed: order_deeds.OpenCase, facts: str, by: str, order: Order) -> OpenAfterSale:
    """Who pays the freight, and how much goes back, by the rules that held when the order was placed."""
    shop, item = parts.payer.shop, CaseItem(sku=deed.sku, quantity=deed.quantity)
    care = (await shop.care_of([order.order_id]))[order.order_id]
    claim = Claim(
        type=deed.type, item=item, product=await parts.hours.shop.product(deed.sku), reason=deed.reason,
        wanted_sku=deed.wanted_sku,
    )  # fmt: skip
    verdict = judged(order, care, claim, parts.hours.now(), await shop.service_rules())
    return OpenAfterSale(
        order_id=order.order_id, facts=facts, by=by, type=deed.type, items=(item,), reason=deed.reason,
        amount_fen=(verdict.amount_fen or 0) if deed.type == "return" else 0,
        freight_payer=verdict.freight_payer or "shopper", wanted_sku=deed.wanted_sku, note=deed.note,
    )  # fmt: skip


async def _asked(parts: Parts, command: Change, key: str) -> Outcome | None:
    """None: nobody knows whether it was done. Raises ShopUnavailable when nothing was."""
    try:
        return await parts.payer.shop.change(command, key=key)
    except OutcomeUnknown:
        return None


def _record(connection: Connection, session: Session, deed: Deed, *, now_ms: int) -> Stepped:
    """The same frame again writes nothing more."""
    line = Line(role="system", text=deed.said, cards=deed.cards, client_id=f"{deed.key}", agent=session.agent.name)
    unchanged = Stepped(conversation_id=deed.conversation_id, handoff_id="", changed=False)
    if deed.said is not None and lines.said_before(connection, deed.conversation_id, line) is not None:
        return unchanged
    state = deed.outcome.state if deed.outcome else "unknown"
    audit.add(
        connection, session, deed.kind, conversation_id=deed.conversation_id, target=deed.order_id, now_ms=now_ms,
        detail={"outcome": state, "reason": deed.outcome.reason if deed.outcome else "",
                "reference": deed.outcome.reference if deed.outcome else ""},
    )  # fmt: skip
    if deed.said is None:
        return unchanged
    said = lines.write(connection, deed.conversation_id, line, now_ms=now_ms)
    return Stepped(conversation_id=deed.conversation_id, handoff_id="", messages=(said,))


def _said(parts: Parts, page: DeskPage, frame: frames.ChangeOrder, outcome: Outcome | None) -> str | None:
    if outcome is None or not outcome.done:
        return None
    day = words.day_in_words(outcome.due_at.astimezone(parts.settings.timezone)) if outcome.due_at else ""
    about = words.DoneToOrder(
        kind=order_deeds.kind_of(frame.deed), agent=page.agent.name, tail=frame.order_id[-4:], day=day,
        amount_fen=outcome.amount_fen or 0, reference=outcome.reference,
    )  # fmt: skip
    return words.order_changed(about)


async def _cards(parts: Parts, frame: frames.ChangeOrder, outcome: Outcome | None) -> tuple[dict[str, Any], ...]:
    if outcome is None or not outcome.done or not isinstance(frame.deed, order_deeds.OpenCase):
        return ()
    case = await parts.payer.shop.after_sale(outcome.reference)
    return () if case is None else (after_sale_card(case),)


async def _facts_now(parts: Parts, order_id: str) -> str | None:
    """What her page's next change is compared with; None while the shop does not say."""
    try:
        order = await parts.hours.shop.order(order_id)
        care = (await parts.payer.shop.care_of([order_id])).get(order_id)
    except ShopUnavailable:
        return None
    return None if order is None else facts_of(order, care)


def _shown(outcome: Outcome) -> dict[str, Any]:
    return {
        "state": outcome.state,
        "reference": outcome.reference,
        "amount_fen": outcome.amount_fen,
        "due_at": None if outcome.due_at is None else iso(outcome.due_at),
    }
