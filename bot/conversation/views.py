"""What a decision about a message looks at and says: the parse, the thread, the limits, the verdict. Plain values, no rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversation import order_evidence
from bot.text.identifiers import find_identifiers

UNSURE = "unsure"
TRACKING = frozenset({"track_order", "urge_shipping", "urge_delivery", "complain_late_delivery", "ask_shipping_time"})
_THINGS = frozenset({"product", "category"})
CASES = frozenset({"request_return", "request_exchange", "request_refund", "request_repair"})
Verdict = tuple[str, str]  # the intent, and why


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    intent: str
    confidence: float  # 0..1


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseView:
    """An NLU result: `ranking` best first; `entities` are the kinds found; `trusted`: a button, never re-ranked.

    `goods` are the goods, brands, colours and sizes as they stand in the text.
    """

    text: str
    ranking: tuple[Guess, ...]
    in_scope: bool = True
    entities: frozenset[str] = frozenset()
    goods: tuple[str, ...] = ()
    things: int = 0  # how many products or kinds of goods it names
    trusted: bool = False

    @property
    def only_goods(self) -> bool:
        return order_evidence.names_only_goods(self.text, self.goods)

    @classmethod
    def of(cls, parse: Mapping[str, Any], *, trusted: bool = False) -> ParseView:
        """From Rasa's parse document; a name's part after `/` is dropped."""
        ranking = parse.get("intent_ranking") or [parse.get("intent") or {}]
        text = parse.get("text") or ""
        named = [each for each in parse.get("entities") or () if each.get("entity") in order_evidence.GOODS]
        return cls(
            text=text,
            ranking=_merged(ranking),
            in_scope=parse.get("in_scope", True) is not False,
            entities=frozenset(str(each.get("entity")) for each in parse.get("entities") or ()),
            goods=tuple(text[each.get("start") or 0 : each.get("end") or 0] for each in named),
            things=len(
                {text[each.get("start") or 0 : each.get("end") or 0] for each in named if each.get("entity") in _THINGS}
            ),
            trusted=trusted,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadView:
    """Where the talk stands. `open_statuses` are those of the shopper's open orders, None when nobody has looked."""

    asked: str | None = None
    flow: str | None = None
    orders_offered: tuple[str, ...] = ()
    order_in_focus: str | None = None
    product_in_focus: str | None = None
    products_offered: tuple[str, ...] = ()
    misses: int = 0
    logged_in: bool = False
    open_statuses: tuple[str, ...] | None = None
    complaining: bool = False  # a complaint has its ticket
    stopped: bool = False  # a flow has just told that what she wished cannot be done
    agent: str = ""  # who of the shop's people served her lately

    @classmethod
    def of(cls, slots: Mapping[str, Any], *, logged_in: bool, served: Mapping[str, Any] | None = None) -> ThreadView:
        """From the tracker's slots; `logged_in` and `served` from the record, never from a slot."""
        statuses = slots.get("open_statuses")
        return cls(
            asked=slots.get("asked"),
            flow=slots.get("flow"),
            orders_offered=tuple(slots.get("orders_offered") or ()),
            order_in_focus=slots.get("order_in_focus"),
            product_in_focus=slots.get("product_in_focus"),
            products_offered=tuple(slots.get("products_offered") or ()),
            misses=int(slots.get("misses") or 0),
            logged_in=logged_in,
            open_statuses=None if statuses is None else tuple(statuses),
            complaining=bool((slots.get("complaint") or {}).get("ticket")),
            stopped=bool(slots.get("draft")) and slots.get("asked") is None,
            agent=str((served or {}).get("agent") or ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The intent to go on with, the ranking as re-weighted, and which rule spoke ("words" when none did).

    `by_words` is false where the thread, not the words, says what is meant.
    """

    intent: str
    confidence: float
    ranking: tuple[Guess, ...]
    why: str
    by_words: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When the bot is sure: the best guess alone (or its family together), or a guess well ahead of the next."""

    sure: float = 0.45
    lead: float = 0.15
    floor: float = 0.30
    clear: float = 0.80
    override: float = 0.60  # a wish this clear is not bent into the answer to a question


def decided(parse: ParseView, intent: str, why: str, *, by_words: bool = False) -> Decision:
    """This intent, for a reason that is not in the ranking alone; `by_words`: and not in the thread either."""
    confidence = next((each.confidence for each in parse.ranking if each.intent == intent), 1.0)
    return Decision(intent=intent, confidence=confidence, ranking=parse.ranking, why=why, by_words=by_words)


def _merged(ranking: list[Mapping[str, Any]]) -> tuple[Guess, ...]:
    sums: dict[str, float] = {}
    for each in ranking:
        name = str(each.get("name") or "").split("/")[0]
        if name:
            sums[name] = sums.get(name, 0.0) + float(each.get("confidence") or 0.0)
    return tuple(
        Guess(intent=name, confidence=value) for name, value in sorted(sums.items(), key=lambda pair: -pair[1])
    )


def has_identifier(text: str) -> bool:
    """Whether it holds a number of an order, a parcel or a phone."""
    return bool(find_identifiers(text))


def letters(text: str) -> int:
    return sum(each.isalpha() for each in text)
