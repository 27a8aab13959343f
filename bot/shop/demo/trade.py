"""Customers and orders from data/shop/*.csv, checked against the catalogue and for what carriers' records must be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import pairwise
from pathlib import Path

from bot.shop.demo.files import Faults, read_csv
from bot.shop.demo.moments import Anchor, Moment, parse_moment
from bot.shop.order import ORDER_STATUSES, Customer, Order, OrderItem, Parcel, TrackingEvent
from bot.shop.product import Product

LEVELS = ("new", "regular", "vip")
_PHONE = re.compile(r"1[3-9]\d{9}")
_ITEM = re.compile(r"(?P<sku>[^\s*@|]+)\*(?P<quantity>[1-9]\d{0,3})(?:@(?P<yuan>\d{1,7})(?:\.(?P<fen>\d{2}))?)?")
_CUSTOMER = ("customer_id", "name", "phone", "level", "city", "joined")
_ORDER = ("order_id", "customer_id", "status", "placed", "items", "freight", "recipient", "phone", "address", "promised_ship", "remark")  # fmt: skip
_PARCEL = ("order_id", "tracking_no", "carrier", "state", "promised", "predicted", "skus")
_EVENT = ("tracking_no", "at", "place", "text")

Row = tuple[int, Mapping[str, str]]


@dataclass(slots=True)
class Trade:
    """The rows of parcels and events, by what they belong to, and everything that an order is checked against."""

    directory: Path
    anchor: Anchor
    faults: Faults
    customers: Mapping[str, Customer]
    items: Mapping[str, OrderItem]  # by SKU, one piece at today's price
    carriers: Mapping[str, str]
    parcels: dict[str, list[Row]] = field(default_factory=dict)
    events: dict[str, list[Row]] = field(default_factory=dict)

    def load_rows(self) -> None:
        for line, row in read_csv(self.directory / "parcels.csv", _PARCEL):
            self.parcels.setdefault(row["order_id"], []).append((line, row))
        for line, row in read_csv(self.directory / "tracking.csv", _EVENT):
            self.events.setdefault(row["tracking_no"], []).append((line, row))


def read_carriers(path: Path) -> dict[str, str]:
    """Carriers' Chinese names by code."""
    return {row["code"]: row["name"] for _, row in read_csv(path, ("code", "name", "phone"))}


def read_customers(path: Path, anchor: Anchor, faults: Faults) -> dict[str, Customer]:
    """Customers by id."""
    customers: dict[str, Customer] = {}
    for line, row in read_csv(path, _CUSTOMER):
        customer = faults.tried(path, line, partial(_customer, row, anchor))
        if customer is not None and customer.customer_id in customers:
            faults.add(path, line, f"customer {customer.customer_id} is given twice")
        if customer is not None:
            customers[customer.customer_id] = customer
    return customers


def purchasable(products: Iterable[Product]) -> dict[str, OrderItem]:
    """What an order's line would say of each SKU that can be bought: title with the options, today's price."""
    items: dict[str, OrderItem] = {}
    for product in products:
        if not product.variants:
            items[product.sku] = OrderItem(
                sku=product.sku, title=product.title, quantity=1, price_fen=product.price_fen
            )
        for variant in product.variants:
            title = " ".join([product.title, *variant.options.values()])
            items[variant.sku] = OrderItem(sku=variant.sku, title=title, quantity=1, price_fen=variant.price_fen)
    return items


def read_orders(trade: Trade) -> list[Order]:
    """All orders; faults of orders, parcels and events go to trade.faults with their own file and line."""
    path = trade.directory / "orders.csv"
    trade.load_rows()
    orders: dict[str, Order] = {}
    for line, row in read_csv(path, _ORDER):
        order = trade.faults.tried(path, line, partial(_order, row, trade))
        if row["order_id"] in orders:
            trade.faults.add(path, line, f"order {row['order_id']} is given twice")
        if order is not None:
            orders[order.order_id] = order
    for rows in trade.parcels.values():
        for line, row in rows:
            if row["order_id"] not in orders:
                trade.faults.add(trade.directory / "parcels.csv", line, f"order {row['order_id']} does not exist")
    return list(orders.values())


def _customer(row: Mapping[str, str], anchor: Anchor) -> Customer:
    _check(bool(row["customer_id"]) and bool(row["name"]), "customer_id and name must not be empty")
    _check(bool(_PHONE.fullmatch(row["phone"])), f"phone {row['phone']!r} is not a mobile number")
    _check(row["level"] in LEVELS, f"level {row['level']!r} is none of {', '.join(LEVELS)}")
    joined = parse_moment(row["joined"])
    return Customer(
        customer_id=row["customer_id"],
        name=row["name"],
        phone=row["phone"],
        level=row["level"],
        city=row["city"],
        joined_at=anchor.at(joined, back_days=anchor.back_days([joined])),
    )


