"""Taking up the thread again after something else was answered: one short reminder of what is still open."""

from __future__ import annotations

from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.draft import CONFIRM, Draft, open_draft
from actions.speech import Button, Speech
from actions.thread import Thread

REMINDED = frozenset({"order_number", "phone_tail", "order_choice", "message", "contact"})
_UNDISTURBED = frozenset({"thank", "praise", "request_human"})  # not answered by a demand


def remind(speech: Speech, thread: Thread) -> Thread:
    """Say what the bot still waits for, if it waits for anything; the thread stays as it is."""
    if thread.asked in REMINDED and not _was_refused(thread):
        speech.say(f"utter_back_to_{thread.asked}")
    return thread


def take_up_draft(asking: Asking, speech: Speech, thread: Thread) -> Thread:
    """After a digression the change in the making is asked for again; what is dropped with it is said to be unchanged.

    Where the digression asks something itself, its own question goes first; 刚才说到哪了 leads back.
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
    if draft.asked not in REMINDED:
        _say_open(speech, draft)
    elif thread.asked is None and not _was_refused(thread):
        speech.say(f"utter_back_to_{draft.asked}")
    told = thread.order_in_focus  # another order that was just told of is what 催一下 means next
    focus = told if told not in (None, asking.thread.order_in_focus) else draft.order_id or told
    return replace(thread, flow=draft.flow, asked=draft.asked, order_in_focus=focus)


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
