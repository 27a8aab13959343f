"""What a conversation is about: an order, a product, a customer of the connected shop, and the gaps that they fill. Pure.

Each conversation gets an order of its own as long as there are enough, so that one that changes an order disturbs no other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.training.e2e.script import Script

Row = Mapping[str, Any]
_GAP = re.compile(r"\{([a-z_][\w.]*)\}")  # {11} is a regular expression's
_CITY = re.compile(r"(?:.*?(?:省|自治区))?(.+?)(?:市|地区|自治州|盟)")


class NothingLikeIt(Exception):
    """The shop has no order, product or customer as a conversation needs it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`names` are what gaps may say: {"order": …, "product": …}. `customer_id` is who logs in, None for a guest."""

    names: Mapping[str, Any]
    customer_id: str | None


@dataclass(slots=True)
class Shop:
    """The shop's rows (`bot.shop.rows`), its book of answers by id, and which orders are taken by a conversation."""

    orders: Sequence[Row]
    products: Sequence[Row]
    customers: Sequence[Row]
    book: Mapping[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def facts_for(self, script: Script) -> Facts:
        """Raises NothingLikeIt."""
        names: dict[str, Any] = {"book": self.book}
        customer_id: str | None = None
        if script.order is not None:
            order = self._order(script.order)
            names["order"] = {**order, **told_of_order(order)}
            customer_id = str(order["customer_id"]) if script.who == "owner" else None
        if script.product is not None:
            product = self._first(self.products, script.product, "product")
            names["product"] = {**product, **told_of_product(product)}
        if script.who == "customer":
            customer_id = str(self._first(self.customers, script.customer or {}, "customer")["customer_id"])
        if customer_id:
            names["customer"] = next(row for row in self.customers if row["customer_id"] == customer_id)
        return Facts(names=names, customer_id=customer_id)

    def _order(self, wanted: Mapping[str, Any]) -> Row:
        like = [order for order in self.orders if self._is_like(order, wanted)]
        if not like:
            raise NothingLikeIt(f"the shop has no order like {dict(wanted)}")
        free = [order for order in like if order["order_id"] not in self._taken]
        chosen = (free or like)[0]
        self._taken.add(chosen["order_id"])
        return chosen

    def _is_like(self, order: Row, wanted: Mapping[str, Any]) -> bool:
        siblings = [other for other in self.orders if other["customer_id"] == order["customer_id"]]
        computed = {
            "late": is_late(order),
            "parcels": len(order["parcels"]),
            "lines": len(order["items"]),
            "orders": len(siblings),  # how many this customer has
            "alone": sum(other["status"] == order["status"] for other in siblings) == 1,
        }
        return all(_matches({**order, **computed}.get(name), value) for name, value in wanted.items())

    @staticmethod
    def _first(rows: Sequence[Row], wanted: Mapping[str, Any], kind: str) -> Row:
        for row in rows:
            computed = {"in_stock": row.get("stock", 0) > 0} if kind == "product" else {}
            if all(_matches({**row, **computed}.get(name), value) for name, value in wanted.items()):
                return row
        raise NothingLikeIt(f"the shop has no {kind} like {dict(wanted)}")


def is_late(order: Row) -> bool:
    """Whether one of its parcels is expected after it was promised."""
    return any(
        parcel["predicted_at"] and parcel["promised_at"] and parcel["predicted_at"] > parcel["promised_at"]
        for parcel in order["parcels"]
    )


def told_of_order(order: Row) -> dict[str, Any]:
    """What an answer about it may say: {order.city}, {order.phone_tail}, {order.item}, …"""
    events = order.get("events") or []
    place = str(events[-1]["place"]) if events else ""
    city = _CITY.match(place)
    return {
        "tail": str(order["order_id"])[-4:],
        "phone_tail": str(order["phone"])[-4:],
        "item": order["items"][0]["title"] if order["items"] else "",
        "sku": order["items"][0]["sku"] if order["items"] else "",
        "place": place,
        "city": city[1] if city else place,
        "yuan": yuan(int(order["total_fen"])),
    }


def told_of_product(product: Row) -> dict[str, Any]:
    return {"yuan": yuan(int(product["price_fen"]))}


def yuan(fen: int) -> str:
    """399, 59.9: as prices are written, without idle zeros."""
    return f"{fen / 100:.2f}".rstrip("0").rstrip(".")


def fill(template: str, names: Mapping[str, Any]) -> str:
    """The gaps filled. Raises NothingLikeIt for a fact that is not there."""

    def value(match: re.Match[str]) -> str:
        found: Any = names
        for part in match[1].split("."):
            if isinstance(found, Mapping) and part in found:
                found = found[part]
            elif (
                isinstance(found, Sequence)
                and not isinstance(found, str)
                and part.isdecimal()
                and int(part) < len(found)
            ):
                found = found[int(part)]
            else:
                raise NothingLikeIt(f"there is no {{{match[1]}}}")
        return str(found)

    return _GAP.sub(value, template)


def _matches(has: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return has in wanted
    return bool(has == wanted)
