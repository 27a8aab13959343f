"""`shop`: the connected shop's rows, imports, the demo's reseeding and its rules, signed identities."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import shop_side
from bot.cli.output import note, print_json, print_rows
from bot.errors import XiaonuanError
from bot.settings import Settings

app = typer.Typer(help="The connected shop.", no_args_is_help=True, rich_markup_mode=None)
shop_side.register(app)


class Listed(str, Enum):
    products = "products"
    orders = "orders"
    customers = "customers"
    promotions = "promotions"
    after_sales = "after_sales"


_COLUMNS = {
    Listed.products: ("sku", "title", "category", "brand", "price_fen", "stock"),
    Listed.orders: ("order_id", "customer_id", "status", "placed_at", "total_fen", "tracking_no"),
    Listed.customers: ("customer_id", "name", "phone", "level", "city"),
    Listed.after_sales: ("after_sale_id", "order_id", "type", "state", "reason", "next_what", "next_due_at"),
    Listed.promotions: ("promotion_id", "title", "valid_from", "valid_until"),
}


@app.command("list")
def list_rows(
    what: Listed, as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False
) -> None:
    """The shop's rows: what a test needs to ask about something real."""
    from bot.shop.rows import listed

    rows = listed(Settings.load(), what.value)
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, _COLUMNS[what])


@app.command("import")
def import_products(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    mapping: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="Which columns of another shop's export hold our fields (YAML)."
        ),
    ] = None,
) -> int:
    """Products from CSV or JSON lines; each bad row is named, and then nothing is imported."""
    from bot.shop.importing import import_file

    with _bar() as progress:
        outcome = import_file(Settings.load(), file, note, mapping=mapping, progress=progress)
    for fault in outcome.faults:
        note(str(fault))
    print(f"imported {outcome.imported}")
    return 1 if outcome.faults else 0


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on stderr where somebody looks at it; None where it would only fill a log."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(unit=" products", file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


@app.command()
def reseed() -> None:
    """The demo shop anew; its dates count from now."""
    from bot.shop.seed import reseed as renew

    renew(Settings.load())


@app.command()
def rules(
    directory: Annotated[
        Path | None,
        typer.Argument(
            exists=True, file_okay=False, help="Files of rules, one a topic; data/shop/policies where none is given."
        ),
    ] = None,
) -> None:
    """The rules of service of the running shop anew from their files (a new year's holidays, another window); its orders stay.

    Example: xiaonuan shop rules
    """
    from bot.shop.seed import DEMO_SHOP, renew_rules

    topics = renew_rules(Settings.load(), directory=directory or DEMO_SHOP / "policies")
    print(f"{len(topics)} topics of rules, in force now; orders and cases are as they were")


@app.command()
def sign(customer_id: Annotated[str, typer.Argument(metavar="CUSTOMER_ID")]) -> None:
    """A shop-signed identity JWT for that customer, good for ten minutes."""
    from bot.clock import utc_now
    from bot.shop.identity import sign as signed
    from bot.shop.rows import listed

    if not customer_id.strip():
        raise typer.BadParameter("a customer's id is not empty: `xiaonuan shop list customers`")
    settings = Settings.load()
    with suppress(XiaonuanError):  # a shop that is not filled yet, or away
        if all(row["customer_id"] != customer_id for row in listed(settings, "customers")):
            note(f"the shop has no customer {customer_id}: see `xiaonuan shop list customers`. Signed all the same.")
    print(signed(customer_id, settings.secret("identity"), utc_now()))


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="On loopback; 0: any free one.")] = 8090,
) -> None:
    """The SQL shop of this data dir under the shop's HTTP API (docs/connect.md), to try the connector. Until Ctrl-C."""
    from bot.shop.http.serve import serve as run

    run(Settings.load(), port, note)
