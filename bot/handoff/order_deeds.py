"""What an agent may do to an order at the desk, as her page sends it, and the shop's command for it. Pure: whether it is
allowed is the shop's to say, by the same rules as for the bot."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from bot.conversation.frames import Reference
from bot.shop.changes import CancelOrder, Change, ChangeAddress, MakeUrge

_Short = Annotated[str, Meta(min_length=1, max_length=64)]
_Address = Annotated[str, Meta(min_length=4, max_length=200)]
_Phone = Annotated[str, Meta(pattern=r"^(\+?\d{7,15})?$")]


class Cancel(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="cancel_order"):
    reason: Annotated[str, Meta(max_length=200)] = ""


class NewAddress(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="change_address"):
    """An empty recipient or phone stays as it is."""

    address: _Address
    recipient: Annotated[str, Meta(max_length=64)] = ""
    phone: _Phone = ""


class Hurry(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="make_urge"):
    what: Literal["shipping", "delivery", "refund", "invoice"]


class OpenCase(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="open_after_sale"):
    """An after-sale case of one line of the order; `reason` is a code of the shop's reasons. Money alone is proposed instead,
    so that it keeps to her limit."""

    type: Literal["return", "exchange", "repair"]
    sku: Reference
    quantity: Annotated[int, Meta(ge=1, le=10_000)]
    reason: _Short
    wanted_sku: Reference | None = None
    note: Annotated[str, Meta(max_length=500)] = ""


Deed: TypeAlias = Cancel | NewAddress | Hurry | OpenCase
KINDS: tuple[str, ...] = tuple(deed.__struct_config__.tag for deed in (Cancel, NewAddress, Hurry, OpenCase))  # type: ignore[misc]


def kind_of(deed: Deed) -> str:
    return str(deed.__struct_config__.tag)


def command(deed: Cancel | NewAddress | Hurry, *, order_id: str, facts: str, by: str) -> Change:
    """`facts` is what her page showed of the order (bot.shop.facts): the shop refuses when it is no longer so."""
    if isinstance(deed, Cancel):
        return CancelOrder(order_id=order_id, facts=facts, by=by, reason=deed.reason)
    if isinstance(deed, NewAddress):
        return ChangeAddress(
            order_id=order_id, facts=facts, by=by, recipient=deed.recipient, phone=deed.phone, address=deed.address
        )
    return MakeUrge(order_id=order_id, facts=facts, by=by, what=deed.what)
