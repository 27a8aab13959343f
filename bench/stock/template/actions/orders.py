"""Stock Rasa's one custom action: an order from memory, which is quicker than any real shop."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

_ORDERS = {f"customer-{number}": ("顺丰", f"SF{number:012d}", "杭州转运中心") for number in range(1000)}


class TrackOrder(Action):
    def name(self) -> str:
        return "action_track_order"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        carrier, number, place = _ORDERS[f"customer-{sum(tracker.sender_id.encode()) % 1000}"]
        dispatcher.utter_message(text=f"您的包裹由{carrier}承运，单号 {number}，最新到了{place}。")
        return []
