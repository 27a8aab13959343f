"""A customer of the demo shop who is being served at the desk, with one of her orders: what tests of money and orders need."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.clock import steady_ms, utc_now
from bot.gateway.desk.payer import Payer
from bot.records import proposals
from bot.records.proposals import Proposal
from bot.shop.identity import sign
from bot.shop.order import Order
from bot.shop.seed import seed_if_empty
from bot.shop.sql.shop import SqlShop
from tests.gateway.client import Client, Frame, Visit
from tests.gateway.desk.desk_client import DeskClient, hire
from tests.gateway.desk.fake_shop import FakeShopChanges
from tests.gateway.live import LiveGateway


@dataclass
class Served:
    """A customer with an order, whom 小林 holds; `shop` is what the payer pays by."""

    gateway: LiveGateway
    agent: DeskClient
    shopper: Client
    visit: Visit
    order: Order
    anothers: Order
    shop: FakeShopChanges

    @property
    def chat(self) -> str:
        return self.visit.conversation_id

    def propose(self, proposal_id: str = "P1", amount_fen: int = 3000, order_id: str | None = "") -> None:
        made = Proposal(
            id=proposal_id, conversation_id=self.chat, kind="price_difference", amount_fen=amount_fen,
            order_id=self.order.order_id if order_id == "" else order_id, reason="差 30 元", state="open",
            made_ms=steady_ms(),
        )  # fmt: skip
        self.gateway.database.write_now(proposals.add, made, turn_id=None)

    def state(self, proposal_id: str = "P1") -> Proposal:
        return self.gateway.database.read_now(proposals.get, proposal_id)

    async def comes_to(self, state: str, proposal_id: str = "P1") -> Proposal:
        for _ in range(200):
            if (found := self.state(proposal_id)).state == state:
                return found
            await asyncio.sleep(0.02)
        raise AssertionError(f"{found.state} is not {state}")

    async def is_put_off(self) -> None:
        for _ in range(200):
            if self.state().pay_reason == "shop_away":
                return
            await asyncio.sleep(0.02)
        raise AssertionError("the shop was never asked")

    async def heard(self, words: str) -> Frame:
        return await self.shopper.until(lambda frame: words in str(frame.get("text")))

    def payer(self, shop: FakeShopChanges, *, later_ms: int = 0) -> Payer:
        """Another gateway's, whose clock is ahead by so much."""
        settings = self.gateway.parts.settings
        return Payer(
            database=self.gateway.database, shop=shop, desk=self.gateway.parts.desk, zone=settings.timezone,
            turn_deadline_s=12, now_ms=lambda: steady_ms() + later_ms,
        )  # fmt: skip


async def served(
    gateway: LiveGateway,
    fits: Callable[[Order], bool] = lambda order: order.status == "signed" and order.total_fen > 30_000,
    *,
    real_shop: bool = False,
) -> Served:
    """小林 holds a customer with such an order. Changes go to a fake of the shop unless `real_shop`."""
    seed_if_empty(gateway.parts.settings)
    catalogue = SqlShop.open(gateway.parts.settings.shop_url)
    orders = [order async for order in catalogue.orders()]
    await catalogue.close()
    order = next(each for each in orders if fits(each))
    anothers = next(each for each in orders if each.customer_id != order.customer_id)
    shop = FakeShopChanges()
    if not real_shop:
        gateway.parts.payer.shop = shop
    hire(gateway.database, "小林")
    hire(gateway.database, "主管", role="supervisor")
    identity = sign(order.customer_id, gateway.parts.settings.secret("identity"), utc_now())
    visit = await gateway.visit(identity=identity)
    shopper = await gateway.enter(visit)
    await shopper.ask({"type": "ask_human"})
    agent = await DeskClient.enter(gateway, "小林")
    await agent.claim(visit.conversation_id)
    return Served(
        gateway=gateway, agent=agent, shopper=shopper, visit=visit, order=order, anothers=anothers, shop=shop
    )  # fmt: skip
