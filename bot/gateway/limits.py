"""The limits of this gateway, made from the settings: frames per conversation, visitors and sockets per address."""

from __future__ import annotations

from dataclasses import dataclass

from bot.gateway.rates import Buckets, Counts
from bot.settings import Settings

DESK_BURST = 60
DESK_PER_S = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    frames: Buckets  # by conversation id
    visitors: Buckets  # by bot.gateway.addresses.limit_key
    sockets: Counts  # by the same
    desk_frames: Buckets  # by agent

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        return cls(
            frames=Buckets(burst=settings.frames_burst, per_s=settings.frames_per_s),
            visitors=Buckets(burst=max(1.0, settings.visitors_per_s), per_s=settings.visitors_per_s),
            desk_frames=Buckets(burst=DESK_BURST, per_s=DESK_PER_S),
            sockets=Counts(settings.sockets_per_address),
        )
