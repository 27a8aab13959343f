"""Pieces that open exchanges hold, a row for each case and SKU. What the shop may promise is its stock without them.

Rows follow the cases, within the transaction that writes a case; nothing here commits or touches the stock itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.shop.after_sale import AfterSale
from bot.shop.case_states import HOLDING, pieces_held
from bot.shop.sql import care_tables as c

_ASKED_AT_ONCE = 5000
_HELD = (
    sa.select(c.held_pieces.c.sku, sa.func.sum(c.held_pieces.c.quantity).label("pieces"))
    .where(c.held_pieces.c.sku.in_(sa.bindparam("skus", expanding=True)))
    .group_by(c.held_pieces.c.sku)
)
_OF_CASE = sa.select(c.held_pieces.c.sku, c.held_pieces.c.quantity).where(
    c.held_pieces.c.after_sale_id == sa.bindparam("after_sale_id")
)


def held(connection: Connection, skus: Sequence[str]) -> dict[str, int]:
    """Pieces held of these SKUs, by SKU; a SKU of which none is held is left out."""
    found: dict[str, int] = {}
    for start in range(0, len(skus), _ASKED_AT_ONCE):
        rows = connection.execute(_HELD, {"skus": list(skus[start : start + _ASKED_AT_ONCE])})
        found |= {row.sku: int(row.pieces) for row in rows}
    return found


def follow(connection: Connection, case: AfterSale) -> bool:
    """Hold what this case holds as it is now, and nothing else for it; whether that was another thing before."""
    if case.type != "exchange":
        return False
    before = {row.sku: row.quantity for row in connection.execute(_OF_CASE, {"after_sale_id": case.after_sale_id})}
    now = pieces_held(case)
    if before == now:
        return False
    connection.execute(sa.delete(c.held_pieces).where(c.held_pieces.c.after_sale_id == case.after_sale_id))
    rows = [{"after_sale_id": case.after_sale_id, "sku": sku, "quantity": count} for sku, count in now.items()]
    if rows:
        connection.execute(sa.insert(c.held_pieces), rows)
    return True


def fill(connection: Connection) -> None:
    """The rows of all exchanges that are open: for a shop that an older version made."""
    sku = sa.func.coalesce(c.after_sales.c.wanted_sku, c.case_items.c.sku)
    of_case = (c.case_items.c.order_id == c.after_sales.c.order_id) & (
        c.case_items.c.after_sale_id == c.after_sales.c.after_sale_id
    )
    found = (
        sa.select(c.after_sales.c.after_sale_id, sku, sa.func.sum(c.case_items.c.quantity))
        .select_from(c.after_sales.join(c.case_items, of_case))
        .where(c.after_sales.c.type == "exchange", c.after_sales.c.state.in_(sorted(HOLDING)))
        .group_by(c.after_sales.c.after_sale_id, sku)
    )
    connection.execute(sa.insert(c.held_pieces).from_select(["after_sale_id", "sku", "quantity"], found))
