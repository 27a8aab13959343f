"""A system turn: what became of money that a person of the shop approved. The thread stays as it is: she was asked nothing."""

from __future__ import annotations

from actions import wording
from actions.asking import Asking
from actions.base import ThreadAction
from actions.speech import Speech
from actions.thread import Thread

_RESPONSES = {"paid": "utter_money_paid", "rejected": "utter_money_not_given"}


class MoneyTold(ThreadAction):
    action_name = "action_money_told"
    passes_on = False
    keeps_matter = True

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        told = asking.told
        arrives = str(told.get("arrives") or "")
        response = _RESPONSES.get(str(told.get("state")), "utter_money_looked_at")
        if response == "utter_money_paid" and not arrives:
            response = "utter_money_paid_sometime"
        facts = {
            "what": wording.MONEY_NAMES.get(str(told.get("what")), wording.MONEY_NAMES["refund"]),
            "amount": wording.yuan(int(told.get("amount_fen") or 0)),
            "arrives": arrives,
        }
        buttons = [] if response.startswith("utter_money_paid") else [wording.human("track_refund")]
        speech.say(response, facts, buttons=buttons)
        return asking.thread
