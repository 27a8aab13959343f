"""Where is my parcel, asked by a logged-in customer with one parcel on its way: custom action, SQL shop, a card."""

from __future__ import annotations

from bench.figure import Figure, at_most, ratio
from bench.ours import Ours
from bench.questions import ORDER
from bench.samples import median, p95
from bench.shopper import Shopper
from bench.stage import Stage
from bench.stock.server import StockSender
from bench.talker import NotAnswered

_CUSTOMERS = 6
_WARM_UP = 3
_CARD = "logistics"
_STOCK_ANSWER = "您的包裹"  # as its action begins


async def measure(stage: Stage) -> list[Figure]:
    ours, stock = await stage.ours(), await stage.stock()
    rounds = stage.scale(40, 6)
    mine: list[float] = []
    theirs: list[float] = []
    await _asked_by_all(ours)
    if stock is None:
        for _ in range(rounds):
            mine += await _asked_by_all(ours)
    else:
        async with stock.senders(_CUSTOMERS) as senders:
            for sender in senders:
                for _ in range(_WARM_UP):
                    await _by_action(sender)
            for number in range(rounds):
                mine += await _asked_by_all(ours)
                theirs += [await _by_action(senders[number % _CUSTOMERS]) for _ in range(2)]
    stock_p50 = median(theirs) if theirs else None
    return [
        Figure(name="order turn, p50", unit="ms", value=median(mine), target=at_most(15)),
        Figure(name="order turn, p95", unit="ms", value=p95(mine), target=at_most(35)),
        Figure(name="action turn, stock p50", unit="ms", value=stock_p50),
        ratio("order turn, faster than stock", stock_p50, median(mine)),
    ]


async def _asked_by_all(ours: Ours) -> list[float]:
    """Each customer once, in a new conversation: who asks again is told what is new, without the card."""
    async with ours.shoppers(_CUSTOMERS) as shoppers:
        return [await _checked(shopper) for shopper in shoppers]


async def _checked(shopper: Shopper) -> float:
    """Its time; an answer without the parcel's card is not the turn that is measured."""
    reply = await shopper.ask(ORDER)
    if _CARD not in reply.card_kinds:
        raise NotAnswered(f"no parcel in the answer: {reply.text}")
    return reply.took_ms


async def _by_action(sender: StockSender) -> float:
    reply = await sender.ask(ORDER)
    if not reply.text.startswith(_STOCK_ANSWER):
        raise NotAnswered(f"stock Rasa did not run its action: {reply.text}")
    return reply.took_ms
