"""A person is asked for: the conversation gets its place in the queue, in the transaction of whatever asked for her."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.engine import Connection

from bot.care.effects import HandoffRequested
from bot.handoff.brief import PENDING
from bot.handoff.escalation import AT_ONCE
from bot.handoff.queue import EMOTION_CREDIT_S, Urgency, front_rank_ms, rank_ms
from bot.handoff.roster import AFFINITY_MS
from bot.handoff.skills import skill_for
from bot.handoff.wishes import WISHES
from bot.records import messages as message_records
from bot.records import trackers
from bot.records.conversations import change_holder
from bot.records.handoff_tables import handoff_steps, handoffs
from bot.records.rows import dumps
from bot.records.tables import conversations, messages, turns
from bot.records.tracker_handover import Reading, readings

_MOODS_LOOKED_AT = 3
_NOT_SOLVED = "not_solved"
_NO_WISH = frozenset({"request_human", "unsure", "out_of_scope", "inform", "affirm", "deny", "urge_reply", "greet"})
_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How she came to ask. `reason`: a wish's name, or None; `words`: her own; `customer_class` from the shop.

    `why`: asked (by word or button), or what made the bot pass her on (bot.handoff.escalation).
    """

    why: str = "asked"
    reason: str | None = None
    words: str | None = None
    order_id: str | None = None
    customer_class: str | None = None
    customer_name: str | None = None


def request(connection: Connection, row: Any, asked: Asked, *, epoch: int, now_ms: int) -> str | None:
    """Put the conversation of the locked `row` into the queue; `epoch` is its newest. The handoff's id.

    None when somebody holds it or it waits already: her place stays as it is.
    """
    if row.holder in ("queue", "agent"):
        return None
    before = _before(connection, row, now_ms, of_this=asked.why == _NOT_SOLVED)
    known = _known(connection, row, asked, again=before if asked.why == _NOT_SOLVED else None)
    urgency = Urgency(
        emotion=known["emotion"], customer_class=known["customer_class"], second_contact=before is not None
    )
    handoff_id = str(uuid.uuid4())
    connection.execute(
        handoffs.insert().values(
            id=handoff_id,
            conversation_id=row.id,
            state="waiting",
            second_contact=before is not None,
            wanted_agent=before.agent if before else None,
            from_seq=_last_seq(connection, row.id),
            requested_ms=now_ms,
            waiting_ms=now_ms,
            rank_ms=_rank_ms(now_ms, urgency, asked.why),
            **known,
        )
    )
    connection.execute(
        handoff_steps.insert().values(
            handoff_id=handoff_id, step="request", detail=dumps({"why": asked.why}), at_ms=now_ms
        )
    )
    if not change_holder(connection, row.id, epoch=epoch, holder="queue"):
        raise AssertionError("the conversation's row is locked")
    return handoff_id


def _rank_ms(now_ms: int, urgency: Urgency, why: str) -> int:
    """Somebody hurt or in despair goes before all who wait."""
    rank = rank_ms(now_ms, urgency)
    return front_rank_ms(rank) if why in AT_ONCE else rank


def _known(connection: Connection, row: Any, asked: Asked, *, again: Any | None) -> dict[str, Any]:
    """What the record says about her matter; nothing of it is asked again. `again`: the handoff that did not solve it."""
    read = readings(connection, row.id)
    snapshot = trackers.load(connection, row.id)
    slots = snapshot.slots if snapshot else {}
    since = _read_since(connection, row, read, again.ended_ms) if again else []
    spoken = [each.wish for each in reversed(since)]
    intent = _wish([asked.reason, slots.get("flow"), *spoken, again and again.intent], read)
    matter = _with_draft(asked.words or slots.get("matter") or _matter(read), slots)
    return {
        "intent": intent,
        "skill": skill_for(intent),
        "reason": str(matter or "")[:_LONGEST_REASON],
        "order_id": asked.order_id or slots.get("order_in_focus") or (again and again.order_id),
        "emotion": _mood(read),
        "customer_class": asked.customer_class or ("regular" if row.customer_id else "guest"),
        "customer_name": asked.customer_name,
    }


def _with_draft(matter: Any, slots: Mapping[str, Any]) -> Any:
    """The human button goes by no action: what was being changed for her is added here."""
    draft = slots.get("draft")
    note = draft.get("note") if isinstance(draft, Mapping) else None
    if not note or PENDING in str(matter or ""):
        return matter
    return "\n".join(str(part) for part in (f"{PENDING}{note}", matter) if part)


def _wish(known: Sequence[Any], read: list[Reading]) -> str | None:
    named = [*known, *(each.wish for each in reversed(read))]
    return next((str(name) for name in named if name in WISHES), None)


def _read_since(connection: Connection, row: Any, read: list[Reading], ended_ms: int) -> list[Reading]:
    here = turns.c
    began = select(here.id).where(here.conversation_id == row.id, here.first_ms > ended_ms)
    later = set(connection.execute(began).scalars())
    return [each for each in read if each.turn_id in later and each.intent not in _NO_WISH]


def _matter(read: list[Reading]) -> str | None:
    spoken = [each for each in read if each.text and not each.text.startswith("/") and each.intent not in _NO_WISH]
    return spoken[-1].text if spoken else None


def _mood(read: list[Reading]) -> str:
    """The worst of her last three turns: anger does not pass with one polite word."""
    return max(
        (each.emotion for each in read[-_MOODS_LOOKED_AT:]), key=lambda m: EMOTION_CREDIT_S.get(m, 0), default="calm"
    )


def _before(connection: Connection, row: Any, now_ms: int, *, of_this: bool) -> Any:
    """Her latest handoff of 72 h that an agent served, in this conversation or, for a customer, in any; `of_this`: this one's
    goes before."""
    here = handoffs.c
    whose = here.conversation_id == row.id
    if row.customer_id:
        hers = select(conversations.c.id).where(conversations.c.customer_id == row.customer_id)
        whose = or_(whose, here.conversation_id.in_(hers))
    return connection.execute(
        select(here.id, here.agent, here.intent, here.order_id, here.ended_ms)
        .where(whose, here.ended_ms > now_ms - AFFINITY_MS, here.agent.is_not(None))
        .order_by(*([(here.conversation_id == row.id).desc()] if of_this else []), here.ended_ms.desc())
        .limit(1)
    ).one_or_none()


def _last_seq(connection: Connection, conversation_id: str) -> int:
    found = connection.execute(
        select(messages.c.seq)
        .where(messages.c.conversation_id == conversation_id)
        .order_by(messages.c.seq.desc())
        .limit(1)
    ).scalar_one_or_none()
    return int(found or 0)


def request_from_turn(
    connection: Connection, conversation_id: str, effect: HandoffRequested, *, now_ms: int
) -> str | None:
    """As `request`, for what an action asked for; not when she has left meanwhile."""
    row = message_records.lock(connection, conversation_id)
    if row.holder == "nobody":
        return None
    asked = Asked(
        why=effect.why,
        reason=effect.reason,
        words=effect.words,
        order_id=effect.order_id,
        customer_class=effect.customer_class,
        customer_name=effect.customer_name,
    )
    return request(connection, row, asked, epoch=row.epoch, now_ms=now_ms)
