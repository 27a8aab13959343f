"""What happens to an order after it was placed, as the shop tells it: after-sale cases, refunds, invoices. Pure dataclasses.

The states of a case and who may move it are in `case_states.py`; the rules that say what is allowed in `service_rules.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

CaseType = Literal["return", "exchange", "refund", "repair"]
CaseState = Literal[
    "applied", "approved", "picked_up", "received", "inspected",
    "refunded", "exchanged", "repaired", "closed", "rejected", "withdrawn",
]  # fmt: skip
RefundState = Literal["pending", "sent", "arrived", "failed"]
InvoiceState = Literal["requested", "issued", "failed", "voided"]
CASE_TYPES: tuple[str, ...] = get_args(CaseType)
CASE_STATES: tuple[str, ...] = get_args(CaseState)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseItem:
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStep:
    """One move of a case: to which state, when (aware, UTC), by whom (shopper, bot, agent, shop, carrier), with what note."""

    state: CaseState
    at: datetime
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterSale:
    """One case of one order. `reason` is a code of data/shop/policies (no_longer_wanted, damaged, …); `freight_payer` is
    shopper or shop; `next_what` and `next_due_at` say what comes next and by when; `wanted_sku` is for an exchange."""

    after_sale_id: str
    order_id: str
    type: CaseType
    state: CaseState
    items: tuple[CaseItem, ...]
    reason: str
    amount_fen: int
    freight_payer: str
    history: tuple[CaseStep, ...]
    next_what: str = ""
    next_due_at: datetime | None = None
    wanted_sku: str | None = None
    pickup_from: datetime | None = None
    pickup_until: datetime | None = None
    return_carrier: str = ""
    return_tracking_no: str = ""

    @property
    def is_open(self) -> bool:
        return self.state not in ("refunded", "exchanged", "repaired", "closed", "rejected", "withdrawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money on its way back. `channel` as the shopper knows it (微信支付); `due_at` is the date by which it arrives."""

    refund_id: str
    order_id: str
    amount_fen: int
    channel: str
    state: RefundState
    made_at: datetime
    due_at: datetime
    arrived_at: datetime | None = None
    after_sale_id: str | None = None
    what: str = "refund"  # refund, compensation or price_difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """`kind`: normal (普票) or special (专票); `title_type`: personal or company; `file_url` is there once it is issued."""

    invoice_id: str
    order_id: str
    kind: str
    title_type: str
    title: str
    tax_no: str
    amount_fen: int
    state: InvoiceState
    requested_at: datetime
    due_at: datetime
    issued_at: datetime | None = None
    file_url: str = ""
    email: str = ""
    replaces: str | None = None
    registered: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Urge:
    """A request to the shop or the carrier to hurry: what about (shipping, delivery, refund, invoice), when, answer by when."""

    urge_id: str
    order_id: str
    what: str
    made_at: datetime
    answer_due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponGiven:
    """`amount_fen` off from `threshold_fen` on, given for `reason`."""

    coupon_id: str
    order_id: str
    amount_fen: int
    threshold_fen: int
    valid_until: datetime
    reason: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Resend:
    """A piece that is sent (again) free of charge; `due_at` is when it leaves at the latest."""

    resend_id: str
    order_id: str
    sku: str
    quantity: int
    reason: str
    made_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySlot:
    """When the shopper wants it brought: a wish that the carrier was told."""

    order_id: str
    deliver_from: datetime
    deliver_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Intercept:
    """The carrier was asked to bring the parcels back; whether it can be done is known by `answer_due_at`."""

    intercept_id: str
    order_id: str
    reason: str
    made_at: datetime
    answer_due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupCode:
    """Where a parcel waits (驿站, 快递柜), the code that opens it, and until when it is kept."""

    tracking_no: str
    order_id: str
    place: str
    code: str
    kept_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCare:
    """Everything of one order beside the order itself, newest first. `paid_by` is the way it was paid (微信支付), "": unknown."""

    order_id: str
    after_sales: tuple[AfterSale, ...] = ()
    refunds: tuple[Refund, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    urges: tuple[Urge, ...] = ()
    coupons: tuple[CouponGiven, ...] = ()
    resends: tuple[Resend, ...] = ()
    pickup_codes: tuple[PickupCode, ...] = ()
    slot: DeliverySlot | None = None
    intercept: Intercept | None = None
    paid_by: str = ""

    @property
    def given_back_fen(self) -> int:
        """What was given back, or is on its way back, in fen."""
        return sum(refund.amount_fen for refund in self.refunds if refund.state != "failed")
