"""特殊要求: a card, plain packing, call before coming: written on the order for who packs it, while it is not under way.

What is meant for the courier of a parcel that is under way leads to him.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from actions import wording
from actions.asking import Asking
from actions.composition import Ports
from actions.draft import CONFIRM, CORRECTION, Value
from actions.flow import Ask, Flow, ReadBack, Say, Situation, Step, Stop
from actions.follow_up import courier_phone
from actions.order_deeds import carrier_phone as carrier_phone_of
from bot.shop.changes import AddRemark, Outcome
from bot.shop.order import MOVING_STATUSES, Order
from bot.shop.order_verdicts import may_add_remark
from bot.text import consent, cues
from bot.text.gist import gist
from bot.text.remark import LONGEST, is_for_courier, names_carrier, remark_in

_MORE = re.compile(r"^(?:再|还[有要]?|另外|对了|补充|加一?[句条个]?|[，,：:\s])+")
# After the read-back: 改成写生日快乐 stands instead of it, 写祝妈妈身体健康 beside it.
_INSTEAD = re.compile(r"(?:改成|改为|换成|应该是|而是)(?:写|备注)?[:：]?")
_TO_WRITE = re.compile(r"(?:就|那|也|请|帮我)?(?:写上?(?!错)|(?=祝|放(?!心)|附))")


class OrderRemark(Flow):
    name = "special_request"
    likely = frozenset({"unpaid", "paid", "packed"})
    correctable = "备注的内容"

    async def meant(self, asking: Asking, ports: Ports, orders: Sequence[Order]) -> Sequence[Order]:
        """What is said to a courier is meant for what he brings today, else for what is under way."""
        if is_for_courier(asking.text):
            coming = [order for order in orders if order.status == "out_for_delivery"]
            if under_way := coming or [order for order in orders if order.status in MOVING_STATUSES]:
                return under_way
        return await super().meant(asking, ports, orders)

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        before = situation.text("remark")
        if before and situation.draft.asked == CONFIRM:
            return _changed(before, words)
        remark = remark_in(gist(words))
        if not remark or (before and situation.draft.asked not in ("remark", CORRECTION)):
            return {}
        return {"remark": remark}

    async def step(self, situation: Situation) -> Step:
        order, remark = situation.order, situation.text("remark")
        facts = situation.facts(remark=remark, longest=str(LONGEST))
        verdict = may_add_remark(order, remark or "…", situation.asking.now, situation.rules)
        if remark and remark in order.remark:
            return Stop(says=(Say(response="utter_remark_already", facts=facts),))
        if len(remark) > LONGEST or verdict.rule == "remark_too_long":
            return Ask(what="remark", say=Say(response="utter_ask_remark_shorter", facts=facts))
        if not verdict.allowed and order.status in MOVING_STATUSES and is_for_courier(remark):
            return await self._courier(situation)
        if not verdict.allowed:
            return self.cannot(situation, verdict)
        if names_carrier(remark):
            return await self._carrier(situation)
        if not remark:
            return Ask(what="remark", say=Say(response="utter_ask_remark", facts=facts))
        change = AddRemark(order_id=order.order_id, remark=remark)
        return ReadBack(say=Say(response="utter_read_back_remark", facts=facts), change=change, yes="就这么备注")

    async def _carrier(self, situation: Situation) -> Stop:
        rule = await situation.ports.shop.policy("carriers")
        response = "utter_remark_carrier" if rule else "utter_remark_carrier_by_people"
        return Stop(says=(Say(response=response, facts={"rule": rule or ""}, buttons=(wording.review(self.name),)),))

    async def _courier(self, situation: Situation) -> Stop:
        """放门口, of what is in the courier's hands: his number, for nobody else reads it in time."""
        order = situation.order
        parcel = next((each for each in order.parcels if each.state in MOVING_STATUSES), order.parcels[0])
        carrier_phone = await carrier_phone_of(situation.ports, parcel.carrier) or ""
        facts = {
            "goods": wording.goods(order.items),
            "remark": situation.text("remark"),
            "carrier": f"{parcel.carrier} {carrier_phone}".strip(),
            "tracking_no": parcel.tracking_no,
            "courier_phone": courier_phone(order) or "",
        }
        response = "utter_remark_courier_known" if facts["courier_phone"] else "utter_remark_courier"
        return Stop(says=(Say(response=response, facts=facts, buttons=(wording.human(self.name),)),))

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        facts = situation.facts(remark=situation.text("remark"))
        return (Say(response="utter_remark_added", facts=facts, cards=self.card(situation)),)


def _changed(before: str, words: str) -> Mapping[str, Value]:
    """What was read back, with what she says to it; as it was where she says nothing that can be written."""
    if instead := _INSTEAD.search(words):
        remark = remark_in(gist(words[instead.end() :]))
        return {"remark": remark} if remark else {}
    writes = _TO_WRITE.match(words.strip())
    if not cues.adds(words) and (writes is None or cues.is_question(words) or consent.corrects(words)):
        return {}
    more = remark_in(gist(words.strip()[writes.end() :] if writes else _MORE.sub("", words)))
    return {"remark": f"{before}；{more}"} if more and more not in before else {}
