"""Reads what a report is made of, in a few statements, and says it in facts. It writes nothing.

Times: milliseconds, the record's own but for promises and questions about goods, which keep business time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import case, func, literal_column, select
from sqlalchemy.engine import Connection

from bot.records.care_tables import promises, proposals, tickets
from bot.records.handoff_tables import handoffs
from bot.records.report import wishes
from bot.records.report.consultation import (
    BACK_WITHIN_MS,
    SILENCE_MS,
    Consultation,
    Slot,
    cut,
    mark_who_came_back,
    one_at,
)
from bot.records.report.facts import Fact
from bot.records.report.span import Span, plain
from bot.records.shopping_tables import product_questions
from bot.records.tables import conversations, messages, ratings

THREE_MINUTES_S = 180
GOOD_SCORE = 4


@dataclass(slots=True, kw_only=True)
class Material:
    """`wishes`: how often each intent was heard. `consultations` of the span only."""

    span: Span
    facts: list[Fact] = field(default_factory=list)
    consultations: list[Consultation] = field(default_factory=list)
    wishes: Counter[str] = field(default_factory=Counter)


def read(connection: Connection, span: Span) -> Material:
    """Everything of the span. Costs in proportion to what was said in it, not to what is stored."""
    who = _people(connection, span)
    served = _handoffs(connection, span)
    by_conversation = cut(_slots(connection, span))
    mark_who_came_back(by_conversation, who)
    found = Material(span=span, wishes=wishes.counted(connection, span))
    wishes.give_topics(connection, span, by_conversation)
    _add_handoffs(found, by_conversation, served, _lines_with_people(connection, span))
    for row in _in_span(connection, tickets, tickets.c.opened_ms, span, tickets.c.cause.is_not(None)):
        if (here := one_at(by_conversation.get(row.conversation_id, []), row.opened_ms)) is not None:
            here.complained = True
    _add_consultations(found, by_conversation, who)
    _add_care(connection, found, by_conversation)
    _add_questions(connection, found, who)
    return found


def _people(connection: Connection, span: Span) -> dict[str, str]:
    """Who speaks in a conversation: the customer, else the visitor."""
    here = conversations.c
    rows = connection.execute(
        select(here.id, here.customer_id, here.visitor_id).where(
            here.last_ms >= span.since_ms - SILENCE_MS, here.created_ms < span.until_ms + BACK_WITHIN_MS
        )
    )
    return {row[0]: row[1] or row[2] for row in rows}


def _slots(connection: Connection, span: Span) -> Iterator[Slot]:
    """By time; those of the span's half hour before and day after too. The database adds up: a tenth of the rows."""
    here = messages.c

    def lines_of(role: str) -> Any:
        return func.sum(case((here.role == role, 1), else_=0))

    slot = here.at_ms.op("/")(literal_column(str(SILENCE_MS)))
    times = func.min(here.at_ms), func.max(here.at_ms)
    query = (
        select(here.conversation_id, *times, *map(lines_of, ("shopper", "bot", "agent")))
        .where(here.at_ms >= span.since_ms - SILENCE_MS, here.at_ms < span.until_ms + BACK_WITHIN_MS)
        .group_by(slot, here.conversation_id)
        .order_by(slot)
    )
    return plain(connection, query)


def _lines_with_people(connection: Connection, span: Span) -> dict[str, list[tuple[str, int]]]:
    """(role, at_ms) of shopper and agents, in order, by conversation that a person was asked for."""
    here = messages.c
    asked = select(handoffs.c.conversation_id).where(
        handoffs.c.requested_ms >= span.since_ms, handoffs.c.requested_ms < span.until_ms
    )
    query = (
        select(here.conversation_id, here.role, here.at_ms)
        .where(here.conversation_id.in_(asked), here.role.in_(("shopper", "agent")), here.at_ms >= span.since_ms)
        .order_by(here.conversation_id, here.seq)
    )
    found: dict[str, list[tuple[str, int]]] = {}
    for conversation_id, role, at_ms in plain(connection, query):
        found.setdefault(conversation_id, []).append((role, at_ms))
    return found


def _handoffs(connection: Connection, span: Span) -> list[Any]:
    return list(_in_span(connection, handoffs, handoffs.c.requested_ms, span))


def _in_span(connection: Connection, table: Any, column: Any, span: Span, *more: Any) -> Any:
    query = select(table).where(column >= span.since_ms, column < span.until_ms, *more)
    return connection.execute(query.order_by(column))


