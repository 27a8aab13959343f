"""What the shop's own people and systems do with cases, refunds and invoices: for the desk, the seed, a reference shop.

Shoppers and the bot have no way here; `by` is shop, carrier or agent:<name>.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.errors import Conflict, NotFound
from bot.shop.after_sale import AfterSale, CaseState, RefundState
from bot.shop.case_states import IllegalMove, move, pieces_held
from bot.shop.service_rules import ServiceRules
from bot.shop.sql import care_rows, order_rows, rule_rows, stock
from bot.shop.sql import care_tables as c
from bot.shop.sql.carry_out import lock_order
from bot.shop.sql.case_changes import case_times
from bot.shop.sql.money_changes import give_back
from bot.shop.sql.scene import Refused, Scene
from bot.shop.sql.shop import SqlShop


class OutOfStock(Conflict):
    """What the exchange would send is gone meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMove:
    """`amount_fen` sets what is paid back, before the case is refunded; None keeps what the case says."""

    after_sale_id: str
    to: CaseState
    by: str
    at: datetime
    note: str = ""
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BackOffice:
    shop: SqlShop

    async def move_case(self, wish: CaseMove) -> AfterSale:
        """The case after the move; `refunded` pays its amount back in the same transaction, `exchanged` takes its pieces
        from the stock.

        Raises NotFound, IllegalMove (also for a second time), Conflict when more would go back than was paid, OutOfStock.
        """
        return await self.shop.write(partial(_moved, wish=wish))

    async def settle_refund(self, refund_id: str, state: RefundState, at: datetime) -> None:
        """What the shopper's bank says: `arrived` or `failed`. Raises NotFound; what is settled stays so (Conflict)."""
        await self.shop.write(partial(_settle, refund_id=refund_id, state=state, at=at))

    async def issue_invoice(self, invoice_id: str, file_url: str, at: datetime) -> None:
        """Raises NotFound, or Conflict for one that is not requested any more."""
        await self.shop.write(partial(_issue, invoice_id=invoice_id, file_url=file_url, at=at))


def _moved(connection: Connection, wish: CaseMove) -> AfterSale:
    scene, case = _scene(connection, wish, rule_rows.service_rules(connection))
    if wish.amount_fen is not None:
        if case.state == "refunded" or wish.amount_fen < 0:
            raise IllegalMove(f"case {case.after_sale_id}: its amount cannot be set any more, or is below 0")
        case = replace(case, amount_fen=wish.amount_fen)
    moved = move(case, wish.to, at=wish.at, by=wish.by, times=case_times(scene), note=wish.note)
    if wish.to == "refunded":
        try:
            give_back(scene, "refund", moved.amount_fen, moved.after_sale_id)
        except Refused as refused:
            raise Conflict(f"case {case.after_sale_id} cannot be paid back: {refused.reason}") from refused
    _move_pieces(connection, case, moved)
    care_rows.rewrite_case(connection, moved)
    return moved


def _move_pieces(connection: Connection, case: AfterSale, moved: AfterSale) -> None:
    """What is exchanged leaves the shelf; what is approved after a rejection has to be there still. Raises OutOfStock."""
    if moved.state == "exchanged":
        stock.send(connection, pieces_held(case))
    wanted = {} if pieces_held(case) else pieces_held(moved)
    stock.lock(connection, wanted)
    if gone := stock.lacking(connection, wanted):
        raise OutOfStock(f"case {case.after_sale_id} cannot be approved any more: too few of {gone} are left")


def _scene(connection: Connection, wish: CaseMove, rules: ServiceRules) -> tuple[Scene, AfterSale]:
    order_id = care_rows.order_of_case(connection, wish.after_sale_id)
    if order_id is None:
        raise NotFound(f"there is no case {wish.after_sale_id}: see `xiaonuan shop list after_sales`")
    lock_order(connection, order_id)
    order, care = order_rows.order_by_id(connection, order_id), care_rows.care_of(connection, [order_id])[order_id]
    if order is None:
        raise NotFound(f"the order {order_id} of case {wish.after_sale_id} is gone")
    key = f"{wish.after_sale_id} {wish.to}"
    scene = Scene(connection=connection, order=order, care=care, now=wish.at, key=key, rules=rules)
    return scene, next(case for case in care.after_sales if case.after_sale_id == wish.after_sale_id)


def _settle(connection: Connection, refund_id: str, state: RefundState, at: datetime) -> None:
    arrived_at = at if state == "arrived" else None
    change = sa.update(c.refunds).where(c.refunds.c.refund_id == refund_id, c.refunds.c.state.in_(("pending", "sent")))
    if connection.execute(change.values(state=state, arrived_at=arrived_at)).rowcount != 1:
        _missed(connection, c.refunds.c.refund_id, refund_id)


def _issue(connection: Connection, invoice_id: str, file_url: str, at: datetime) -> None:
    change = sa.update(c.invoices).where(c.invoices.c.invoice_id == invoice_id, c.invoices.c.state == "requested")
    if connection.execute(change.values(state="issued", issued_at=at, file_url=file_url)).rowcount != 1:
        _missed(connection, c.invoices.c.invoice_id, invoice_id)


def _missed(connection: Connection, column: sa.Column[str], number: str) -> None:
    if connection.execute(sa.select(column).where(column == number)).first() is None:
        raise NotFound(f"there is no {number}")
    raise Conflict(f"{number} is settled already: look at it before anything is done")
