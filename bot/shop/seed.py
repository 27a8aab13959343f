"""Seeding: the demo shop's files into the SQL shop, all of them or nothing. The files' times become times from now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.clock import utc_now
from bot.errors import ConfigurationError, ShopUnavailable
from bot.settings import PROJECT_ROOT, Settings
from bot.shop.after_sale import OrderCare
from bot.shop.delivery import DeliveryRules
from bot.shop.demo.care import read_care
from bot.shop.demo.care_records import Records
from bot.shop.demo.catalogue import read_products
from bot.shop.demo.files import Faults
from bot.shop.demo.knowledge import read_delivery, read_faq, read_policies, read_promotions, read_working_hours
from bot.shop.demo.moments import Anchor
from bot.shop.demo.policies import Dated, read_rules
from bot.shop.demo.trade import Trade, purchasable, read_carriers, read_customers, read_orders
from bot.shop.faq import FaqEntry
from bot.shop.hours import WorkingHours
from bot.shop.order import Customer, Order
from bot.shop.product import Product
from bot.shop.promotion import Promotion
from bot.shop.rule_records import rules_from
from bot.shop.sql import care_rows, knowledge_rows, order_rows, product_rows, rule_rows, search_rows
from bot.shop.sql import care_tables as c
from bot.shop.sql import tables as t
from bot.shop.sql.engine import create_schema, open_engine, writing

DEMO_SHOP = PROJECT_ROOT / "data" / "shop"
_SEEDED_AT = "seeded_at"
_PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopFiles:
    """Everything that data/shop says, checked."""

    products: tuple[Product, ...]
    customers: tuple[Customer, ...]
    orders: tuple[Order, ...]
    faq: tuple[FaqEntry, ...]
    promotions: tuple[Promotion, ...]
    policies: dict[str, str]
    hours: WorkingHours
    delivery: DeliveryRules | None = None
    rules: Mapping[str, Sequence[Dated]] = field(default_factory=dict)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    care: tuple[OrderCare, ...] = ()


def read_shop(directory: Path, anchor: Anchor) -> ShopFiles:
    """Read and check a shop's files. Raises ConfigurationError with every fault as file:line: reason."""
    faults = Faults()
    products = read_products(directory / "products", anchor, faults)
    customers = read_customers(directory / "customers.csv", anchor, faults)
    trade = Trade(
        directory=directory,
        anchor=anchor,
        faults=faults,
        customers=customers,
        items=purchasable(products),
        carriers=read_carriers(directory / "carriers.csv"),
    )
    rules = read_rules(directory / "policies", anchor.zone, faults)
    orders = tuple(read_orders(trade))
    records = Records(
        directory=directory,
        anchor=anchor,
        faults=faults,
        orders={order.order_id: order for order in orders},
        rules=rules_from(rules, anchor.zone),
    )
    files = ShopFiles(
        products=tuple(products),
        customers=tuple(customers.values()),
        orders=orders,
        faq=tuple(read_faq(directory / "faq.yml", anchor, faults)),
        promotions=tuple(read_promotions(directory / "promotions.yml", anchor, faults)),
        policies=read_policies(directory / "policies.yml", faults),
        hours=read_working_hours(directory / "working_hours.yml", faults),
        delivery=read_delivery(directory / "delivery.yml", faults),
        rules=rules,
        zone=anchor.zone,
        care=tuple(read_care(records)),
    )
    faults.raise_if_any()
    return files


def seed_if_empty(settings: Settings, *, now: datetime | None = None, directory: Path = DEMO_SHOP) -> bool:
    """Create the SQL shop's tables and seed them when they were never seeded; whether it did. Blocks: call it in a thread.

    Nothing to do where a shop is connected by its API. Safe when two processes start at once. Raises ConfigurationError (files, URL) or ShopUnavailable (database).
    """
    if settings.shop_api_url:
        return False
    return _seed(settings, now or utc_now(), directory, anew=False)


def reseed(settings: Settings, *, now: datetime | None = None, directory: Path = DEMO_SHOP) -> None:
    """The demo shop anew, in one transaction: readers see the old one or the new one. Blocks."""
    if settings.shop_api_url:
        raise ConfigurationError(
            "BOT_SHOP_API_URL is set: the files of data/shop seed the SQL shop only; unset it for that"
        )
    _seed(settings, now or utc_now(), directory, anew=True)