def _add_handoffs(
    found: Material,
    by_conversation: Mapping[str, list[Consultation]],
    served: list[Any],
    lines: Mapping[str, list[tuple[str, int]]],
) -> None:
    for row in served:
        here = one_at(by_conversation.get(row.conversation_id, []), row.requested_ms)
        topic = (here.wish if here else None) or row.intent
        if here is not None:
            here.asked_person = True
            here.agent = row.agent or here.agent
            here.given_up = here.given_up or row.state == "abandoned"

        def add(name: str, value: float, at_ms: int, topic: str | None = topic, row: Any = row) -> None:
            found.facts.append(Fact(name, at_ms, topic, row.agent, row.conversation_id, value))

        if row.first_reply_ms is not None:
            add("first_response_s", (row.first_reply_ms - row.requested_ms) / 1000, row.requested_ms)
        if row.assigned_ms is not None:
            add("queue_s", (row.assigned_ms - row.requested_ms) / 1000, row.requested_ms)
        if row.state == "abandoned":
            add("three_minute_rate", 0.0, row.requested_ms)
        for at_ms, waited_s in rounds(lines.get(row.conversation_id, []), row.requested_ms, row.ended_ms):
            add("response_s", waited_s, at_ms)
            add("three_minute_rate", float(waited_s <= THREE_MINUTES_S), at_ms)


def rounds(lines: list[tuple[str, int]], requested_ms: int, ended_ms: int | None) -> Iterator[tuple[int, float]]:
    """(when she asked, seconds until a person answered), for each round of a service. What nobody answered is no round."""
    waiting_since: int | None = requested_ms
    for role, at_ms in lines:
        if at_ms < requested_ms or (ended_ms is not None and at_ms > ended_ms):
            continue
        if role == "agent" and waiting_since is not None:
            yield waiting_since, (at_ms - waiting_since) / 1000
            waiting_since = None
        elif role == "shopper" and waiting_since is None:
            waiting_since = at_ms


def _add_consultations(
    found: Material, by_conversation: Mapping[str, list[Consultation]], who: Mapping[str, str]
) -> None:
    span = found.span
    for conversation_id, each_list in by_conversation.items():
        person = who.get(conversation_id, conversation_id)
        for each in each_list:
            if not span.holds(each.begin_ms):
                continue
            found.consultations.append(each)
            found.facts += _of_consultation(each, person, span.now_ms)


def _of_consultation(each: Consultation, person: str, now_ms: int) -> list[Fact]:
    def fact(name: str, value: float = 1.0) -> Fact:
        return Fact(name, each.begin_ms, each.wish, each.agent, each.conversation_id, value, person)

    found = [fact("asked"), fact("to_person", float(each.asked_person)), fact("complained", float(each.complained))]
    if each.bot or each.people:
        found.append(fact("received"))
    if each.back or now_ms - each.end_ms > BACK_WITHIN_MS:
        found.append(fact("bot_solved", float(not each.asked_person and not each.back and each.bot > 0)))
        found.append(fact("solved_once", float(not each.back and not each.given_up)))
    return found


def _add_care(connection: Connection, found: Material, by_conversation: Mapping[str, list[Consultation]]) -> None:
    def add(name: str, at_ms: int, conversation_id: str, value: float, agent: str | None = None) -> None:
        here = one_at(by_conversation.get(conversation_id, []), at_ms)
        topic, own = (here.wish, here.agent) if here else (None, None)
        found.facts.append(Fact(name, at_ms, topic, agent or own, conversation_id, value))

    span = found.span
    for row in _in_span(connection, ratings, ratings.c.at_ms, span):
        add("satisfied", row.at_ms, row.conversation_id, float(row.score >= GOOD_SCORE))
    done = promises.c.state.in_(("kept", "broken"))
    for row in _in_span(connection, promises, promises.c.due_ms, span, done):
        late = row.state == "kept" and row.warn_ms is None and (row.kept_ms or 0) > row.due_ms
        add("promises_kept", row.due_ms, row.conversation_id, float(row.state == "kept" and not late))
    paid = (proposals.c.state == "paid") & (proposals.c.kind == "refund") & proposals.c.changed_ms.is_not(None)
    for row in _in_span(connection, proposals, proposals.c.made_ms, span, paid):
        add("refund_s", row.made_ms, row.conversation_id, (row.changed_ms - row.made_ms) / 1000, row.decided_by)


def _add_questions(connection: Connection, found: Material, who: Mapping[str, str]) -> None:
    here, own = product_questions.c, conversations.c
    query = (
        select(here.first_ms, here.intent, here.conversation_id, here.order_id, own.customer_id)
        .join_from(product_questions, conversations, own.id == here.conversation_id)
        .where(here.first_ms >= found.span.since_ms, here.first_ms < found.span.until_ms)
        .where(own.customer_id.is_not(None))
    )
    for row in connection.execute(query):
        found.facts.append(
            Fact(
                "conversion", row.first_ms, row.intent, None, row.conversation_id, float(row.order_id is not None),
                row.customer_id,
            )
        )  # fmt: skip
