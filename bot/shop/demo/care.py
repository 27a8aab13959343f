"""What happened to orders after they were placed, from data/shop/*.csv: payments, cases, refunds, invoices, urges, codes.

A file that is not there is an empty one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar, get_args

from bot.shop.after_sale import Invoice, InvoiceState, OrderCare, PickupCode, Refund, RefundState, Urge
from bot.shop.demo.care_records import Records, Row, check, fen_of
from bot.shop.demo.cases import case_of
from bot.shop.demo.files import read_csv
from bot.shop.due_times import due_at
from bot.shop.tax_number import check_tax_number

T = TypeVar("T")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "payments": ("order_id", "channel"),
    "after_sales": ("after_sale_id", "order_id", "type", "reason", "items", "amount", "freight_payer", "wanted_sku", "steps", "return_carrier", "return_tracking_no", "pickup_from", "pickup_until"),
    "refunds": ("refund_id", "order_id", "amount", "state", "made", "arrived", "after_sale_id", "what"),
    "invoices": ("invoice_id", "order_id", "kind", "title_type", "title", "tax_no", "state", "requested", "issued", "email", "replaces"),
    "urges": ("urge_id", "order_id", "what", "made"),
    "pickup_codes": ("order_id", "tracking_no", "place", "code", "kept_until"),
}  # fmt: skip


def read_care(records: Records) -> list[OrderCare]:
    """The care of every order that has any; faults go to records.faults with file and line."""
    paid = {order_id: channel for order_id, channel in _rows(records, "payments", _payment)}
    makers: dict[str, Callable[[Row, Records], Any]] = {
        "after_sales": case_of,
        "refunds": partial(_refund, paid=paid),
        "invoices": _invoice,
        "urges": _urge,
        "pickup_codes": _code,
    }
    parts: dict[str, dict[str, Any]] = {order_id: {"paid_by": channel} for order_id, channel in paid.items()}
    for name, make in makers.items():
        for made in _rows(records, name, make):
            of_order = parts.setdefault(made.order_id, {})
            of_order[name] = (*of_order.get(name, ()), made)
    return [OrderCare(order_id=order_id, **values) for order_id, values in parts.items()]


def _rows(records: Records, name: str, make: Callable[[Row, Records], T]) -> list[T]:
    path = records.directory / f"{name}.csv"
    if not path.exists():
        return []
    found = [
        records.faults.tried(path, line, partial(make, row, records)) for line, row in read_csv(path, _COLUMNS[name])
    ]
    return [made for made in found if made is not None]


def _payment(row: Row, records: Records) -> tuple[str, str]:
    check(bool(row["channel"]), "channel: an empty text")
    return records.order(row).order_id, row["channel"]


def _refund(row: Row, records: Records, *, paid: Mapping[str, str]) -> Refund:
    order = records.order(row)
    check(
        row["state"] in get_args(RefundState), f"state {row['state']!r} is none of {', '.join(get_args(RefundState))}"
    )
    made_at, rule = records.at(row["made"]), records.rules.refund.at(records.anchor.now)
    if rule is None:
        raise ValueError("policies/refund.yml is needed: it says when money arrives")
    channel = rule.channel(paid.get(order.order_id, ""))
    return Refund(
        refund_id=row["refund_id"],
        order_id=order.order_id,
        amount_fen=fen_of(row["amount"]),
        channel=channel.name,
        state=row["state"],  # type: ignore[arg-type]
        made_at=made_at,
        due_at=due_at(made_at, channel, records.rules),
        arrived_at=records.maybe(row["arrived"]),
        after_sale_id=row["after_sale_id"] or None,
        what=row["what"],
    )


def _invoice(row: Row, records: Records) -> Invoice:
    order = records.order(row)
    check(
        row["state"] in get_args(InvoiceState), f"state {row['state']!r} is none of {', '.join(get_args(InvoiceState))}"
    )
    check(not row["tax_no"] or check_tax_number(row["tax_no"]).possible, f"tax_no {row['tax_no']!r} is none")
    rule = records.rules.invoice.at(records.anchor.now)
    kind = next((each for each in rule.kinds if each.kind == row["kind"]), None) if rule is not None else None
    if kind is None:
        raise ValueError(f"kind {row['kind']!r} is not in policies/invoice.yml")
    requested_at = records.at(row["requested"])
    invoice = Invoice(
        invoice_id=row["invoice_id"],
        order_id=order.order_id,
        kind=kind.kind,
        title_type=row["title_type"],
        title=row["title"],
        tax_no=row["tax_no"],
        amount_fen=order.total_fen,
        state=row["state"],  # type: ignore[arg-type]
        requested_at=requested_at,
        due_at=due_at(requested_at, kind, records.rules),
        issued_at=records.maybe(row["issued"]),
        email=row["email"],
        replaces=row["replaces"] or None,
    )
    return replace(invoice, file_url=f"/invoices/{invoice.invoice_id}.pdf" if invoice.issued_at else "")


def _urge(row: Row, records: Records) -> Urge:
    made_at = records.at(row["made"])
    rule = records.rules.urge.at(made_at)
    hours = rule.answer_hours.get(row["what"]) if rule is not None else None
    if hours is None:
        raise ValueError(f"what {row['what']!r} is not in policies/urge.yml")
    answer_due_at = made_at + timedelta(hours=hours)
    order_id = records.order(row).order_id
    return Urge(
        urge_id=row["urge_id"], order_id=order_id, what=row["what"], made_at=made_at, answer_due_at=answer_due_at
    )


def _code(row: Row, records: Records) -> PickupCode:
    order = records.order(row)
    known = [parcel.tracking_no for parcel in order.parcels]
    check(row["tracking_no"] in known, f"tracking_no {row['tracking_no']!r} is none of this order's")
    return PickupCode(
        tracking_no=row["tracking_no"],
        order_id=order.order_id,
        place=row["place"],
        code=row["code"],
        kept_until=records.at(row["kept_until"]),
    )
