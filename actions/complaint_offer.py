"""What somebody who complains may choose: at most two remedies as a sentence and buttons, with the facts that they rest on."""

from __future__ import annotations

from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.complaint_case import Complaint
from actions.complaint_goods import case_in_hand
from actions.complaint_person import offered_by
from actions.complaint_rules import left_to_people
from actions.complaint_words import Answer, asked_as, none_of_them, phrase, remedy_button
from actions.composition import Ports
from bot.care.cause import OF_ARRIVED
from bot.care.remedy import AT_A_TIME, Offer, choices
from bot.shop.facts import facts_of

NEED_ITEM = frozenset({"resend", "replace", "return_paid_freight"})
_MONEY = frozenset({"refund", "partial_refund", "compensation"})
_SOON = "一天"
_CASES = {"return": "退货", "exchange": "换货", "refund": "退款", "repair": "维修"}
_PLACES = ("first", "second")


def basis_of(offer: Offer, complaint: Complaint) -> str:
    """What the offer rests on: the order with all beside it, and the sum. Goodwill rests on its sum alone."""
    return f"{facts_in(offer.name, complaint)}:{offer.amount_fen}"


def facts_in(name: str, complaint: Complaint) -> str:
    """The digest that the shop checks at the write; empty for what no fact of the order can forbid."""
    if complaint.order is None or name not in NEED_ITEM | _MONEY:
        return ""
    return facts_of(complaint.order, complaint.care)


def possible(complaint: Complaint) -> tuple[Offer, ...]:
    """Of the policy's remedies those that can be carried out as things stand: goods known, in no case yet, not
    paid back, and nothing that the shop would refuse after the yes."""
    return tuple(each for each in complaint.offers if is_possible(each, complaint))


def is_possible(offer: Offer, complaint: Complaint) -> bool:
    if offer.name == "apology_call":
        return bool(complaint.order or complaint.customer)
    if offer.name not in NEED_ITEM | _MONEY:
        return True
    if offer.name in complaint.forbidden:
        return False
    if case_in_hand(complaint.care, complaint.item) is not None or complaint.case.value_fen <= 0:
        return False
    unknown = complaint.item is None
    return not unknown if offer.name in NEED_ITEM else not (unknown and complaint.cause in OF_ARRIVED)


async def offer(
    asking: Asking, ports: Ports, complaint: Complaint, answer: Answer, *, beside: bool = False, again: bool = False
) -> tuple[Offer, ...]:
    """At most two, best first; `beside`: one, as an extra to what is done already; `again`: she has heard them, so shortly."""
    ticket = complaint.standing.ticket
    had = frozenset((*ticket.rejected, *ticket.accepted)) if ticket else frozenset()
    found = choices(possible(complaint), but=had)[: 1 if beside else AT_A_TIME]
    if not found:
        return ()
    found = await as_the_shop_decides(asking, ports, complaint, found)
    lines = complaint.lines
    dues = [await due_of(asking, ports, each) for each in found]
    if beside:
        facts = {"amount": wording.yuan(found[0].amount_fen), "due": dues[0]}
        answer.add(lines.say(f"besides_{asked_as(found[0], lines)}", facts))
    elif again and len(found) > 1:
        titles = [lines.say(f"title_{each.name}") for each in found]
        answer.add(lines.say("offer_stands", dict(zip(_PLACES, titles, strict=False)), nth=complaint.times))
    else:
        phrases = [phrase(each, lines, due) for each, due in zip(found, dues, strict=True)]
        answer.add(
            lines.say("choose_two" if len(found) > 1 else "choose_one", dict(zip(_PLACES, phrases, strict=False)))
        )
    add_buttons(complaint, answer, found)
    if beside:
        answer.buttons.pop()
    return found


async def as_the_shop_decides(
    asking: Asking, ports: Ports, complaint: Complaint, found: tuple[Offer, ...]
) -> tuple[Offer, ...]:
    """The offers, with `person` where the shop's limits leave one to people: nobody is told that it is done by a tap."""
    rules = await ports.shop.service_rules()
    order, care, goods = complaint.order, complaint.care, complaint.goods
    return tuple(
        replace(each, person=each.person or left_to_people(each, order, care, goods, asking.now, rules))
        for each in found
    )


def add_buttons(complaint: Complaint, answer: Answer, found: tuple[Offer, ...]) -> None:
    """One for each, and 都不合适."""
    lines, ticket_id = complaint.lines, complaint.ticket_id
    answer.buttons += [remedy_button(each.name, ticket_id, lines, basis_of(each, complaint)) for each in found]
    answer.buttons.append(none_of_them(ticket_id, lines))


def bases_of(complaint: Complaint, found: tuple[Offer, ...]) -> dict[str, str]:
    """For who types her choice: by the remedy's name."""
    return {each.name: basis_of(each, complaint) for each in found}


async def due_of(asking: Asking, ports: Ports, each: Offer) -> str:
    due_at = await offered_by(asking, ports, each)
    return wording.by(due_at, asking.now) if due_at else _SOON


def taken_care_of(complaint: Complaint) -> str:
    """What the shop does about these goods already, in words; empty where it does nothing."""
    lines, care = complaint.lines, complaint.care
    case = case_in_hand(care, complaint.item)
    if case is not None:
        return lines.say("case_begun", {"kind": _CASES[case.type], "reference": case.after_sale_id})
    given_fen = care.given_back_fen if care is not None else 0
    if given_fen and complaint.case.value_fen <= 0:
        return lines.say("money_back_begun", {"amount": wording.yuan(given_fen)})
    return ""
