"""Delivery of a product to a place: whether it goes there, at what fee, how soon it ships and comes. By the shop's rules."""

from __future__ import annotations

from actions import goods, wording
from actions.asking import Asking
from actions.composition import Ports
from actions.place import place_of
from actions.product_talk import ProductQuestion
from actions.speech import Speech
from actions.tell_price import line_of, work_out
from bot.shop.delivery import DeliveryRules, Place, Zone, unknown_goal
from bot.shop.product import Product
from bot.text.normalise import normalise


async def tell_delivery(question: ProductQuestion) -> bool:
    """Fee and time for this product; to the place that is named, else when it ships and what the fee depends on."""
    return await say_delivery(question.asking, question.speech, question.ports, question.product)


async def say_delivery(asking: Asking, speech: Speech, ports: Ports, product: Product | None) -> bool:
    """The same with or without a product; False when the shop states no rules, or nothing for what was asked."""
    rules = await ports.shop.delivery()
    if rules is None:
        return False
    if goal := unknown_goal(normalise(asking.words).text):
        speech.say("utter_place_unknown", {"place": goal})
        return True
    place = place_of(asking)
    zone = rules.zone_of(place.province) if place else None
    if place and zone:
        await _to_place(asking, speech, ports, rules=rules, place=place, zone=zone, product=product)
        return True
    if product is None:
        return False
    await _anywhere(asking, speech, ports, rules, product)
    return True


async def _to_place(
    asking: Asking,
    speech: Speech,
    ports: Ports,
    *,
    rules: DeliveryRules,
    place: Place,
    zone: Zone,
    product: Product | None,
) -> None:
    facts = {"place": place.name}
    if not zone.sends:
        speech.say("utter_place_not_served", facts)
        return
    facts |= {"hours": str(rules.ship_within_hours), "days": _days(zone)}
    facts |= await _fee(asking, ports, rules, zone, product)
    if product is None:
        extra = "_extra" if zone.extra_fen else ""
        speech.say(f"utter_place_served{extra}" if zone.days else "utter_place_served_sometime", facts)
        return
    facts["goods"] = _name(asking, product)
    free = "_free" if facts["fee_fen"] == "0" else ""
    if product.stock <= 0 and not any(each.stock > 0 for each in product.variants):
        speech.say("utter_place_served_but_gone", facts)
        return
    speech.say(f"utter_deliver_to_place{free}" if zone.days else "utter_place_served_sometime", facts)
    await _big(speech, product)


async def _anywhere(asking: Asking, speech: Speech, ports: Ports, rules: DeliveryRules, product: Product) -> None:
    zone = rules.zones[-1]
    facts = {"goods": _name(asking, product), "hours": str(rules.ship_within_hours), "clock": _clock(rules)}
    facts |= await _fee(asking, ports, rules, zone, product)
    if product.stock <= 0 and not any(each.stock > 0 for each in product.variants):
        speech.say("utter_deliver_when_back", facts)
        return
    response = "utter_deliver_free" if facts["fee_fen"] == "0" else "utter_deliver_paid"
    speech.say(response, facts)
    await _big(speech, product)


async def _fee(
    asking: Asking, ports: Ports, rules: DeliveryRules, zone: Zone, product: Product | None
) -> dict[str, str]:
    facts = {
        "base": wording.yuan(rules.fee_fen),
        "free_from": wording.yuan(rules.free_from_fen),
        "extra": wording.yuan(zone.extra_fen),
    }
    if product is None:
        return facts | {"fee_fen": "-1", "fee": ""}
    worked = await work_out(asking, ports, [line_of(product, asking.words)])
    fee = rules.fee(zone, worked.quote.pay_fen)
    return facts | {"fee_fen": str(fee), "fee": wording.yuan(fee), "pay": wording.yuan(worked.quote.pay_fen)}


async def _big(speech: Speech, product: Product) -> None:
    own = product.attributes.get("配送") or product.attributes.get("发货")
    if own:
        speech.say("utter_deliver_own_way", {"delivery": wording.without_end(own)})


def _name(asking: Asking, product: Product) -> str:
    return "这款" if asking.thread.product_in_focus == product.sku else goods.name(product)


def _days(zone: Zone) -> str:
    return f"{zone.days[0]}到{zone.days[1]}天" if zone.days else ""


def _clock(rules: DeliveryRules) -> str:
    minute = rules.same_day_before_minute or 16 * 60
    return f"{minute // 60}点" + (f"{minute % 60}分" if minute % 60 else "")
