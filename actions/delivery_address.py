"""改收货地址: address, recipient or phone, in one line or bit by bit, while the parcel is not labelled yet.

What she did not tell stays the order's, and is shown masked; what she told is read back whole, so that she can check it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from actions import wording
from actions.draft import CONFIRM, CORRECTION, Value
from actions.flow import Ask, Flow, ReadBack, Say, Situation, Step, Stop
from actions.speech import Button
from bot.shop.address import Address, read_address
from bot.shop.changes import ChangeAddress, Outcome
from bot.shop.new_address import completed, corrected_street, is_door, together, told_address
from bot.shop.order_verdicts import may_change_address, may_send_to

_ASKED = "new_address"
_NEEDED = ("city", "district", "door")


class DeliveryAddress(Flow):
    name = "change_address"
    likely = frozenset({"unpaid", "paid"})
    correctable = "地址、收件人还是电话"

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        told = told_address(words, asked=situation.draft.asked in (_ASKED, CORRECTION))
        before = _told(situation)
        if situation.draft.asked in (CONFIRM, CORRECTION) and not (told.address.city or told.fault):
            if again := corrected_street(words, before.street):
                return {"street": again, "fault": ""}
        if not told.says_something:
            return {}
        if is_door(told.address.street) and not told.address.city and not before.line:
            return {}  # a door alone: of which street has to be said
        parts = together(told.address, before)
        return {**_as_values(parts), "place": told.place, "fault": told.fault}

    async def step(self, situation: Situation) -> Step:
        order = situation.order
        verdict = may_change_address(order, situation.asking.now, situation.rules)
        if not verdict.allowed:
            return self.cannot(situation, verdict, *_other_ways(situation))
        told, old = _told(situation), read_address(order.address)
        new = completed(told, old)
        if question := _question(situation, told, new):
            return question
        if new.street and (stop := await self._sent_there(situation, new)) is not None:
            return stop
        change = ChangeAddress(
            order_id=order.order_id,
            recipient=new.recipient or order.recipient,
            phone=new.phone or order.phone,
            address=new.line if new.street else order.address,
        )
        if (change.recipient, change.phone, change.address) == (order.recipient, order.phone, order.address):
            return Stop(says=(Say(response="utter_address_already", facts=situation.facts()),))
        message = Say(response="utter_read_back_address", facts=situation.facts(**_facts(situation, new)))
        return ReadBack(say=message, change=change, yes="确认修改")

    async def _sent_there(self, situation: Situation, new: Address) -> Stop | None:
        delivery = await situation.ports.shop.delivery()
        verdict = may_send_to(new.delivery_province, situation.order, delivery)
        if verdict.allowed:
            return None
        amount = wording.yuan(verdict.amount_fen or 0)
        facts = situation.facts(region=new.province or new.city, amount=amount)
        response = {"area_not_served": "utter_address_not_served", "area_costs_more": "utter_address_costs_more"}.get(
            verdict.rule, "utter_address_unsure"
        )
        return Stop(says=(Say(response=response, facts=facts, buttons=(wording.review(self.name),)),))

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        facts = situation.facts(**_facts(situation, completed(_told(situation), Address())))
        return (Say(response="utter_address_changed", facts=facts, cards=self.card(situation)),)

    def note(self, situation: Situation) -> str:
        told = _told(situation)
        parts = [part for part in (told.line, told.recipient, told.phone) if part]
        head = f"{wording.wish(self.name)}（订单 {situation.order.order_id}）"
        return f"{head}：{'，'.join(parts)}" if parts else head


def _told(situation: Situation) -> Address:
    return Address(**{field.name: situation.text(field.name) for field in fields(Address)})


def _as_values(address: Address) -> dict[str, Value]:
    return {field.name: getattr(address, field.name) for field in fields(Address)}


def _question(situation: Situation, told: Address, new: Address) -> Ask | None:
    """What has to be asked still; nothing when a recipient or a phone alone is to be changed."""
    fault, place = situation.text("fault"), situation.text("place")
    if fault:
        return _ask(f"utter_ask_address_{fault}", situation)
    if not told.line:
        if told.recipient or told.phone:
            return None
        response = "utter_ask_address_of_place" if place else "utter_ask_new_address"
        return _ask(response, situation, place=place)
    missing = next((part for part in _NEEDED if part in new.missing), None)
    return _ask(f"utter_ask_address_{missing}", situation, so_far=new.line) if missing else None


def _ask(response: str, situation: Situation, **more: str) -> Ask:
    return Ask(what=_ASKED, say=Say(response=response, facts=situation.facts(**more)))


def _facts(situation: Situation, new: Address) -> dict[str, str]:
    """Her own words whole, what the record adds masked."""
    order = situation.order
    return {
        "address": new.line if new.street else read_address(order.address).masked(),
        "recipient": new.recipient or f"{order.recipient[:1]}**",
        "phone": f"{(new.phone or order.phone)[:3]}****{(new.phone or order.phone)[-4:]}",
    }


def _other_ways(situation: Situation) -> tuple[Button, ...]:
    if situation.order.status not in ("shipped", "in_transit", "out_for_delivery"):
        return ()
    about = {"order_number": situation.order.order_id}
    return (
        Button(title="联系快递员", intent="contact_courier", entities=about),
        Button(title="拦截退回", intent="refuse_parcel", entities=about),
    )
