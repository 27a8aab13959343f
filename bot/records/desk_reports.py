"""Figures of the desk, from the handoffs themselves. Shares are 0..1, waits are seconds; None: nothing to count."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.records.handoff_tables import handoffs
from bot.records.tables import ratings

THREE_MINUTES_MS = 180_000
_ROWS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One handoff's times; milliseconds."""

    agent: str | None
    customer_class: str
    state: str
    requested_ms: int
    assigned_ms: int | None
    first_reply_ms: int | None
    score: int | None

    @property
    def answered_in_ms(self) -> int | None:
        """From her request to a person's first line."""
        return None if self.first_reply_ms is None else self.first_reply_ms - self.requested_ms


def served(connection: Connection, *, since_ms: int, until_ms: int) -> list[Served]:
    """The handoffs that were requested in this time, the newest 50,000."""
    here = handoffs.c
    rows = connection.execute(
        select(
            here.agent, here.customer_class, here.state, here.requested_ms, here.assigned_ms, here.first_reply_ms,
            ratings.c.score,
        )
        .select_from(handoffs.outerjoin(ratings, ratings.c.handoff_id == here.id))
        .where(here.requested_ms >= since_ms, here.requested_ms < until_ms)
        .order_by(here.requested_ms.desc())
        .limit(_ROWS)
    )  # fmt: skip
    return [Served(**row._mapping) for row in rows]


def first_response_s(found: list[Served]) -> float | None:
    """首次响应时长, the mean."""
    times = [each.answered_in_ms for each in found if each.answered_in_ms is not None]
    return round(sum(times) / len(times) / 1000, 1) if times else None


def three_minute_rate(found: list[Served]) -> float | None:
    """3分钟人工响应率: of those that were answered or given up, the share answered within three minutes."""
    judged = [each for each in found if each.answered_in_ms is not None or each.state == "abandoned"]
    quick = [each for each in judged if each.answered_in_ms is not None and each.answered_in_ms <= THREE_MINUTES_MS]
    return round(len(quick) / len(judged), 4) if judged else None


def by_agent(found: list[Served]) -> list[dict[str, Any]]:
    groups: dict[str, list[Served]] = defaultdict(list)
    for each in found:
        if each.agent is not None:
            groups[each.agent].append(each)
    return [_of_agent(name, groups[name]) for name in sorted(groups)]


def _of_agent(name: str, hers: list[Served]) -> dict[str, Any]:
    scores = [each.score for each in hers if each.score is not None]
    return {
        "agent": name,
        "conversations": len(hers),
        "first_response_s": first_response_s(hers),
        "three_minute_rate": three_minute_rate(hers),
        "resolved": sum(each.state == "resolved" for each in hers),
        "rating": round(sum(scores) / len(scores), 2) if scores else None,
        "ratings": len(scores),
    }


def by_class(found: list[Served]) -> list[dict[str, Any]]:
    groups: dict[str, list[Served]] = defaultdict(list)
    for each in found:
        groups[each.customer_class].append(each)
    return [_of_class(name, groups[name]) for name in sorted(groups)]


def _of_class(name: str, hers: list[Served]) -> dict[str, Any]:
    waits = sorted((each.assigned_ms - each.requested_ms) / 1000 for each in hers if each.assigned_ms is not None)
    return {
        "customer_class": name,
        "conversations": len(hers),
        "wait_p50_s": _at(waits, 0.5),
        "wait_p95_s": _at(waits, 0.95),
        "abandoned": sum(each.state == "abandoned" for each in hers),
    }


def _at(ordered: list[float], share: float) -> float | None:
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1) if ordered else None
