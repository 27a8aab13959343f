"""What an action wants stored, as typed values: the worker keeps them in the turn's transaction (design decision 3).

An action returns effects, it never stores them. Nothing here may do I/O.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofGranted:
    """The shopper proved this order by its number and the phone's tail; it stays proven in her conversation."""

    kind: ClassVar[str] = "proof_granted"
    order_id: str

    def as_json(self) -> dict[str, Any]:
        return _as_json(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageForShop:
    """A message that the shopper leaves for people of the shop. `text` is what she wrote, `contact` a phone or mail.

    It becomes a ticket of this id, or joins the one that is open; `promise` is what she was told would be done by `due_at`
    (ISO 8601, business time).
    """

    kind: ClassVar[str] = "message_for_shop"
    text: str
    reason: str
    contact: str | None = None
    order_id: str | None = None
    ticket_id: str | None = None
    promise: str | None = None
    due_at: str | None = None

    def as_json(self) -> dict[str, Any]:
        return _as_json(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffRequested:
    """The shopper wants a person, for `reason` (the wish that was open, or "asked").

    `why`: she asked, or what made the bot pass her on. `words` are hers about the matter; class and name are the shop's.
    """

    kind: ClassVar[str] = "handoff_requested"
    reason: str
    why: str = "asked"
    words: str | None = None
    order_id: str | None = None
    customer_class: str | None = None
    customer_name: str | None = None

    def as_json(self) -> dict[str, Any]:
        return _as_json(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestockNoteWanted:
    """She wants to hear when `sku` (a product or one choice of it) is back in stock."""

    kind: ClassVar[str] = "restock_note_wanted"
    sku: str
    product_sku: str

    def as_json(self) -> dict[str, Any]:
        return _as_json(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyProposed:
    """Money that the bot found due and may not give itself: a person approves or rejects it.

    `what`: refund, compensation or price_difference; `amount_fen` is above 0; `reason` is what a person checks it by. The
    same `proposal_id` is one proposal, however often the turn runs.
    """

    kind: ClassVar[str] = "money_proposed"
    proposal_id: str
    what: str
    amount_fen: int
    reason: str
    order_id: str | None = None

    def __post_init__(self) -> None:
        if type(self.amount_fen) is not int or self.amount_fen <= 0:
            raise TypeError("amount_fen is a whole number above 0")

    def as_json(self) -> dict[str, Any]:
        return _as_json(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductAskedAbout:
    """She asked about a product before buying it; an order of it within 48 hours counts as converted (询单转化)."""

    kind: ClassVar[str] = "product_asked_about"
    product_sku: str
    intent: str

    def as_json(self) -> dict[str, Any]:
        return _as_json(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintRaised:
    """She complains, or goes on about a matter that has its ticket: the ticket is opened, joined or opened again.

    `matter`: what makes it the same matter (bot.care.complaints.matter_key); `text` what she wrote; `comfort` the key of the
    words that were said; `upload_id` a photo as evidence; `subject` the goods in words, for what is told later.
    """

    kind: ClassVar[str] = "complaint_raised"
    ticket_id: str
    matter: str
    cause: str
    text: str
    responsibility: str = "unclear"
    severity: str = "normal"
    emotion: str = "calm"
    order_id: str | None = None
    subject: str | None = None
    wish: str | None = None
    comfort: str | None = None
    upload_id: str | None = None

    def as_json(self) -> dict[str, Any]:
        return _as_json(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyOffered:
    """What was offered, best first: names of remedies, with commas."""

    kind: ClassVar[str] = "remedy_offered"
    ticket_id: str
    remedies: str

    def as_json(self) -> dict[str, Any]:
        return _as_json(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyAnswered:
    """What became of a remedy. `answer`: rejected, accepted (a person confirms it), done, refused (by the shop), unknown.

    `amount_fen` of goodwill counts against the budgets, once per ticket and remedy; a refund's does not.
    """

    kind: ClassVar[str] = "remedy_answered"
    ticket_id: str
    remedy: str
    answer: str
    amount_fen: int = 0
    order_id: str | None = None
    reference: str | None = None

    def as_json(self) -> dict[str, Any]:
        return _as_json(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMade:
    """She was told that `what` comes by `due_at` (ISO 8601, business time). `keeper`: bot (news of an order), agent or supervisor.

    A ticket has one open promise for a `what`: said again, it keeps its first time.
    """

    kind: ClassVar[str] = "promise_made"
    ticket_id: str
    what: str
    due_at: str
    keeper: str = "agent"
    order_id: str | None = None

    def as_json(self) -> dict[str, Any]:
        return _as_json(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseKept:
    """The bot has told her what it said that it would."""

    kind: ClassVar[str] = "promise_kept"
    promise_id: str

    def as_json(self) -> dict[str, Any]:
        return _as_json(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketAnswered:
    """What she says of a ticket: solved, reopened, more (`text` or a photo to go with it), urged, quiet (no more visits).

    `subject`: the goods that it is about, where they were not known before.
    """

    kind: ClassVar[str] = "ticket_answered"
    ticket_id: str
    answer: str
    text: str | None = None
    upload_id: str | None = None
    subject: str | None = None

    def as_json(self) -> dict[str, Any]:
        return _as_json(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePhotoGiven:
    """A picture that she sent as evidence of an after-sale case."""

    kind: ClassVar[str] = "case_photo_given"
    after_sale_id: str
    order_id: str
    upload_id: str

    def as_json(self) -> dict[str, Any]:
        return _as_json(self)


Effect: TypeAlias = (
    ProofGranted | MessageForShop | HandoffRequested | RestockNoteWanted | MoneyProposed | ProductAskedAbout
    | ComplaintRaised | RemedyOffered | RemedyAnswered | PromiseMade | PromiseKept | TicketAnswered
    | CasePhotoGiven
)  # fmt: skip
_KINDS: dict[str, type[Effect]] = {
    each.kind: each
    for each in (
        ProofGranted, MessageForShop, HandoffRequested, RestockNoteWanted, MoneyProposed, ProductAskedAbout,
        ComplaintRaised, RemedyOffered, RemedyAnswered, PromiseMade, PromiseKept, TicketAnswered,
        CasePhotoGiven,
    )
}  # fmt: skip
_NUMBERS = frozenset({"amount_fen"})


def from_json(document: Mapping[str, Any]) -> Effect:
    """The effect that `as_json` wrote; ValueError when the kind is unknown or the fields do not fit."""
    kind = _KINDS.get(str(document.get("kind")))
    if kind is None:
        raise ValueError(f"unknown effect {document.get('kind')!r}")
    fields = {name: value for name, value in document.items() if name != "kind"}
    if not all(value is None or isinstance(value, str) for name, value in fields.items() if name not in _NUMBERS):
        raise ValueError(f"effect {kind.kind}: every field is a text, but for amounts")
    try:
        return kind(**fields)
    except TypeError as error:
        raise ValueError(f"effect {kind.kind}: {error}") from error


def _as_json(effect: Effect) -> dict[str, Any]:
    return {"kind": effect.kind, **asdict(effect)}
