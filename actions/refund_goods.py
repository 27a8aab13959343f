"""退款: before it left the order is cancelled; on its way it is called back; signed for, goods go back or a person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from actions import wording
from actions.asking import Asking
from actions.cancel_order import CancelOrderFlow
from actions.case_flow import CaseFlow
from actions.case_goods import Line
from actions.case_read_back import Matter
from actions.case_refusal import stopped
from actions.case_wording import choice, pieces
from actions.composition import Ports
from actions.draft import Value
from actions.flow import Ask, Say, Situation, Step
from actions.return_goods import was_cancelled
from actions.troubled_orders import means_trouble, troubled
from bot.shop.after_sale import CaseType
from bot.shop.changes import Outcome
from bot.shop.order import MOVING_STATUSES, Order
from bot.shop.service_rules import Reason
from bot.shop.verdict import no, signed_at
from bot.text.after_sale_words import wants_part, way_in
from bot.text.money_back import money_back_in

_CANCEL = CancelOrderFlow()
_UNSHIPPED = frozenset({"paid", "packed"})
_MONEY_ONLY = frozenset({"missing_item", "not_received"})  # reasons for which nothing can be sent back
_NOT_HERE = frozenset({"lost", "refused"})
_COUNTED = frozenset({"item_choice", "piece_count"})  # questions to which 退2 is an answer
_LEAST_TOLD_FEN = 1000


class RefundGoods(CaseFlow):
    name = "request_refund"
    likely = frozenset({"signed", "paid", "packed", "lost", "refused"})
    correctable = "哪件、几件、原因还是金额"

    def kind(self, situation: Situation) -> CaseType | None:
        if situation.order.status in _NOT_HERE or situation.text("reason") in _MONEY_ONLY:
            return "refund"
        way = situation.text("way")
        return "refund" if way == "refund" else "return" if way == "return" else None

    def ask_kind(self, situation: Situation) -> Step:
        buttons = (choice("退货退款", "way", "return"), choice("只退款、不退货", "way", "refund"))
        return Ask(
            what="return_way", say=Say(response="utter_ask_return_way", facts=situation.facts(), buttons=buttons)
        )

    def reason(self, situation: Situation, kind: CaseType) -> Reason | None:
        """What the record says itself is not asked: a parcel that got lost has not been received."""
        known = super().reason(situation, kind)
        if known is not None or situation.order.status != "lost":
            return known
        reasons = situation.rules.reasons.at(situation.order.placed_at)
        return reasons.of("not_received") if reasons is not None else None

    async def meant(self, asking: Asking, ports: Ports, orders: Sequence[Order]) -> Sequence[Order]:
        """烦死了 退钱, 等够了 退钱: what is meant is late, lost or was complained of, also while it is still on its way."""
        wrong = await troubled(asking, ports, orders)
        if wrong and means_trouble(asking):
            return wrong
        fitting = {order.order_id for order in (*await super().meant(asking, ports, orders), *wrong)}
        return [order for order in orders if order.order_id in fitting]

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        told = dict(await super().heard(situation, words))
        if way := way_in(words):
            told["way"] = way
        money = self._money_heard(situation, words)
        if not money and wants_part(words):
            money = {"part": "yes"}
        return {**told, **({"pieces": ""} if money and situation.draft.asked == "piece_count" else {}), **money}

    def _money_heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        """A sum, or a share of what was paid. One that she asks for is money alone, unless she says that goods go back."""
        asked = situation.draft.asked
        told = money_back_in(words, asked=asked == "refund_amount")
        if told is None or (asked in _COUNTED and told.fen is not None and told.fen < _LEAST_TOLD_FEN):
            return {}
        if told.percent == 100:
            return {"part": "", "amount": "", "share": ""}
        way = {"way": "refund"} if told.asked_back and not way_in(words) else {}
        if told.percent is not None:
            return {**way, "part": "yes", "share": str(told.percent), "amount": ""}
        return {**way, "part": "yes", "amount": str(told.fen), "share": ""}

    async def step(self, situation: Situation) -> Step:
        """What of the sum is taken in is said, where something else is asked first."""
        step = await super().step(situation)
        told = situation.text("amount") or situation.text("share")
        if not isinstance(step, Ask) or step.what == "refund_amount" or not told or self.kind(situation) != "refund":
            return step
        if money_back_in(situation.asking.text, asked=False) is None:
            return step
        kept = Say(response="utter_refund_amount_kept", facts=situation.facts(amount=self._wanted(situation)))
        return replace(step, before=(kept,))

    def what(self, situation: Situation) -> str:
        wanted = self._wanted(situation)
        return f"退{wanted}" if wanted and self.kind(situation) == "refund" else super().what(situation)

    def _wanted(self, situation: Situation) -> str:
        """50元, 30%; empty where all is wanted or nothing was said."""
        amount, share = situation.text("amount"), situation.text("share")
        return wording.yuan(int(amount)) if amount else f"{share}%" if share else ""

    def _wanted_fen(self, situation: Situation, most_fen: int) -> int | None:
        amount, share = situation.text("amount"), situation.text("share")
        return int(amount) if amount else int(most_fen * Decimal(share) // 100) if share else None

    async def early(self, situation: Situation) -> Step | None:
        status = situation.order.status
        if status in _UNSHIPPED:
            return await _CANCEL.step(situation)
        if (
            status in MOVING_STATUSES
            and signed_at(situation.order) is None
            and situation.text("reason") != "not_received"
        ):
            return stopped(self.name, situation, "refund", no("not_received"))
        return None

    async def more(self, situation: Situation, lines: Sequence[Line]) -> Step | None:
        """How much, where not all of it is wanted; never more than was paid for the pieces."""
        if self.kind(situation) != "refund" or not situation.text("part"):
            return None
        most = self.most_fen(situation, lines)
        told = self._wanted_fen(situation, most)
        facts = situation.facts(most=wording.yuan(most), pieces=pieces([(line.item, line.quantity) for line in lines]))
        if told is None:
            return Ask(what="refund_amount", say=Say(response="utter_ask_refund_amount", facts=facts))
        if not 0 < told <= most:
            return Ask(what="refund_amount", say=Say(response="utter_ask_refund_amount_wrong", facts=facts))
        return None

    def amount_fen(self, situation: Situation, matter: Matter) -> int:
        most = self.most_fen(situation, matter.lines)
        told = self._wanted_fen(situation, most) if matter.type == "refund" else None
        return most if told is None else told

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        if was_cancelled(situation):
            return await _CANCEL.done(situation, outcome)
        return await super().done(situation, outcome)
