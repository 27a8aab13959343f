"""In which order people are served, and how long a wait is to be expected. Pure.

Each who waits has a rank, a moment in time: when she began to wait, less a credit for what makes her case urgent. The
lowest rank goes first. The credit is bounded, so nobody is overtaken by somebody who came more than MAX_CREDIT_S later:
waiting itself ages everybody alike, and nobody starves, however many urgent ones come.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

EMOTION_CREDIT_S = MappingProxyType({"calm": 0, "anxious": 120, "upset": 300, "angry": 600})
CLASS_CREDIT_S = MappingProxyType({"guest": 0, "new": 60, "regular": 60, "vip": 300})
SECOND_CONTACT_CREDIT_S = 300
MAX_CREDIT_S = 900
FRONT_CREDIT_S = 86_400  # passed on, or her agent was lost: before all who come today

DEFAULT_SERVICE_S = 300.0  # while the last hour has shown nothing
_PICK_UP_S = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgency:
    """What moves somebody forward. `emotion` and `customer_class` as on the wire; unknown ones count as the least."""

    emotion: str = "calm"
    customer_class: str = "guest"
    second_contact: bool = False

    @property
    def credit_s(self) -> int:
        credit = EMOTION_CREDIT_S.get(self.emotion, 0) + CLASS_CREDIT_S.get(self.customer_class, 0)
        return min(MAX_CREDIT_S, credit + (SECOND_CONTACT_CREDIT_S if self.second_contact else 0))


def rank_ms(waiting_since_ms: int, urgency: Urgency) -> int:
    """Her place in time; compare only with others of the same clock."""
    return waiting_since_ms - urgency.credit_s * 1000


def front_rank_ms(rank: int) -> int:
    """The rank of somebody who had been served already and must wait again through no fault of hers."""
    return rank - FRONT_CREDIT_S * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One who waits. `skill` None: any agent will do."""

    conversation_id: str
    rank: int
    skill: str | None = None
    customer_class: str = "guest"


def in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Who goes first; equal ranks in a fixed order, the same on every gateway."""
    return sorted(waiting, key=lambda one: (one.rank, one.conversation_id))


def expected_wait_s(position: int, *, slots: int, free: int, service_s: float) -> int:
    """Seconds until the one at this position (from 1) is served.

    `slots` is how many conversations the agents on duty can hold in all, `free` how many of these are free, `service_s`
    how long one took on average in the last hour. With everybody busy a slot frees up every service_s / slots seconds
    (an M/M/c queue's mean), the first `free` in line only wait for somebody to pick up. `slots` must be positive.
    """
    behind = max(0, position - free)
    return _rounded(_PICK_UP_S + behind * service_s / slots)


def _rounded(seconds: float) -> int:
    """Up to what people say: tens of seconds within two minutes, then half minutes, after ten minutes whole ones."""
    step = 10 if seconds <= 120 else 30 if seconds <= 600 else 60
    return math.ceil(seconds / step) * step


def mean_service_s(durations_s: Sequence[float]) -> float:
    """The last hour's mean, with the default counted in like three chats, so that one odd chat does not rule."""
    return (sum(durations_s) + 3 * DEFAULT_SERVICE_S) / (len(durations_s) + 3)
