"""Yes and no to a read-back. Only a yes to the latest one, in time, by who may see the order, changes anything."""

from __future__ import annotations

from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.composition import Ports
from actions.draft import CONFIRM, CORRECTION, Draft, open_draft
from actions.flow import Situation
from actions.flow_talk import advance, begin, change, over, waiting
from actions.flows import FLOWS
from actions.speech import Speech
from actions.thread import Thread
from bot.shop.access import may_see
from bot.shop.after_sale import OrderCare
from bot.shop.service_rules import ServiceRules
from bot.text import consent
from bot.text.giving_up import gives_up


async def confirm(asking: Asking, speech: Speech, ports: Ports) -> Thread:
    """A yes. It changes something only if it is one to the latest read-back, in time, by who may see the order."""
    draft = open_draft(asking.thread, asking.now)
    pressed = asking.values("draft")
    if draft is None or (pressed and pressed[0] != draft.token):
        return await _stale(asking, speech, ports, draft)
    if draft.asked != CONFIRM or draft.read_back is None or consent.hedges(asking.text):
        return await advance(asking, speech, ports, draft, listen=False)
    order = await ports.shop.order(draft.order_id or "")
    if order is None or not may_see(order, asking.customer_id, asking.proven_orders):
        speech.say("utter_draft_over", {"wish": wording.wish(draft.flow)})
        return asking.thread.ended()
    if draft.is_late(asking.now) or (draft.aside and not pressed):
        speech.say("utter_read_back_again" if draft.is_late(asking.now) else "utter_read_back_after_others")
        return await advance(asking, speech, ports, draft, listen=False)
    care = OrderCare(order_id=order.order_id)  # what was read back is asked of the shop as it is; it checks the facts
    situation = Situation(asking=asking, ports=ports, order=order, care=care, rules=ServiceRules(), draft=draft)
    return await change(situation, speech, asking.thread)


async def _stale(asking: Asking, speech: Speech, ports: Ports, draft: Draft | None) -> Thread:
    """A button of an earlier read-back, or a yes after everything was over."""
    if draft is None:
        if asking.thread.draft:
            return over(asking, speech)
        speech.say("utter_yes_to_nothing")
        return asking.thread
    speech.say("utter_yes_to_earlier", {"wish": wording.wish(draft.flow)})
    return await advance(asking, speech, ports, draft, listen=False)


async def decline(asking: Asking, speech: Speech, ports: Ports) -> Thread:
    """A no: nothing is changed. It may mean that something is to be different; 等等 leaves all as it is."""
    draft = open_draft(asking.thread, asking.now)
    if draft is None:
        return over(asking, speech) if asking.thread.draft else asking.thread
    flow, facts = FLOWS[draft.flow], {"wish": wording.wish(draft.flow)}
    if draft.asked is not None and consent.waits(asking.text) and not consent.says_no(asking.text):
        speech.say("utter_take_your_time", facts)
        return waiting(asking, asking.thread, draft)
    ends = asking.trusted or consent.declines(asking.text) or gives_up(asking.text)
    if ends or draft.asked != CONFIRM or not flow.correctable:
        speech.say("utter_kept_as_it_is", facts)
        return asking.thread.ended()
    speech.say("utter_what_to_correct", {"what": flow.correctable, **facts})
    asked = asking.thread.asking(CORRECTION)
    return waiting(asking, asked, replace(draft, asked=CORRECTION, read_back=None))


async def let_go(asking: Asking, speech: Speech, ports: Ports) -> Thread | None:
    """算了不退了 after she heard that something is not possible: it ends kindly. A case of that order which is still open
    is taken back instead, after a read-back. None where nothing of the kind was told."""
    draft = Draft.of(asking.thread)
    if draft is None or draft.asked is not None or asking.thread.asked is not None or not gives_up(asking.text):
        return None
    if consent.takes_back(asking.text) and (draft.is_over(asking.now) or await _has_open_case(draft, ports)):
        return await begin(asking, speech, ports, "withdraw_after_sale")
    looked_up = wording.wish(draft.flow).startswith("查")
    speech.say("utter_deny" if looked_up else "utter_let_go", {"wish": wording.wish(draft.flow)})
    return asking.thread.ended()


async def _has_open_case(draft: Draft, ports: Ports) -> bool:
    cares = await ports.shop.care_of([draft.order_id]) if draft.order_id else {}
    return any(case.is_open for care in cares.values() for case in care.after_sales)
