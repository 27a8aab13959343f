"""换货: another size or colour of the same goods, or the same again where they came with a fault; before the order left it
is the order that is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actions import wording
from actions.case_flow import CaseFlow
from actions.case_goods import Line, lines_of
from actions.case_read_back import Matter
from actions.case_wording import choice, wish
from actions.draft import Value
from actions.flow import Ask, Say, Situation, Step, Stop
from actions.order_items import OrderItems
from bot.shop.after_sale import CaseType
from bot.shop.changes import ChangeItem, Outcome
from bot.shop.order import MOVING_STATUSES
from bot.shop.product import Variant
from bot.shop.service_rules import Reason
from bot.shop.variant_choice import corrected_variants
from bot.shop.verdict import signed_at

_OFFERED = 6
_CHANGE = OrderItems()
_CHANGEABLE = frozenset({"unpaid", "paid"})
_FAULTS = frozenset({"damaged", "defective", "wrong_item", "not_as_described"})  # 黑的坏了 names no wish for white


class ExchangeGoods(CaseFlow):
    name = "request_exchange"
    correctable = "换哪件、换成哪种还是取件时间"
    names_wanted = True

    def kind(self, situation: Situation) -> CaseType | None:
        return "exchange"

    async def early(self, situation: Situation) -> Step | None:
        """Before it left, the order itself is changed; packed or under way, what can be done instead is said with the
        days in which it can be exchanged later."""
        status = situation.order.status
        if status in _CHANGEABLE:
            return await _CHANGE.step(situation)
        rule = situation.rules.exchange.at(situation.order.placed_at)
        moving = status in MOVING_STATUSES and signed_at(situation.order) is None
        if rule is None or not (moving or status == "packed"):
            return None
        way = wish("拦截退回", "refuse_parcel", situation) if moving else wish("取消订单", "cancel_order", situation)
        facts = situation.facts(days=str(rule.days))
        response = "utter_exchange_moving" if moving else "utter_exchange_packed"
        return Stop(says=(Say(response=response, facts=facts, buttons=(way, wording.review(self.name))),))

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        if situation.order.status in _CHANGEABLE:
            return await _CHANGE.heard(situation, words)
        told = dict(await super().heard(situation, words))
        if not words or "wanted" in told:
            return told
        skus = str(told.get("sku") or situation.text("sku")).split("|")
        lines = await lines_of(situation)
        line = next((each for each in lines if each.item.sku in skus or len(lines) == 1), None)
        if line is None or line.product is None or told.get("reason") in _FAULTS:
            return told
        found = corrected_variants(line.product, line.item.sku, situation.text("wanted"), words)
        return {**told, "wanted": found[0].sku} if len(found) == 1 else told

    def wanted(self, situation: Situation) -> str | None:
        return situation.text("wanted") or None

    def reason(self, situation: Situation, kind: CaseType) -> Reason | None:
        """Another choice is reason enough: it is not asked for beside one."""
        given = super().reason(situation, kind)
        known = situation.rules.reasons.at(situation.order.placed_at)
        if given is None and situation.text("wanted") and known is not None:
            return known.of("other_choice")
        return given

    async def more(self, situation: Situation, lines: Sequence[Line]) -> Step | None:
        """Which one she wants instead, where there are several and nothing is wrong with hers, or the same is sold out,
        which is said."""
        line, given = lines[0], super().reason(situation, "exchange")
        others = _others(line)
        same = given is not None and given.fault != "none" and not situation.text("wanted")
        if len(lines) > 1 or not others or (same and _left(line) >= line.quantity):
            return None
        wanted = next((each for each in others if each.sku == situation.text("wanted")), None)
        there = [each for each in others if each.stock >= line.quantity]
        buttons = tuple(choice(_options(each), "wanted", each.sku) for each in there[:_OFFERED])
        named = _options(wanted) if wanted else "同款" if same else "别的颜色、款式"
        facts = situation.facts(pieces=line.item.title[:20], choice=named)
        if wanted is None and there and not same:
            return Ask(what="new_option", say=Say(response="utter_ask_wanted", facts=facts, buttons=buttons))
        if wanted is not None and wanted.stock >= line.quantity:
            return None
        ways = (*buttons, wish("改成退货", "request_return", situation))
        response = "utter_ask_wanted_sold_out" if there else "utter_ask_wanted_none_left"
        return Ask(what="new_option", say=Say(response=response, facts=facts, buttons=ways))

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        told = situation.draft.read_back
        if told is not None and told.change["kind"] == ChangeItem.kind:
            return await _CHANGE.done(situation, outcome)
        return await super().done(situation, outcome)

    def facts_of(self, situation: Situation, matter: Matter) -> dict[str, str]:
        wanted = next((each for each in _others(matter.lines[0]) if each.sku == situation.text("wanted")), None)
        return {**super().facts_of(situation, matter), "choice": _options(wanted) if wanted else "同款新的"}


def _others(line: Line) -> tuple[Variant, ...]:
    """The other choices of the same goods."""
    variants = line.product.variants if line.product is not None else ()
    return tuple(each for each in variants if each.sku != line.item.sku)


def _left(line: Line) -> int:
    """How many of the very same there are."""
    return line.product.stock_of(line.item.sku) if line.product is not None else 0


def _options(variant: Variant) -> str:
    return " ".join(variant.options.values())
