"""Taking up the thread again after something else was answered: one short reminder of what is still open.

Once for each question: who asks on and on has heard it. What is open stays open, and is told again when she comes back to it.
"""

from __future__ import annotations

from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.draft import CONFIRM, Draft, open_draft
from actions.speech import Button, Speech
from actions.thread import Thread

NUMBERS = frozenset({"order_number", "phone_tail"})
REMINDED = frozenset({"order_number", "phone_tail", "order_choice", "message", "contact"})
_UNDISTURBED = frozenset({"thank", "praise", "request_human"})  # not answered by a demand
OF_GOODS = frozenset(
    {
        "search_product", "compare_products", "ask_product_attribute", "ask_size_advice", "ask_compatibility", "ask_package_contents",
        "ask_usage", "ask_installation", "ask_quality", "ask_warranty", "ask_price", "bargain", "ask_promotion", "ask_coupon", "ask_stock",
        "ask_presale", "ask_authenticity",
    }
)  # fmt: skip
_SMALL_TALK = frozenset({"chitchat", "out_of_scope"})
_COMES_BACK = frozenset({"urge_reply", "greet"})  # 人呢, 在吗: where it stands is what she wants to hear


def remind(speech: Speech, thread: Thread, *, again: bool = False) -> Thread:
    """Say what the bot still waits for, if it waits for anything and has not said so since it asked; `again`: said all the same."""
    if thread.asked in REMINDED and not _was_refused(thread) and (again or thread.reminded != thread.asked):
        speech.say(f"utter_back_to_{thread.asked}")
        return replace(thread, reminded=thread.asked)
    return thread


def take_up_proof(asking: Asking, speech: Speech, thread: Thread) -> Thread:
    """Goods were talked about while a number was asked for: what she gave of it is kept, and what is missing stays asked."""
    before = asking.thread
    if before.asked not in NUMBERS or thread.asked is not None or asking.intent not in OF_GOODS:
        return thread
    given = {"number_given": before.number_given, "tail_given": before.tail_given}
    return remind(
        speech, replace(thread, asked=before.asked, asked_times=before.asked_times, flow=before.flow, **given)
    )


def take_up_draft(asking: Asking, speech: Speech, thread: Thread) -> Thread:
    """After a digression the change in the making is asked for again; what is dropped with it is said to be unchanged.

    Where the digression asks something itself, its own question goes first; 刚才说到哪了 leads back. After a second one nothing
    is said: then a typed yes may be meant for what was answered last, and the change is read back before it is done.
    """
    draft = open_draft(asking.thread, asking.now)
    if draft is None or draft.asked is None:
        return thread
    if thread.draft is None:
        speech.say("utter_draft_dropped", {"wish": wording.wish(draft.flow)})
        return thread
    if thread.draft != asking.thread.draft or (thread.asked is not None and thread.asked != draft.asked):
        return thread
    if asking.intent in _UNDISTURBED:
        return thread
    thread = _reminded_of(asking, speech, thread, draft)
    told = thread.order_in_focus  # another order that was just told of is what 催一下 means next
    focus = told if told not in (None, asking.thread.order_in_focus) else draft.order_id or told
    return replace(thread, flow=draft.flow, asked=draft.asked, order_in_focus=focus)


def _reminded_of(asking: Asking, speech: Speech, thread: Thread, draft: Draft) -> Thread:
    small_talk = draft.asked == CONFIRM and asking.intent in _SMALL_TALK  # asks nothing that a yes could be meant for
    figures = small_talk and any(each.isdigit() for each in asking.text)  # a sum or an hour, perhaps
    if asking.thread.reminded == draft.asked and asking.intent not in _COMES_BACK and (figures or not small_talk):
        return replace(thread, reminded=draft.asked, draft=replace(draft, aside=True).as_json())
    if draft.asked not in REMINDED:
        _say_open(speech, draft)
    elif thread.asked is None and not _was_refused(thread):
        speech.say(f"utter_back_to_{draft.asked}")
    kept = replace(draft, aside=True).as_json() if figures else thread.draft
    return replace(thread, reminded=draft.asked, draft=kept)


def _was_refused(thread: Thread) -> bool:
    """She has given both and they did not fit: she was told so, and what she can do; asking for both again is no help."""
    return thread.asked == "order_number" and bool(thread.number_given and thread.tail_given)


def _say_open(speech: Speech, draft: Draft) -> None:
    facts = {"wish": wording.wish(draft.flow)}
    if draft.asked == CONFIRM:
        again = Button(title=f"接着{facts['wish']}", intent=draft.flow)
        speech.say("utter_back_to_confirm", facts, buttons=[again])
    else:
        speech.say("utter_back_to_draft", facts)
