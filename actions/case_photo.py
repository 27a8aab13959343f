"""Pictures as evidence of a case: those sent while it is talked about go with it, and those that follow are added.

The bot does not look at them; people do.
"""

from __future__ import annotations

from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.composition import Ports
from actions.flow import Say, Situation
from actions.speech import Speech
from actions.thread import Thread
from bot.care.effects import CasePhotoGiven
from bot.shop.access import may_see
from bot.shop.after_sale import AfterSale

PHOTO = "photo"  # the draft's name for them
_MOST = 9
_ABOUT_CASES = frozenset(
    {
        "request_return", "request_exchange", "request_refund", "request_repair", "track_after_sale", "track_refund",
        "return_pickup",
    }
)  # fmt: skip


def photos_heard(situation: Situation) -> tuple[str, ...]:
    """All that were sent for it so far, with this message's."""
    kept = situation.values.get(PHOTO, ())
    photos = kept if isinstance(kept, tuple) else ()
    new = situation.asking.photo
    return (*photos, new)[-_MOST:] if new and new not in photos else photos


def with_photos(situation: Situation, case: AfterSale, say: Say) -> Say:
    """The case is there: its pictures are kept with it."""
    given = tuple(
        CasePhotoGiven(after_sale_id=case.after_sale_id, order_id=case.order_id, upload_id=each)
        for each in photos_heard(situation)
    )
    return replace(say, effects=(*say.effects, *given))


async def photo_of_case(asking: Asking, speech: Speech, ports: Ports) -> Thread | None:
    """A picture after the case was opened: added to the newest open one; None where there is none, or no picture."""
    thread, order_id = asking.thread, asking.thread.order_in_focus
    if asking.photo is None or order_id is None or thread.flow not in _ABOUT_CASES:
        return None
    order = await ports.shop.order(order_id)
    if order is None or not may_see(order, asking.customer_id, asking.proven_orders):
        return None
    care = (await ports.shop.care_of([order_id]))[order_id]
    case = next((each for each in care.after_sales if each.is_open), None)
    if case is None:
        return None
    speech.effect(CasePhotoGiven(after_sale_id=case.after_sale_id, order_id=order_id, upload_id=asking.photo))
    speech.say("utter_case_photo_added", {"number": case.after_sale_id}, buttons=[wording.human(thread.flow)])
    return thread
