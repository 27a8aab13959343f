"""What return, exchange, refund and repair share: which goods, how many, why, by which rule, a courier, a read-back, a number.

The rules decide (bot/shop/after_sale_verdicts.py); here they are asked before the shopper is, so that nothing is asked
that cannot matter. A "no" names its reason and always brings 人工复核; what a person decides is applied for after a yes.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from actions import wording
from actions.case_goods import Line, Wish, bought, lines_of, named_in, possible, verdict_on
from actions.case_photo import PHOTO, photos_heard, with_photos
from actions.case_read_back import Matter, ask_goods, matter_facts, opened, pickup_fee, read_back_name
from actions.case_refusal import stopped
from actions.case_wording import choice, pieces, place
from actions.draft import CORRECTION, Value
from actions.flow import Ask, Flow, ReadBack, Say, Situation, Step
from actions.pickup_time import SELF, all_slots, ask_pickup, pickup_heard, pickup_told, slot_words
from bot.shop.after_sale import CaseType
from bot.shop.changes import OpenAfterSale, Outcome
from bot.shop.paid_share import left_to_give_back, paid_for
from bot.shop.service_rules import Reason
from bot.text.after_sale_words import goods_state_in, pieces_in, reason_in

_GOODS_QUESTIONS = frozenset({"return_if_sealed", "return_if_unused"})
# The same trouble under another code, where the named one does not go with this kind of case.
_OTHERWISE = {
    "broke_in_use": "defective", "damaged": "broke_in_use", "wrong_size": "no_longer_wanted",
    "other_choice": "no_longer_wanted", "bought_wrong": "no_longer_wanted", "defective": "broke_in_use",
}  # fmt: skip
_STATES = {"sealed": "没拆封", "unused": "没用过", "used": "用过了", "opened": "拆开了"}
_CHOICES = frozenset({"reason", "goods", "sku", "pieces", "pickup", "way", "wanted"})
_LIKELIEST = 6  # buttons for reasons


class CaseFlow(Flow):
    """A subclass says of which kind the case is, and what else it needs."""

    likely = frozenset({"signed"})
    correctable = "哪件、几件、原因还是取件时间"
    fetched: ClassVar[bool] = True  # whether goods go back, so that a courier may come for them
    takes_numbers = False
    takes_photos = True
    goods_matter = True

    @abstractmethod
    def kind(self, situation: Situation) -> CaseType | None:
        """None while it is not known; `ask_kind` asks for it then."""

    def ask_kind(self, situation: Situation) -> Step:
        raise NotImplementedError

    async def early(self, situation: Situation) -> Step | None:
        """What comes before any question: the order has not left yet."""
        return None

    async def more(self, situation: Situation, lines: Sequence[Line]) -> Step | None:
        """What this kind of case needs beside goods and reason, before the rules are asked."""
        return None

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        told: dict[str, Value] = {}
        for each in situation.asking.values("choice"):
            name, colon, value = each.partition(":")
            if colon and name in _CHOICES:
                told[name] = value
        if photos := photos_heard(situation):
            told[PHOTO] = photos
        if not words or told.keys() & _CHOICES:
            return told
        return {
            **told,
            **await self._goods_heard(situation, words),
            **_reason_heard(words),
            **pickup_heard(situation, words),
        }

    async def _goods_heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        told: dict[str, Value] = {}
        asked, lines = situation.draft.asked, await lines_of(situation)
        chosen = situation.text("sku") or (lines[0].item.sku if len(lines) == 1 else "")
        if len(lines) > 1:
            listed = asked in ("item_choice", CORRECTION)
            found = named_in(words, situation.asking.values("product"), lines, listed=listed)
            if found:
                told["sku"] = "|".join(line.item.sku for line in found)
                chosen = found[0].item.sku if len(found) == 1 else ""
        count = bought(situation, chosen) if chosen else 0
        if count and (number := pieces_in(words, count, asked=asked == "piece_count")):
            told["pieces"] = number
        elif asked == "piece_count":
            told["pieces"] = ""  # what could not be is not asked about twice, once she goes on
        return told

    async def step(self, situation: Situation) -> Step:
        if early := await self.early(situation):
            return early
        kind = self.kind(situation)
        if kind is None:
            return self.ask_kind(situation)
        lines = await self._lines(situation, kind)
        if not isinstance(lines, tuple):
            return lines
        if further := await self.more(situation, lines):
            return further
        reason = self.reason(situation, kind)
        if reason is None:
            return self._ask_reason(situation, kind, lines)
        wish = Wish(type=kind, reason=reason.code, goods=situation.text("goods"), wanted_sku=self.wanted(situation))
        verdict = verdict_on(situation, lines, wish)
        return self._judged(situation, Matter(type=kind, lines=lines, reason=reason, verdict=verdict))

    def wanted(self, situation: Situation) -> str | None:
        return None

    def what(self, situation: Situation) -> str:
        """The wish as the question for the goods calls it."""
        return wording.wish(self.name)

    def amount_fen(self, situation: Situation, matter: Matter) -> int:
        """What goes back to her: for a return what was paid for the pieces, as far as it is not given back yet."""
        if matter.type != "return":
            return 0
        return self.most_fen(situation, matter.lines)

    def most_fen(self, situation: Situation, lines: Sequence[Line]) -> int:
        paid = paid_for(situation.order, [line.pieces for line in lines])
        return min(paid, left_to_give_back(situation.order, situation.care))

    async def _lines(self, situation: Situation, kind: CaseType) -> tuple[Line, ...] | Step:
        """The goods it is about with their pieces; else the question for them, or why there are none."""
        every = await lines_of(situation)
        named = situation.text("sku").split("|") if situation.text("sku") else []
        lines = tuple(line for line in every if line.item.sku in named)
        fitting = possible(situation, lines or every, kind)
        if not fitting:
            return stopped(self.name, situation, kind, verdict_on(situation, (lines or every)[:1], Wish(type=kind)))
        if not lines and kind == "refund" and situation.order.status == "lost" and len(situation.order.parcels) == 1:
            inside = situation.order.parcels[0].skus  # empty where the shop does not say
            held = tuple(line for line in fitting if not inside or line.item.sku in inside)
            if held:
                return held  # what was in the parcel that got lost
        if not lines and len(fitting) > 1:
            buttons = tuple(choice(wording.short(line.item.title), "sku", line.item.sku) for line in fitting[:4])
            facts = situation.facts(what=self.what(situation))
            return Ask(what="item_choice", say=Say(response="utter_ask_case_item", facts=facts, buttons=buttons))
        if len(fitting) < len(lines):
            rest = [line for line in lines if line not in fitting]
            return stopped(self.name, situation, kind, verdict_on(situation, rest[:1], Wish(type=kind)))
        return self._counted(situation, fitting)

    def _counted(self, situation: Situation, lines: tuple[Line, ...]) -> tuple[Line, ...] | Step:
        told = situation.text("pieces")
        if len(lines) > 1 or (lines[0].quantity == 1 and not told):
            return lines
        [line] = lines
        facts = situation.facts(
            most=str(line.quantity), pieces=wording.short(line.item.title), what=wording.wish(self.name)
        )
        several = tuple(choice(f"{count}件", "pieces", str(count)) for count in range(1, line.quantity)[:3])
        buttons = (choice(f"全部{line.quantity}件", "pieces", str(line.quantity)), *several)
        if not told:
            return Ask(what="piece_count", say=Say(response="utter_ask_pieces", facts=facts, buttons=buttons))
        if line.quantity == 1 and told != "1":
            only = Say(response="utter_ask_pieces_only_one", facts=facts, buttons=(choice("就这1件", "pieces", "1"),))
            return Ask(what="piece_count", say=only)
        if not told.isdigit() or not 0 < int(told) <= line.quantity:
            return Ask(what="piece_count", say=Say(response="utter_ask_pieces_wrong", facts=facts, buttons=buttons))
        return (replace(line, quantity=int(told)),)

    def reason(self, situation: Situation, kind: CaseType) -> Reason | None:
        """The one that she gave, or its like, if it goes with this kind of case."""
        known = situation.rules.reasons.at(situation.order.placed_at)
        given = situation.text("reason") or _complained_of(situation)
        for code in (given, _OTHERWISE.get(given, "")):
            reason = known.of(code) if known is not None else None
            if reason is not None and kind in reason.types:
                return reason
        return None

    def _ask_reason(self, situation: Situation, kind: CaseType, lines: Sequence[Line]) -> Ask:
        known = situation.rules.reasons.at(situation.order.placed_at)
        fitting = [each for each in (known.reasons if known else ()) if kind in each.types]
        buttons = tuple(choice(each.title, "reason", each.code) for each in fitting[:_LIKELIEST])
        facts = situation.facts(pieces=pieces([(line.item, line.quantity) for line in lines]))
        again = "photo" if situation.asking.photo else "again" if situation.draft.asked == "return_reason" else kind
        response = f"utter_ask_case_reason_{again}"
        return Ask(what="return_reason", say=Say(response=response, facts=facts, buttons=buttons))

    def _judged(self, situation: Situation, matter: Matter) -> Step:
        verdict = matter.verdict
        if verdict.rule in _GOODS_QUESTIONS:
            return ask_goods(situation, matter)
        if verdict.answer == "not_allowed":
            return stopped(self.name, situation, matter.type, verdict)
        if verdict.allowed and self.fetched and _needs_slot(situation):
            payer = verdict.freight_payer or "shopper"
            facts = {"pieces": matter.goods, "fee": pickup_fee(situation), "place": place(situation.order)}
            return ask_pickup(situation, f"utter_ask_pickup_{payer}", may_send=True, **facts)
        return self._read_back(situation, matter)

    def _read_back(self, situation: Situation, matter: Matter) -> ReadBack:
        verdict, slot = matter.verdict, pickup_told(situation) if self.fetched else None
        payer = verdict.freight_payer or ("shop" if matter.type == "refund" else "shopper")
        amount_fen = self.amount_fen(situation, matter)
        change = OpenAfterSale(
            order_id=situation.order.order_id,
            type=matter.type,
            items=tuple(line.pieces for line in matter.lines),
            reason=matter.reason.code,
            amount_fen=amount_fen,
            freight_payer=payer,
            wanted_sku=self.wanted(situation),
            note=self.note(situation)[:300],
            goods=situation.text("goods"),
            pickup_from=slot[0] if slot and verdict.allowed else None,
            pickup_until=slot[1] if slot and verdict.allowed else None,
        )
        facts = {**self.facts_of(situation, matter), "amount": wording.yuan(amount_fen)}
        facts["slot"] = slot_words(situation, slot) if slot else "您自己寄"
        say = Say(response=read_back_name(matter, payer, fetched=slot is not None), facts=facts)
        return ReadBack(say=say, change=change, yes="提交申请")

    def facts_of(self, situation: Situation, matter: Matter) -> dict[str, str]:
        """What the read-back says."""
        return matter_facts(situation, matter)

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        case = next(each for each in situation.care.after_sales if each.after_sale_id == outcome.reference)
        return (with_photos(situation, case, opened(self.name, situation, case)),)

    def note(self, situation: Situation) -> str:
        """In words, whatever codes the draft keeps it by; with how many pictures there are of it."""
        count = len(photos_heard(situation))
        readable = situation.with_draft(replace(situation.draft, values=_in_words(situation)))
        return super().note(readable) + (f"（照片{count}张）" if count else "")


def _in_words(situation: Situation) -> dict[str, Value]:
    """What she has told: goods by their names, pieces, why and in what state; what else she chose is asked of no person."""
    titles = {item.sku: wording.short(item.title) for item in situation.order.items}
    known = situation.rules.reasons.at(situation.order.placed_at)
    reason = known.of(situation.text("reason")) if known is not None else None
    count = situation.text("pieces")
    told: dict[str, Value] = {
        "sku": "、".join(titles.get(sku, "") for sku in situation.text("sku").split("|")),
        "pieces": f"{count}件" if count else "",
        "reason": reason.title if reason else "",
        "goods": _STATES.get(situation.text("goods"), ""),
        "amount": f"退{wording.yuan(int(situation.text('amount')))}" if situation.text("amount") else "",
        "share": f"退{situation.text('share')}%" if situation.text("share") else "",
    }
    own = {name: value for name, value in situation.values.items() if name not in _CHOICES | {"part", *told}}
    return {name: value for name, value in {**told, **own}.items() if value}


def _complained_of(situation: Situation) -> str:
    """What she has complained of about this order: it is not asked again."""
    kept = situation.asking.thread.complaint or {}
    return str(kept.get("cause") or "") if kept.get("order") == situation.order.order_id else ""


def _reason_heard(words: str) -> Mapping[str, Value]:
    told: dict[str, Value] = {}
    if reason := reason_in(words):
        told["reason"] = reason
    if goods := goods_state_in(words):
        told["goods"] = goods
    return told


def _needs_slot(situation: Situation) -> bool:
    """Whether the pick-up is still open, and the shop has any slots."""
    if situation.text("pickup") == SELF or pickup_told(situation) is not None:
        return False
    return bool(all_slots(situation))
