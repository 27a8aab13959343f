"""A guest's way to an order: number and phone tail, in any order, corrected at will, never asked for twice once proven.

Every miss gets the same response, buttons and slots, whatever its reason; the check itself is bot.shop.prove's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from actions import wording
from actions.asking import Asking
from actions.composition import Ports
from actions.speech import Button, Speech
from actions.thread import Thread
from actions.wanted import Wanted
from bot.care.effects import ProofGranted
from bot.shop.order import Order
from bot.shop.prove import Claim, Locked, Refused, prove

PATIENCE = 2  # times that the same thing is asked before other ways are offered
_ASKED_HERE = frozenset({"order_number", "phone_tail"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`order` only when it is proven now; otherwise the shopper has been told or asked already."""

    thread: Thread
    order: Order | None = None


def needs_proof(asking: Asking, wanted: Wanted, given_is_hers: bool, sees_orders: bool) -> bool:
    """Whether this message is about an order that the shopper has not shown to be hers."""
    if wanted.number:
        return not given_is_hers
    if not sees_orders and not asking.customer_id:
        return True
    if asking.thread.asked not in _ASKED_HERE:
        return False
    gave_before = asking.thread.number_given or asking.thread.tail_given
    if asking.customer_id and not gave_before and not (wanted.tail or wanted.last_digits):
        return False  # asked while she was a guest, and she has logged in since
    return bool(
        wanted.tail
        or wanted.last_digits
        or wanted.not_number
        or wanted.not_tail
        or wanted.no_number
        or not wanted.picks
    )


async def ask_proof(asking: Asking, speech: Speech, ports: Ports, *, wanted: Wanted, thread: Thread) -> Outcome:
    """Take what was given, ask for what is missing, check when both are there."""
    if thread.locked and not (wanted.number and wanted.tail):
        speech.say("utter_proof_still_locked", buttons=[wording.human(thread.flow or "track_order")])
        return Outcome(thread=replace(thread, asked=None, asked_times=0))
    thread = _with_given(thread, wanted)
    if wanted.number or wanted.tail:
        thread = replace(thread, asked_times=0)
    number, tail = thread.number_given, thread.tail_given
    if number and tail and thread.asked == "order_number" and not (wanted.number or wanted.tail or wanted.last_digits):
        # The pair that was refused a moment ago, and nothing new: a second check would only use up a guess.
        speech.say("utter_proof_refused", buttons=[wording.human(thread.flow or "track_order")])
        return Outcome(thread=thread)
    if number and tail:
        return await _checked(asking, speech, ports, thread=thread)
    if wanted.no_number and not number:
        speech.say("utter_where_is_number", buttons=[wording.human(thread.flow or "track_order")])
        return Outcome(thread=thread.asking("order_number"))
    asked = thread.asking("order_number" if not number else "phone_tail")
    question = _question(number, tail, again=asked.asked_times >= PATIENCE)
    speech.say(question, buttons=_ways_out(asked))
    return Outcome(thread=asked)


def _with_given(thread: Thread, wanted: Wanted) -> Thread:
    """What is given now replaces what was given before; what is taken back is forgotten."""
    if wanted.last_digits and thread.number_given and not wanted.number:
        corrected = thread.number_given[: -len(wanted.last_digits)] + wanted.last_digits
        return replace(thread, number_given=corrected, asked_times=0)
    number = wanted.number or (None if wanted.not_number else thread.number_given)
    tail = wanted.tail or (None if wanted.not_tail else thread.tail_given)
    return replace(thread, number_given=number, tail_given=tail)


def _question(number: str | None, tail: str | None, *, again: bool) -> str:
    if again:
        return "utter_ask_again_tail" if number else "utter_ask_again_number" if tail else "utter_ask_again_both"
    return "utter_ask_phone_tail" if number else "utter_ask_order_number" if tail else "utter_ask_number_and_tail"


def _ways_out(thread: Thread) -> list[Button]:
    return [wording.human(thread.flow or "track_order")] if thread.asked_times >= PATIENCE else []


async def _checked(asking: Asking, speech: Speech, ports: Ports, *, thread: Thread) -> Outcome:
    claim = Claim(
        conversation_id=asking.conversation_id,
        address=asking.address,
        number=thread.number_given or "",
        tail=thread.tail_given or "",
    )
    outcome = await prove(ports.shop, ports.ledger, claim)
    way_out = [wording.human(thread.flow or "track_order")]
    if isinstance(outcome, Locked):
        speech.say("utter_proof_locked", buttons=way_out)
        return Outcome(thread=replace(thread.settled(), locked=True))
    if isinstance(outcome, Refused):
        speech.say("utter_proof_refused", buttons=way_out)
        return Outcome(thread=thread.asking("order_number"))
    speech.effect(ProofGranted(order_id=outcome.order.order_id))
    return Outcome(thread=thread, order=outcome.order)
