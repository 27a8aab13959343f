"""The parcel in which goods go back: its number, told for a case that waits for it. 运单号填哪里: here."""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions.case_wording import case_card, case_facts
from actions.draft import Value
from actions.flow import Ask, ReadBack, Say, Situation, Step
from bot.shop.after_sale import AfterSale
from bot.shop.changes import Outcome, TellReturnParcel
from bot.text.fold import fold
from bot.text.identifiers import find_identifiers

_SENT = re.compile(r"寄[了出回]|发回|单号|运单|已经寄|寄好")
_NUMBER = re.compile(r"(?<![0-9a-z])([a-z]{0,4}[0-9]{9,20})(?![0-9a-z])")
_CARRIERS = {
    "SF": "顺丰速运",
    "YT": "圆通速递",
    "ZTO": "中通快递",
    "STO": "申通快递",
    "YD": "韵达快递",
    "JD": "京东快递",
    "EMS": "中国邮政",
}
_NAMES = re.compile(r"顺丰|圆通|中通|申通|韵达|京东|极兔|邮政|EMS|德邦", re.IGNORECASE)


def parcel_heard(situation: Situation, words: str) -> Mapping[str, Value]:
    """`parcel`: the number; `carrier` as she calls it. `sent`: she speaks of a parcel that she sent."""
    if waiting_case(situation) is None:
        return {}
    numbers = [each.value for each in find_identifiers(words) if each.kind in ("tracking_number", "order_number")]
    numbers = numbers or [each.upper() for each in _NUMBER.findall(fold(words))]
    strange = [each for each in numbers if each != situation.order.order_id]
    told: dict[str, Value] = {"sent": "yes"} if _SENT.search(words) else {}
    if strange and (told or situation.draft.asked == "return_parcel"):
        told["parcel"] = strange[-1]
        carrier = _NAMES.search(words)
        told["carrier"] = carrier[0] if carrier else _by_number(strange[-1])
    return told


def hers_on_the_way(flow: str, situation: Situation) -> Step | None:
    """Where a case waits for her parcel and she speaks of one: the question for its number, or the read-back."""
    case, number = waiting_case(situation), situation.text("parcel")
    if case is None or not (number or situation.text("sent")):
        return None
    facts = case_facts(situation, case)
    if not number:
        return Ask(what="return_parcel", say=Say(response="utter_ask_return_parcel", facts=facts))
    facts.update(parcel=number, carrier=situation.text("carrier") or "快递")
    change = TellReturnParcel(
        order_id=case.order_id,
        after_sale_id=case.after_sale_id,
        carrier=situation.text("carrier"),
        tracking_no=number,
    )
    return ReadBack(say=Say(response="utter_read_back_return_parcel", facts=facts), change=change, yes="就是这个单号")


def parcel_told(situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
    """What is said once the number is with the shop; nothing when something else was done."""
    told = situation.draft.read_back
    if told is None or told.change["kind"] != TellReturnParcel.kind:
        return ()
    case = next(each for each in situation.care.after_sales if each.after_sale_id == outcome.reference)
    facts = {**case_facts(situation, case), "parcel": case.return_tracking_no}
    return (Say(response="utter_return_parcel_told", facts=facts, cards=(case_card(situation, case),)),)


def waiting_case(situation: Situation) -> AfterSale | None:
    """The case that waits for goods from her."""
    cases = (case for case in situation.care.after_sales if case.type != "refund")
    return next((case for case in cases if case.state in ("approved", "picked_up")), None)


def _by_number(number: str) -> str:
    return next((name for prefix, name in _CARRIERS.items() if number.upper().startswith(prefix)), "")
