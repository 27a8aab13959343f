"""A guest's proof: counted before it is checked, the same for every miss, cleared when right."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from bot.errors import ShopUnavailable
from bot.shop.order import Order
from bot.shop.proof import ProofAttempt
from bot.shop.prove import MISS_TAKES_S, Claim, Locked, Proven, Refused, Stopwatch, prove
from tests.shop.factories import order, parcel

ORDER = order(parcels=(parcel(),))


@dataclass
class Ledger:
    """Counts like the real one; `log` shows what was done when."""

    limit: int = 5
    counted: int = 0
    log: list[str] = field(default_factory=list)
    attempts: list[ProofAttempt] = field(default_factory=list)

    async def begin(self, attempt: ProofAttempt) -> bool:
        self.attempts.append(attempt)
        if self.counted >= self.limit:
            self.log.append("locked")
            return False
        self.counted += 1
        self.log.append("counted")
        return True

    async def clear(self, attempt: ProofAttempt) -> None:
        assert attempt == self.attempts[-1]
        self.counted -= 1
        self.log.append("cleared")


@dataclass
class Shop:
    """One order; every question moves the clock by what it costs."""

    watch: Watch
    asked: list[str] = field(default_factory=list)
    costs_s: float = 0.004
    broken: bool = False

    async def order(self, order_id: str) -> Order | None:
        return self._answer("order", order_id == ORDER.order_id)

    async def order_by_tracking(self, tracking_no: str) -> Order | None:
        return self._answer("tracking", tracking_no == ORDER.parcels[0].tracking_no)

    def _answer(self, question: str, found: bool) -> Order | None:
        if self.broken:
            raise ShopUnavailable("down")
        self.asked.append(question)
        self.watch.time_s += self.costs_s * (3 if found else 1)
        return ORDER if found else None


@dataclass
class Watch:
    time_s: float = 100.0

    def stopwatch(self) -> Stopwatch:
        async def pause(seconds: float) -> None:
            self.time_s += seconds

        return Stopwatch(now_s=lambda: self.time_s, pause=pause)


def claim(number: str = ORDER.order_id, tail: str = "9631") -> Claim:
    return Claim(conversation_id="talk", address="192.0.2.1", number=number, tail=tail)


async def judged(
    a_claim: Claim, ledger: Ledger, watch: Watch | None = None
) -> tuple[Proven | Refused | Locked, Shop, float]:
    watch = watch or Watch()
    shop = Shop(watch)
    began_s = watch.time_s
    outcome = await prove(shop, ledger, a_claim, stopwatch=watch.stopwatch())
    return outcome, shop, watch.time_s - began_s


async def test_the_right_tail_proves_the_order_and_takes_the_miss_back() -> None:
    ledger = Ledger()
    outcome, _, _ = await judged(claim(), ledger)
    assert outcome == Proven(order=ORDER)
    assert ledger.log == ["counted", "cleared"]


async def test_the_whole_phone_proves_it_too() -> None:
    assert isinstance((await judged(claim(tail=ORDER.phone), Ledger()))[0], Proven)


async def test_a_tracking_number_proves_its_order_and_counts_on_that_order() -> None:
    ledger = Ledger()
    outcome, _, _ = await judged(claim(number="YT7500000000001"), ledger)
    assert outcome == Proven(order=ORDER)
    assert ledger.attempts[0].order_id == ORDER.order_id


@pytest.mark.parametrize("tail", ["9632", "", "963", "19631", "9631 ", "９６３１", "13600009632", "None", "\ud800631"])
async def test_a_wrong_tail_is_refused_and_stays_counted(tail: str) -> None:
    ledger = Ledger()
    outcome, _, _ = await judged(claim(tail=tail), ledger)
    assert outcome == Refused()
    assert ledger.log == ["counted"]


async def test_no_such_order_and_a_wrong_tail_cannot_be_told_apart() -> None:
    no_order, its_shop, its_time_s = await judged(claim(number="7519416321509021"), Ledger())
    wrong_tail, other_shop, other_time_s = await judged(claim(tail="0000"), Ledger())
    assert no_order == wrong_tail == Refused()
    assert its_shop.asked == other_shop.asked
    assert its_time_s == pytest.approx(other_time_s) == pytest.approx(MISS_TAKES_S)


async def test_locked_is_said_of_orders_that_exist_and_that_do_not() -> None:
    for number in (ORDER.order_id, "7519416321509021"):
        outcome, _, took_s = await judged(claim(number=number), Ledger(limit=0))
        assert outcome == Locked()
        assert took_s == pytest.approx(MISS_TAKES_S)


async def test_the_right_tail_after_the_limit_stays_locked() -> None:
    ledger = Ledger(limit=3)
    outcomes = [(await judged(claim(tail=f"{number:04d}"), ledger))[0] for number in range(3)]
    assert outcomes == [Refused()] * 3
    assert (await judged(claim(), ledger))[0] == Locked()
    assert ledger.counted == 3


async def test_right_proofs_use_up_no_limit() -> None:
    ledger = Ledger(limit=1)
    for _ in range(5):
        assert isinstance((await judged(claim(), ledger))[0], Proven)
    assert ledger.counted == 0


async def test_nothing_is_counted_while_the_shop_is_down() -> None:
    ledger, watch = Ledger(), Watch()
    with pytest.raises(ShopUnavailable):
        await prove(Shop(watch, broken=True), ledger, claim(), stopwatch=watch.stopwatch())
    assert ledger.log == []
