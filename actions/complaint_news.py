"""Turns that nobody's message began: a promise is near, a promise is broken, a visit two days after a settlement."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from actions import complaint_facts, wording
from actions.asking import Asking
from actions.base import ThreadAction
from actions.complaint_person import due_in, owe
from actions.complaint_words import Answer, solved_buttons, ticket_card
from actions.handoff import is_on_duty, request
from actions.speech import Speech
from actions.thread import Thread
from bot.care.cause import CAUSES, INTENT_OF
from bot.care.effects import PromiseKept
from bot.care.lines import Lines
from bot.errors import ShopUnavailable
from bot.shop.order import Order

_ANSWER_WITHIN_H = 2.0
_FRESH = timedelta(minutes=1)


class PromiseNear(ThreadAction):
    """Told before it is due: the bot's own news keep the promise; what people owe is said to be under way still."""

    action_name = "action_promise_near"
    passes_on = False
    keeps_matter = True

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        lines, answer = Lines(turn_id=asking.turn_id), Answer()
        due_at = _at(asking, "due_at")
        order = await self._order(asking)
        if asking.told.get("keeper") == "bot" and order is not None:
            await self._news(asking, speech, lines, answer, order, due_at)
        else:
            facts = {"what": str(asking.told.get("what") or ""), "due": wording.by(due_at, asking.now)}
            answer.add(lines.say("near_waiting", facts))
            answer.promise(facts["what"], due_at)
        return _said(asking, speech, answer, lines)

    async def _order(self, asking: Asking) -> Order | None:
        """The order of the promise itself, by the record; she was told of it when it was made."""
        order_id = asking.told.get("order_id")
        if not order_id:
            return None
        try:
            return await self.ports.shop.order(str(order_id))
        except ShopUnavailable:
            return None

    async def _news(
        self, asking: Asking, speech: Speech, lines: Lines, answer: Answer, order: Order, due_at: datetime
    ) -> None:
        facts = complaint_facts.facts_of(order, None, _cause(asking), asking.now, lines)
        facts["due"] = wording.by(due_at, asking.now)
        facts["goods"] = str(asking.told.get("subject") or facts["goods"])
        speech.effect(PromiseKept(promise_id=str(asking.told.get("promise_id"))))
        if order.status == "signed":
            answer.add(lines.say("near_arrived", facts))
            return
        if _moved(order, _at(asking, "made_at")):
            answer.add(lines.say("near_news", facts))
            return
        next_at = await due_in(asking, self.ports, _ANSWER_WITHIN_H)
        if next_at is None:
            answer.add(facts["where"], lines.say("with_nobody"))
            return
        facts["next"] = wording.by(next_at, asking.now)
        answer.add(lines.say("near_no_news", facts))
        owe(
            speech, answer, ticket_id=str(asking.told["ticket_id"]), what=lines.say("what_reply"), due_at=next_at,
            keeper="agent", order_id=order.order_id,
        )  # fmt: skip


def _moved(order: Order, since: datetime) -> bool:
    """Whether the carrier or the shop has written anything since the promise was made."""
    times = [parcel.last_event.at for parcel in order.parcels if parcel.last_event]
    return bool(times) and max(times) > since - _FRESH


class PromiseBroken(ThreadAction):
    """Owned, with an apology; a supervisor takes it, and says by when."""

    action_name = "action_promise_broken"
    passes_on = False
    keeps_matter = True

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        lines, answer = Lines(turn_id=asking.turn_id), Answer()
        due_at = _at(asking, "due_at")
        facts = {"what": str(asking.told.get("what") or ""), "due": wording.past(due_at, asking.now)}
        next_at = await due_in(asking, self.ports, _ANSWER_WITHIN_H)
        if next_at is None:
            answer.add(lines.say("broken_no_time", facts))
        else:
            answer.add(lines.say("broken", {**facts, "next": wording.by(next_at, asking.now)}))
            owe(
                speech, answer, ticket_id=str(asking.told["ticket_id"]), what=lines.say("what_reply"), due_at=next_at,
                keeper="supervisor",
            )  # fmt: skip
        if asking.holder == "bot" and await is_on_duty(asking, self.ports):
            flow = replace(asking, thread=replace(asking.thread, flow=INTENT_OF[_cause(asking)]))
            await request(flow, speech, self.ports, why="second_miss", words=facts["what"] or None)
        answer.buttons.append(wording.human(INTENT_OF[_cause(asking)]))
        return _said(asking, speech, answer, lines)


class VisitDue(ThreadAction):
    """后来解决了吗: one question, one tap."""

    action_name = "action_visit"
    passes_on = False
    keeps_matter = True

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        lines, answer = Lines(turn_id=asking.turn_id), Answer()
        ticket_id, subject = str(asking.told.get("ticket_id") or ""), asking.told.get("subject")
        if subject:
            answer.add(lines.say("visit", {"goods": str(subject)}))
        else:
            answer.add(lines.say("visit_bare", {"topic": lines.say(f"topic_{_cause(asking)}")}))
        answer.buttons += solved_buttons(ticket_id, lines)
        answer.say(speech)
        return replace(asking.thread, complaint=_document(asking)).asking("visit", flow=INTENT_OF[_cause(asking)])


def _said(asking: Asking, speech: Speech, answer: Answer, lines: Lines) -> Thread:
    ticket_id, intent = str(asking.told.get("ticket_id") or ""), INTENT_OF[_cause(asking)]
    answer.cards.append(ticket_card(ticket_id, intent, "open", answer))
    answer.say(speech)
    return replace(asking.thread, complaint=_document(asking), flow=asking.thread.flow or intent)


def _document(asking: Asking) -> dict[str, Any]:
    before = asking.thread.complaint or {}
    ticket = asking.told.get("ticket_id")
    kept = before if before.get("ticket") == ticket else {}
    order = asking.told.get("order_id") or kept.get("order")
    return {**kept, "ticket": ticket, "cause": _cause(asking), "order": order, "comforted": ticket}


def _cause(asking: Asking) -> Any:
    cause = asking.told.get("cause")
    return cause if cause in CAUSES else "general"


def _at(asking: Asking, name: str) -> datetime:
    given = str(asking.told.get(name) or "")
    return datetime.fromisoformat(given.replace("Z", "+00:00")).astimezone(asking.zone) if given else asking.now