def _order(row: Mapping[str, str], trade: Trade) -> Order:
    _check(row["customer_id"] in trade.customers, f"customer {row['customer_id']!r} does not exist")
    _check(row["status"] in ORDER_STATUSES, f"status {row['status']!r} is none of {', '.join(ORDER_STATUSES)}")
    customer = trade.customers[row["customer_id"]]
    phone = row["phone"] or customer.phone
    _check(bool(_PHONE.fullmatch(phone)), f"phone {phone!r} is not a mobile number")
    parcel_rows = trade.parcels.get(row["order_id"], [])
    back_days = trade.anchor.back_days(_moments(row, parcel_rows, trade))
    items = tuple(_item(text.strip(), trade) for text in row["items"].split("|"))
    placed_at = trade.anchor.at(parse_moment(row["placed"]), back_days=back_days)
    order = Order(
        order_id=row["order_id"],
        customer_id=customer.customer_id,
        phone=phone,
        recipient=row["recipient"] or customer.name,
        address=row["address"],
        status=row["status"],  # type: ignore[arg-type]
        placed_at=placed_at,
        total_fen=sum(item.price_fen * item.quantity for item in items) + _fen(row["freight"]),
        items=items,
        parcels=tuple(parcel for line in parcel_rows if (parcel := _parcel(line, trade, back_days)) is not None),
        promised_ship_at=_maybe(row["promised_ship"], trade.anchor, back_days),
        remark=row["remark"],
    )
    starts = [parcel.events[0].at for parcel in order.parcels if parcel.events]
    _check(all(placed_at <= start for start in starts), "a parcel was scanned before the order was placed")
    return order


def _moments(row: Mapping[str, str], parcels: list[Row], trade: Trade) -> list[Moment]:
    cells = [row["placed"], row["promised_ship"]]
    for _, parcel in parcels:
        cells += [parcel["promised"], parcel["predicted"]]
        cells += [event["at"] for _, event in trade.events.get(parcel["tracking_no"], [])]
    moments = []
    for cell in cells:
        try:
            moments.append(parse_moment(cell))
        except ValueError:
            continue  # empty, or named with its own line where the cell is read
    return moments


def _item(text: str, trade: Trade) -> OrderItem:
    match = _ITEM.fullmatch(text)
    if match is None:
        raise ValueError(f"items: {text!r} is not SKU*quantity or SKU*quantity@price")
    known = trade.items.get(match["sku"])
    if known is None:
        raise ValueError(f"items: {match['sku']} cannot be bought (unknown, or a product that has variants)")
    paid_fen = int(match["yuan"]) * 100 + int(match["fen"] or 0) if match["yuan"] else known.price_fen
    return OrderItem(sku=known.sku, title=known.title, quantity=int(match["quantity"]), price_fen=paid_fen)


def _parcel(place: Row, trade: Trade, back_days: int) -> Parcel | None:
    line, row = place
    path = trade.directory / "parcels.csv"
    events = [_event(event, trade, back_days) for event in trade.events.get(row["tracking_no"], [])]

    def make() -> Parcel:
        _check(row["carrier"] in trade.carriers, f"carrier {row['carrier']!r} is not in carriers.csv")
        _check(row["state"] in ORDER_STATUSES, f"state {row['state']!r} is none of {', '.join(ORDER_STATUSES)}")
        return Parcel(
            tracking_no=row["tracking_no"],
            carrier_code=row["carrier"],
            carrier=trade.carriers[row["carrier"]],
            state=row["state"],
            promised_at=_maybe(row["promised"], trade.anchor, back_days),
            predicted_at=_maybe(row["predicted"], trade.anchor, back_days),
            events=tuple(_ascending([event for event in events if event is not None])),
            skus=tuple(sku for sku in row["skus"].split("|") if sku),
        )

    return trade.faults.tried(path, line, make)


def _event(place: Row, trade: Trade, back_days: int) -> TrackingEvent | None:
    line, row = place

    def make() -> TrackingEvent:
        at = trade.anchor.at(parse_moment(row["at"]), back_days=back_days)
        _check(at <= trade.anchor.now, "an event is in the future")
        return TrackingEvent(at=at, place=row["place"], text=row["text"])

    return trade.faults.tried(trade.directory / "tracking.csv", line, make)


def _ascending(events: list[TrackingEvent]) -> list[TrackingEvent]:
    _check(all(one.at < two.at for one, two in pairwise(events)), "its events are not in the order of time")
    return events


def _maybe(cell: str, anchor: Anchor, back_days: int) -> datetime | None:
    return anchor.at(parse_moment(cell), back_days=back_days) if cell else None


def _fen(cell: str) -> int:
    match = re.fullmatch(r"(\d{1,5})(?:\.(\d{2}))?", cell or "0")
    if match is None:
        raise ValueError(f"freight: {cell!r} is not an amount such as 8 or 8.50")
    return int(match[1]) * 100 + int(match[2] or 0)


def _check(holds: bool, reason: str) -> None:
    if not holds:
        raise ValueError(reason)
