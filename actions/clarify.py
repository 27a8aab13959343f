"""Not sure what is meant: first the likeliest wishes as buttons in shoppers' words, at the second miss a person."""

from __future__ import annotations

from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.base import ThreadAction
from actions.complaint_first import after_despair
from actions.complaint_ticket import unsure_kept
from actions.reminder import remind
from actions.speech import Button, Speech
from actions.thread import Thread
from actions.wishes import PHRASES
from bot.text.gist import gist
from bot.text.titles import AFTER_SALE_WISHES, RETURN_OR_EXCHANGE

OFFERED = 3
LEAST_LIKELY = 0.15  # what is less likely than this looks like nonsense on a button
DEFAULT_WISHES = ("track_order", "request_return", "search_product")


class Clarify(ThreadAction):
    action_name = "action_clarify"
    is_miss = True
    keeps_matter = True

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        if gist(asking.text).strip("？?。.!！ ") in RETURN_OR_EXCHANGE:
            return self._offer_after_sale(asking, speech)
        if calmed := after_despair(asking, speech):
            return calmed
        if asking.holder == "queue" and asking.upset:
            speech.say("utter_still_queued")  # no question for who is upset and waits
            return replace(asking.thread, matter=asking.text or asking.thread.matter)
        if kept := unsure_kept(asking, speech):
            return replace(kept, misses=kept.misses + 1)
        thread = replace(asking.thread, misses=asking.thread.misses + 1, matter=asking.text or asking.thread.matter)
        if asking.thread.misses >= 1:
            speech.say("utter_clarify_again", buttons=[wording.human("unsure")])
            return remind(speech, thread)
        buttons = [Button(title=PHRASES[wish], intent=wish) for wish in likeliest(asking.ranking)]
        speech.say("utter_clarify", buttons=buttons)
        return thread

    @staticmethod
    def _offer_after_sale(asking: Asking, speech: Speech) -> Thread:
        """退换货 is clear, only which of them is open: no miss."""
        speech.say(
            "utter_choose_after_sale", buttons=[Button(title=PHRASES[wish], intent=wish) for wish in AFTER_SALE_WISHES]
        )
        return replace(asking.thread, misses=0)


def likeliest(ranking: tuple[tuple[str, float], ...]) -> tuple[str, ...]:
    """Two or three wishes to offer; the usual ones where the ranking names none that can be offered."""
    named = [wish for wish, confidence in ranking if wish in PHRASES and confidence >= LEAST_LIKELY][:OFFERED]
    for wish in DEFAULT_WISHES:
        if len(named) < 2 and wish not in named:
            named.append(wish)
    return tuple(named)
