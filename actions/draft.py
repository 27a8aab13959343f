"""A change in the making: which order, what of it, how far the talk about it is. It lives in one slot as small JSON.

Memory only: whose order it is gets decided anew each turn, and the shop checks the facts again when it changes anything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from actions.thread import Thread
from bot.clock import iso

KEPT_FOR = timedelta(minutes=30)  # business time without a word about it
YES_WITHIN = timedelta(minutes=5)  # a later yes is asked for anew
CONFIRM, CORRECTION = "confirm", "correction"  # what every flow asks; bot.conversation.flow_evidence knows the answers
_LONGEST_WORDS = 400
_LONGEST_NOTE = 250

Value = str | int | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBackMade:
    """What was read back, when, in which turn: `change` is the wire form of what a yes sets off, `seen` the facts by name."""

    change: dict[str, Any]
    facts: str
    seen: dict[str, str]
    at: datetime
    turn_id: str
    more: tuple[dict[str, Any], ...] = ()  # changes that the same yes sets off afterwards


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`values` are what she has told so far, by the flow's own names; `words` are those that no order was known for yet.

    `asked` is the question that is open (`confirm` after a read-back). `note` says it all in one line, for a person.
    `aside`: other things were answered since, without a word of it.
    """

    flow: str
    touched_at: datetime
    order_id: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    words: str = ""
    asked: str | None = None
    note: str = ""
    read_back: ReadBackMade | None = None
    aside: bool = False

    @classmethod
    def of(cls, thread: Thread) -> Draft | None:
        """The thread's draft, or None; one that an older version wrote otherwise counts as none."""
        stored = thread.draft
        if not stored:
            return None
        try:
            return cls._read(stored)
        except (KeyError, TypeError, ValueError):
            return None

    @classmethod
    def _read(cls, stored: Mapping[str, Any]) -> Draft:
        told = stored.get("read_back")
        return cls(
            flow=stored["flow"],
            touched_at=_at(stored["touched_at"]),
            order_id=stored.get("order_id"),
            values={name: tuple(each) if isinstance(each, list) else each for name, each in stored["values"].items()},
            words=stored.get("words") or "",
            asked=stored.get("asked"),
            note=stored.get("note") or "",
            read_back=ReadBackMade(**{**told, "at": _at(told["at"]), "more": tuple(told.get("more") or ())})
            if told
            else None,
            aside=bool(stored.get("aside")),
        )

    def as_json(self) -> dict[str, Any]:
        told = self.read_back
        return {
            "flow": self.flow,
            "touched_at": iso(self.touched_at),
            "order_id": self.order_id,
            "values": {name: list(each) if isinstance(each, tuple) else each for name, each in self.values.items()},
            "words": self.words[:_LONGEST_WORDS],
            "asked": self.asked,
            "note": self.note[:_LONGEST_NOTE],
            "aside": self.aside,
            "read_back": told
            and {
                "change": told.change,
                "facts": told.facts,
                "seen": told.seen,
                "at": iso(told.at),
                "turn_id": told.turn_id,
                "more": list(told.more),
            },
        }

    @property
    def token(self) -> str:
        """Marks the buttons of one read-back: those of an earlier one confirm nothing."""
        told = self.read_back
        named = f"{told.turn_id}/{self.flow}/{json.dumps([told.change, *told.more], sort_keys=True)}" if told else ""
        return hashlib.blake2b(named.encode(), digest_size=5).hexdigest()

    @property
    def key(self) -> str:
        """Under which the shop does it once: the same for every yes to the same read-back (design decision 4)."""
        told = self.read_back
        if told is None:
            raise ValueError("nothing was read back")
        return f"{told.turn_id}/{told.change['kind']}/{self.order_id}"

    def is_over(self, now: datetime) -> bool:
        return now - self.touched_at > KEPT_FOR

    def is_late(self, now: datetime) -> bool:
        """Whether a yes now would come too long after the read-back."""
        return self.read_back is None or now - self.read_back.at > YES_WITHIN

    def with_values(self, told: Mapping[str, Value]) -> Draft:
        """The same with what was told now; an empty text takes a value back."""
        merged = {**self.values, **told}
        return replace(self, values={name: each for name, each in merged.items() if each not in ("", ())})

    def about(self, order_id: str) -> Draft:
        """The same for this order; what was read back of another one is void."""
        return self if self.order_id == order_id else replace(self, order_id=order_id, read_back=None, asked=None)


def open_draft(thread: Thread, now: datetime) -> Draft | None:
    draft = Draft.of(thread)
    return None if draft is None or draft.is_over(now) else draft


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
