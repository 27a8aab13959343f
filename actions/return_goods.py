"""退货: before it left it is cancelled instead; after it was signed for the shop's rule on this very item decides."""

from __future__ import annotations

from collections.abc import Mapping

from actions.cancel_order import CancelOrderFlow
from actions.case_flow import CaseFlow
from actions.draft import Value
from actions.flow import Say, Situation, Step
from actions.return_parcel import hers_on_the_way, parcel_heard, parcel_told
from bot.shop.after_sale import CaseType
from bot.shop.changes import CancelOrder, Outcome

_CANCEL = CancelOrderFlow()
_UNSHIPPED = frozenset({"paid", "packed"})


class ReturnGoods(CaseFlow):
    name = "request_return"
    takes_numbers = True

    def kind(self, situation: Situation) -> CaseType | None:
        return "return"

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        return {**await super().heard(situation, words), **parcel_heard(situation, words)}

    async def early(self, situation: Situation) -> Step | None:
        if situation.order.status in _UNSHIPPED:
            return await _CANCEL.step(situation)
        return hers_on_the_way(self.name, situation)

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        if was_cancelled(situation):
            return await _CANCEL.done(situation, outcome)
        return parcel_told(situation, outcome) or await super().done(situation, outcome)


def was_cancelled(situation: Situation) -> bool:
    """Whether what she said yes to was the order's cancelling."""
    told = situation.draft.read_back
    return told is not None and told.change["kind"] == CancelOrder.kind
