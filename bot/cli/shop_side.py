"""`shop case|refund|invoice`: what the shop's own people do in the demo shop, so that a merchant sees the whole of a case.

A shop with a system of its own does this there; the bot and the desk only read what came of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.records import open_records
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.shop.sql.back_office import BackOffice


class Arrival(str, Enum):
    arrived = "arrived"
    failed = "failed"


def register(app: typer.Typer) -> None:
    app.command("case")(move_case)
    app.command("refund")(settle_refund)
    app.command("invoice")(issue_invoice)


def move_case(
    after_sale_id: Annotated[str, typer.Argument(metavar="AFTER_SALE_ID", help="`xiaonuan shop list after_sales`")],
    state: Annotated[str, typer.Argument(help="approved, picked_up, received, inspected, refunded, rejected, …")],
    note: Annotated[str, typer.Option(help="What the shopper may read of it.")] = "",
    amount_fen: Annotated[int | None, typer.Option(help="What is paid back, before it is refunded.")] = None,
) -> None:
    """Moves a case, as the shop's people do; `refunded` pays its amount back.

    Example: xiaonuan shop case SH14752416 approved --note "照片看过了"
    """
    from bot.shop.after_sale import CASE_STATES

    if state not in CASE_STATES:
        raise typer.BadParameter(f"a case is one of {', '.join(CASE_STATES)}")

    async def run(office: BackOffice, now: datetime) -> str:
        from bot.shop.sql.back_office import CaseMove

        wish = CaseMove(after_sale_id=after_sale_id, to=state, by="shop", at=now, note=note, amount_fen=amount_fen)  # type: ignore[arg-type]
        moved = await office.move_case(wish)
        return f"{moved.after_sale_id} is {moved.state}" + (f", next: {moved.next_what}" if moved.next_what else "")

    _do(run)


def settle_refund(
    refund_id: Annotated[str, typer.Argument(metavar="REFUND_ID")],
    state: Annotated[Arrival, typer.Argument(help="What the shopper's bank says.")],
) -> None:
    """Says that a refund has arrived, or failed."""

    async def run(office: BackOffice, now: datetime) -> str:
        await office.settle_refund(refund_id, state.value, now)
        return f"{refund_id} {state.value}"

    _do(run)


def issue_invoice(
    invoice_id: Annotated[str, typer.Argument(metavar="INVOICE_ID")],
    file_url: Annotated[str, typer.Argument(metavar="URL", help="Where the shopper finds the file.")],
) -> None:
    """Issues an invoice that was requested."""

    async def run(office: BackOffice, now: datetime) -> str:
        await office.issue_invoice(invoice_id, file_url, now)
        return f"{invoice_id} issued"

    _do(run)


def _do(work: Callable[[BackOffice, datetime], Awaitable[str]]) -> None:
    from bot.clock import utc_now
    from bot.records import clock as business_clock
    from bot.shop.sql.back_office import BackOffice
    from bot.shop.sql.shop import SqlShop

    settings = Settings.load()
    with open_records(settings) as database:
        now = utc_now() + database.read_now(business_clock.offset)

    async def run() -> str:
        shop = SqlShop.open(settings.shop_url)
        try:
            return await work(BackOffice(shop=shop), now)
        finally:
            await shop.close()

    print(asyncio.run(run()))
