"""What the shop can be asked to change, as commands, and what it answers. Pure; `ShopChanges.change` carries them out.

One named order per change. `changes_json.py` holds their wire form, for the HTTP connector and the journal.
A change carries the `facts` that were read back to the shopper before her yes: the shop refuses with `facts_changed`
when they are no longer true, and then the yes is asked for anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal, TypeAlias

from bot.shop.after_sale import CaseItem, CaseType


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    order_id: str
    facts: str = ""  # bot.shop.facts.facts_of(order, …) at the read-back; empty: not checked (an approved proposal)
    by: str = "bot"  # bot, or agent:<name>
    at: datetime | None = None  # business time (aware) at which it was asked for; None: the shop's own clock


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrder(_Change):
    kind: ClassVar[str] = "cancel_order"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAddress(_Change):
    kind: ClassVar[str] = "change_address"
    recipient: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeItem(_Change):
    """Another variant of the same product at the same price, before packing."""

    kind: ClassVar[str] = "change_item"
    sku: str
    wanted_sku: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRemark(_Change):
    """A special request (礼品卡, 不要放小票): added to what the order says already."""

    kind: ClassVar[str] = "add_remark"
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDeliveryTime(_Change):
    kind: ClassVar[str] = "change_delivery_time"
    deliver_from: datetime
    deliver_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InterceptParcel(_Change):
    """The shopper will not take the parcel: the carrier is asked to bring it back."""

    kind: ClassVar[str] = "intercept_parcel"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAfterSale(_Change):
    kind: ClassVar[str] = "open_after_sale"
    type: CaseType
    items: tuple[CaseItem, ...]
    reason: str
    amount_fen: int = 0
    freight_payer: str = "shopper"
    wanted_sku: str | None = None
    note: str = ""
    goods: str = ""  # what the shopper says of them: sealed, opened, unused, used; "": she was not asked


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawAfterSale(_Change):
    kind: ClassVar[str] = "withdraw_after_sale"
    after_sale_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPickup(_Change):
    """A courier comes for the goods of a case; booking again moves the appointment."""

    kind: ClassVar[str] = "book_pickup"
    after_sale_id: str
    pickup_from: datetime
    pickup_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TellReturnParcel(_Change):
    kind: ClassVar[str] = "tell_return_parcel"
    after_sale_id: str
    carrier: str
    tracking_no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestInvoice(_Change):
    """A first invoice, or with `replaces` a correction: the old one is voided."""

    kind: ClassVar[str] = "request_invoice"
    invoice_kind: str
    title_type: str
    title: str
    tax_no: str = ""
    email: str = ""
    replaces: str | None = None
    registered: str = ""  # bank, account, registered address and phone, where the rule for this kind needs them


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeUrge(_Change):
    """At most one for an order and a subject in 12 hours: within them the first one's reference comes back."""

    kind: ClassVar[str] = "make_urge"
    what: str  # shipping, delivery, refund or invoice


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveMoney(_Change):
    """What a person approved, or the shop's limit allows. `what`: refund, compensation or price_difference."""

    kind: ClassVar[str] = "give_money"
    what: str
    amount_fen: int
    reason: str
    after_sale_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveCoupon(_Change):
    kind: ClassVar[str] = "give_coupon"
    amount_fen: int
    threshold_fen: int
    valid_until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResendItem(_Change):
    """A missing or wrong piece is sent (again), free of charge."""

    kind: ClassVar[str] = "resend_item"
    sku: str
    quantity: int
    reason: str


Change: TypeAlias = (
    CancelOrder | ChangeAddress | ChangeItem | AddRemark | ChangeDeliveryTime | InterceptParcel | OpenAfterSale
    | WithdrawAfterSale | BookPickup | TellReturnParcel | RequestInvoice | MakeUrge | GiveMoney | GiveCoupon | ResendItem
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the shop did: `done`, with the id of what was made and when it is due; or `refused`, with the rule's code.

    The same key always gives the same outcome. Whether a change whose answer was lost was carried out is not an outcome:
    `ShopClient.change` raises OutcomeUnknown, and a person looks.
    """

    state: Literal["done", "refused"]
    reason: str = ""
    reference: str = ""
    amount_fen: int | None = None
    due_at: datetime | None = None

    @property
    def done(self) -> bool:
        return self.state == "done"