def renew_rules(settings: Settings, *, directory: Path = DEMO_SHOP / "policies") -> Mapping[str, int]:
    """The rules of service of a running shop replaced by the directory's, all or nothing; its orders and cases stay. How many
    versions each topic has now. Blocks. Raises ConfigurationError (files, no shop yet) or ShopUnavailable (database)."""
    if settings.shop_api_url:
        raise ConfigurationError("BOT_SHOP_API_URL is set: that shop tells its own rules (GET /v1/service-rules)")
    faults = Faults()
    rules = read_rules(directory, settings.timezone, faults)
    faults.raise_if_any()
    if not rules:
        raise ConfigurationError(f"{directory}: no rules of service (*.yml): without any the bot decides nothing")
    engine = open_engine(settings.shop_url)
    try:
        if not _seeded(engine):
            raise ConfigurationError("the shop is not filled yet: `xiaonuan serve` or `xiaonuan shop reseed` fills it")
        with writing(engine).begin() as connection:
            create_schema(connection)
            in_force = {topic for topic, versions in rule_rows.records(connection).dated.items() if versions}
            if missing := sorted(in_force - {topic for topic, versions in rules.items() if versions}):
                raise ConfigurationError(
                    f"{directory}: nothing for {', '.join(missing)}, which the shop has rules for: give the file of every topic"
                )
            rule_rows.write_rules(connection, rules, settings.timezone)
            rule_rows.raise_version(connection)
    except sa.exc.SQLAlchemyError as error:
        raise ShopUnavailable(f"the shop's rules cannot be written: {_cause(error)}") from error
    finally:
        engine.dispose()
    return {topic: len(versions) for topic, versions in rules.items()}


def _seed(settings: Settings, now: datetime, directory: Path, *, anew: bool) -> bool:
    engine = open_engine(settings.shop_url)
    try:
        if not anew and _seeded(engine):
            _complete(engine, directory, settings.timezone)
            return False
        files = read_shop(directory, Anchor(now=now, zone=settings.timezone))
        with writing(engine).begin() as connection:
            create_schema(connection)
            if not anew and product_rows.state_value(connection, _SEEDED_AT):
                return False
            write_shop(connection, files, now)
        return True
    except sa.exc.SQLAlchemyError as error:
        raise ShopUnavailable(f"the shop's database cannot be seeded: {_cause(error)}") from error
    finally:
        engine.dispose()


def write_shop(connection: Connection, files: ShopFiles, now: datetime) -> None:
    """Replace everything in the shop by what the files say, inside the caller's transaction."""
    for table in (
        c.changes,
        c.held_pieces,
        *c.CARE_TABLES,
        t.parcel_events,
        t.parcels,
        t.order_items,
        t.orders,
        t.customers,
    ):
        connection.execute(sa.delete(table))
    now_ms = int(now.timestamp() * 1000)
    version = product_rows.raise_state(connection, product_rows.CATALOGUE_VERSION, now_ms)
    product_rows.remove_all_but(connection, [product.sku for product in files.products], version)
    product_rows.write_products(connection, files.products, version)
    order_rows.write_customers(connection, files.customers)
    order_rows.write_orders(connection, files.orders)
    care_rows.write_care(connection, files.care)
    product_rows.raise_state(connection, knowledge_rows.FAQ_VERSION, now_ms)
    knowledge_rows.write_faq(connection, files.faq)
    knowledge_rows.write_promotions(connection, files.promotions)
    knowledge_rows.write_policies(connection, files.policies)
    knowledge_rows.write_working_hours(connection, files.hours)
    knowledge_rows.write_delivery(connection, files.delivery)
    rule_rows.write_rules(connection, files.rules, files.zone)
    rule_rows.raise_version(connection, now_ms)
    product_rows.raise_state(connection, _SEEDED_AT, now_ms)


def _complete(engine: sa.engine.Engine, directory: Path, zone: ZoneInfo) -> None:
    """A shop that an older version seeded gets the tables that it lacks, its rules, and its products into the index."""
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        ruled, holding = inspector.has_table(c.rules.name), inspector.has_table(c.held_pieces.name)
        if ruled and holding:
            return
        indexed = inspector.has_table(t.delivery.name)
    faults = Faults()
    rules = {} if ruled else read_rules(directory / "policies", zone, faults)
    faults.raise_if_any()
    with writing(engine).begin() as connection:
        create_schema(connection)
        if not ruled:
            rule_rows.write_rules(connection, rules, zone)
            rule_rows.raise_version(connection)
        after = ""
        while not indexed and (page := product_rows.products_after(connection, after, _PAGE)):
            search_rows.write(connection, page)
            after = page[-1].sku


def _seeded(engine: sa.engine.Engine) -> bool:
    with engine.connect() as connection:
        known = sa.inspect(connection).has_table(t.state.name)
        return known and product_rows.state_value(connection, _SEEDED_AT) > 0


def _cause(error: sa.exc.SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
