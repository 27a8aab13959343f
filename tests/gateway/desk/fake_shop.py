"""The shop's side of changes in tests of the desk: keeps outcomes by key as the port says, fails as it is told to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone

from bot.errors import ShopUnavailable
from bot.shop.after_sale import AfterSale, OrderCare
from bot.shop.changes import Change, Outcome

ARRIVES = datetime(2026, 12, 1, 4, 0, tzinfo=timezone.utc)
PAID = Outcome(state="done", reference="R1", due_at=ARRIVES)


class FakeShopChanges:
    """`asked` is every call, `done` what was carried out, by key. `answers`: raised or returned instead, one each."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Change]] = []
        self.done: dict[str, Outcome] = {}
        self.answers: list[Outcome | Exception] = []
        self.carries_out = True  # even when the answer is lost
        self.care: dict[str, OrderCare] = {}

    async def change(self, change: Change, *, key: str) -> Outcome:
        self.asked.append((key, change))
        answer = self.answers.pop(0) if self.answers else PAID
        if isinstance(answer, ShopUnavailable):
            raise answer
        if key in self.done:
            return self.done[key]
        if isinstance(answer, Exception):
            if self.carries_out:
                self.done[key] = PAID
            raise answer
        self.done[key] = answer
        return answer

    async def care_of(self, order_ids: Sequence[str]) -> dict[str, OrderCare]:
        return {each: self.care.get(each, OrderCare(order_id=each)) for each in order_ids}

    async def after_sale(self, after_sale_id: str) -> AfterSale | None:
        return None
