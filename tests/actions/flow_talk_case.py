"""Talks with flows over a real SQL shop on disk: what was changed is counted in the shop's own rows."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.errors import OutcomeUnknown, ShopUnavailable
from bot.shop.changes import Change, Outcome
from bot.shop.delivery import DeliveryRules
from bot.shop.order import Customer, Order
from bot.shop.product import Product
from bot.shop.seed import ShopFiles, write_shop
from bot.shop.sql.engine import create_schema
from bot.shop.sql.shop import SqlShop
from tests.actions.fakes import ALWAYS, FAQ, NOW, Talk
from tests.shop.factories import rule_records

CUSTOMER = Customer(customer_id="C1", name="林晓", phone="13800135678", level="regular", city="杭州", joined_at=NOW)
_PREPARED: dict[str, bytes] = {}
OTHER = Customer(customer_id="C2", name="王梓涵", phone="13900008888", level="regular", city="成都", joined_at=NOW)


@dataclass
class ShopUnderTalk:
    """The SQL shop, with every change that was asked of it; `fails` makes it misbehave in the named way."""

    shop: SqlShop
    asked: list[tuple[Change, str]] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    fails: str = ""  # unavailable: nothing done; lost: done, and the answer dropped; slow: never answers
    hours: Any = ALWAYS

    calls: Counter[str] = field(default_factory=Counter)

    def __getattr__(self, name: str) -> Any:
        self.calls[name] += 1
        return getattr(self.shop, name)

    async def working_hours(self) -> Any:
        return self.hours

    async def change(self, change: Change, *, key: str) -> Outcome:
        self.asked.append((change, key))
        if self.fails == "unavailable":
            raise ShopUnavailable("away")
        if self.fails == "slow":
            await asyncio.sleep(3600)
        outcome = await self.shop.change(change, key=key)
        if self.fails == "lost":
            raise OutcomeUnknown("no reply")
        self.outcomes.append(outcome)
        return outcome

    @property
    def done(self) -> set[str]:
        """The keys under which something was done."""
        return {key for (_, key), outcome in zip(self.asked, self.outcomes, strict=False) if outcome.done}


@asynccontextmanager
async def shop_with(
    orders: Sequence[Order],
    products: Sequence[Product] = (),
    delivery: DeliveryRules | None = None,
    policies: dict[str, str] | None = None,
) -> AsyncIterator[ShopUnderTalk]:
    files = ShopFiles(
        products=tuple(products), customers=(CUSTOMER, OTHER), orders=tuple(orders), faq=FAQ, promotions=(),
        policies={"human_reply": "同事会在两小时内联系您。", **(policies or {})}, hours=ALWAYS, delivery=delivery,
        rules=rule_records(),
    )  # fmt: skip
    with TemporaryDirectory() as folder:
        path = Path(folder) / "shop.db"
        path.write_bytes(await _prepared(files))
        shop = SqlShop.open(f"sqlite:///{path}")
        yield ShopUnderTalk(shop)
        await shop.close()


async def _prepared(files: ShopFiles) -> bytes:
    """The database of such a shop, made once for all tests that want the same."""
    key = repr((files.orders, files.products, files.policies, files.delivery))
    if key not in _PREPARED:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "shop.db"
            shop = SqlShop.open(f"sqlite:///{path}")
            await shop.write(create_schema)
            await shop.write(lambda connection: write_shop(connection, files, NOW))
            with shop.engine.connect() as connection:
                connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
            await shop.close()
            _PREPARED[key] = path.read_bytes()
    return _PREPARED[key]


@dataclass
class FlowTalk(Talk):
    """Each message is a turn of its own, as the worker makes them."""

    turns: int = 0
    name: str = "talk"

    async def _turn(self, text: str, intent: str, entities: Any, metadata: Any, guessed: str) -> Any:
        self.turns += 1
        metadata = {"turn_id": f"{self.name}-{self.turns}", **metadata}
        return await super()._turn(text, intent, entities, metadata, guessed)

    @property
    def responses(self) -> list[str]:
        return [each.response for each in self.last]


Says = Callable[..., Any]
