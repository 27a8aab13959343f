"""Who asks what, when: the message's metadata, which the worker writes anew from the record, parsed once.

With plain `rasa shell` there is no metadata: then the shopper is a guest and it is now. Nothing here reads a slot for a
right, and nothing here answers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from actions.thread import Thread

DEFAULT_ZONE = "Asia/Shanghai"
RANKED = 8
CLEAR_MOOD = 0.5
_FRETS = re.compile(r"急死|急疯|急用|着急|很急|好急|太急|急急|等不及")


class TrackerLike(Protocol):
    """What is used of rasa_sdk's Tracker."""

    sender_id: str
    slots: dict[str, Any]
    latest_message: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entity: `values` are its normal forms, several when it is not clear which (SKU candidates, best first)."""

    kind: str
    values: tuple[str, ...]
    skus: tuple[str, ...] = ()  # of a product's name: those that are called so
    written: str = ""  # as it stands in the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One message with all that is known about it. `text` is what was typed, empty for buttons; `now` is in `zone`."""

    turn_id: str
    conversation_id: str
    customer_id: str | None
    proven_orders: tuple[str, ...]
    address: str
    now: datetime
    zone: ZoneInfo
    about_sku: str | None
    about_order: str | None
    emotion: str
    heat: float  # 0 calm … 1 angry
    text: str
    trusted: bool
    intent: str
    ranking: tuple[tuple[str, float], ...]
    entities: tuple[Found, ...]
    thread: Thread
    beside: str = ""  # what she sent with the human button
    photo: str | None = None  # the upload that came with this message, or is this message
    holder: str = "bot"
    told: Mapping[str, Any] = field(default_factory=dict)  # of a system turn: what it is to say
    served: Mapping[str, Any] = field(default_factory=dict)  # what a person did within 24 h: agent, outcome, summary

    @classmethod
    def of(cls, tracker: TrackerLike) -> Asking:
        message = tracker.latest_message or {}
        meta: Mapping[str, Any] = message.get("metadata") or {}
        zone = ZoneInfo(meta.get("timezone") or DEFAULT_ZONE)
        text = message.get("text") or ""
        trusted = text.startswith("/")
        thread = Thread.of(tracker.slots)
        about = meta.get("about") or {}
        return cls(
            turn_id=str(meta.get("turn_id") or message.get("message_id") or ""),
            conversation_id=str(meta.get("conversation_id") or tracker.sender_id),
            customer_id=meta.get("customer_id"),
            proven_orders=tuple(meta.get("proven_orders") or ()),
            address=str(meta.get("address") or ""),
            now=_now(meta.get("now")).astimezone(zone),
            zone=zone,
            about_sku=about.get("sku"),
            about_order=about.get("order_id"),
            emotion=_emotion(meta.get("emotion") or message.get("emotion")),
            heat=_heat(meta.get("emotion") or message.get("emotion")),
            text="" if trusted else text,
            trusted=trusted,
            intent=str((message.get("intent") or {}).get("name") or ""),
            ranking=_ranking(message.get("intent_ranking") or ()),
            entities=tuple(_found(each, text) for each in message.get("entities") or ()),
            thread=thread,
            beside=str(meta.get("reason") or ""),
            photo=_photo(meta, message),
            holder=str(meta.get("holder") or "bot"),
            told=meta.get("instruction") or {},
            served=meta.get("served") or {},
        )

    @property
    def words(self) -> str:
        """The words to search in: what was typed, or, after a click on a clarifying button, what was not clear."""
        return self.text or (self.thread.matter or "" if self.trusted else "")

    @property
    def upset(self) -> bool:
        """In a clear mood: comfort for somebody who is calm sounds false."""
        return self.emotion in ("upset", "angry") and self.heat >= CLEAR_MOOD

    @property
    def presses(self) -> bool:
        """Upset, or in a hurry by her own words: no more questions than needed."""
        return self.upset or bool(_FRETS.search(self.text))

    def values(self, kind: str) -> tuple[str, ...]:
        """All normal forms of entities of this kind, in the order of the text."""
        return tuple(value for found in self.entities if found.kind == kind for value in found.values)

    def has(self, *kinds: str) -> bool:
        return any(found.kind in kinds for found in self.entities)


def _photo(meta: Mapping[str, Any], message: Mapping[str, Any]) -> str | None:
    """As the worker says; where a click has one in its payload, that one."""
    shown = [each.get("value") for each in message.get("entities") or () if each.get("entity") == "image"]
    return str(shown[-1]) if shown else meta.get("upload_id")


def _now(text: str | None) -> datetime:
    if not text:
        return datetime.now(timezone.utc)
    at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return at if at.tzinfo else at.replace(tzinfo=timezone.utc)


def _emotion(value: Any) -> str:
    level = value.get("level") if isinstance(value, Mapping) else value
    return str(level or "calm")


def _heat(value: Any) -> float:
    """The mood's score; 1 where only its level is known."""
    score = value.get("score") if isinstance(value, Mapping) else None
    return 1.0 if score is None else float(score)


def _ranking(ranking: Any) -> tuple[tuple[str, float], ...]:
    pairs = [(str(each.get("name") or "").split("/")[0], float(each.get("confidence") or 0)) for each in ranking]
    return tuple(pairs[:RANKED])


def _found(entity: Mapping[str, Any], text: str) -> Found:
    value = entity.get("value")
    values = value if isinstance(value, (list, tuple)) else [value]
    return Found(
        kind=str(entity.get("entity")),
        values=tuple(str(each) for each in values if each is not None),
        skus=tuple(str(sku) for sku in entity.get("sku") or ()),
        written=text[int(entity.get("start") or 0) : int(entity.get("end") or 0)],
    )
