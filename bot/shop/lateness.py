"""Facts about when things come: expected, late, overdue, quiet. Pure; the sentences are the responses' business."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.shop.order import Order, Parcel

UNSHIPPED_STATUSES = frozenset({"paid", "packed"})
ARRIVED_STATES = frozenset({"signed", "returned", "refused", "cancelled", "closed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What may honestly be said of a parcel's arrival; None is "the record does not say".

    expected_at: the carrier's prediction while it still lies ahead. late_by: how far the prediction is behind the promise.
    overdue_by: how long the promise is broken already. quiet_for: since the last scan. Arrived parcels have only the last.
    """

    expected_at: datetime | None
    promised_at: datetime | None
    late_by: timedelta | None
    overdue_by: timedelta | None
    quiet_for: timedelta | None

    @property
    def late(self) -> bool:
        return self.late_by is not None or self.overdue_by is not None


def arrival(parcel: Parcel, now: datetime) -> Arrival:
    """The arrival's facts at `now` (aware)."""
    last = parcel.last_event
    quiet_for = max(now - last.at, timedelta()) if last is not None else None
    if parcel.state in ARRIVED_STATES:
        return Arrival(expected_at=None, promised_at=None, late_by=None, overdue_by=None, quiet_for=quiet_for)
    promised, predicted = parcel.promised_at, parcel.predicted_at
    return Arrival(
        expected_at=predicted if predicted is not None and predicted > now else None,
        promised_at=promised,
        late_by=_beyond(promised, predicted),
        overdue_by=_beyond(promised, now),
        quiet_for=quiet_for,
    )


def shipping_overdue_by(order: Order, now: datetime) -> timedelta | None:
    """How long a paid order should have been shipped; None when it is not late, or when nothing was promised."""
    return _beyond(order.promised_ship_at, now) if order.status in UNSHIPPED_STATUSES else None


def late_by(order: Order, now: datetime) -> timedelta | None:
    """The worst lateness of an order: of its shipping, or of any of its parcels by prediction or by now."""
    found = [shipping_overdue_by(order, now)]
    for parcel in order.parcels:
        facts = arrival(parcel, now)
        found += [facts.late_by, facts.overdue_by]
    return max((late for late in found if late is not None), default=None)


def _beyond(limit: datetime | None, at: datetime | None) -> timedelta | None:
    return at - limit if limit is not None and at is not None and at > limit else None
