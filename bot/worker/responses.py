"""Choosing among a response's written variants: by turn id, so that a turn run again says the same, and none that this
conversation has heard while there is another; else the one that it heard longest ago.

Also usable by Rasa's own command line (`nlg.type` in endpoints.yml), where there is no turn: then by the message's id.
"""

from __future__ import annotations

import hashlib
from typing import Any

from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig


class VariedResponses(TemplatedNaturalLanguageGenerator):
    """Rasa's templated responses with a choice that can be repeated."""

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        super().__init__(domain.responses if domain else {})
        self._fitting = ResponseVariationFilter(self.responses)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The filled response, with its variant's number in its metadata; None when the domain has no such response."""
        if utter_action not in self.responses:
            return None
        slots = tracker.current_slot_values()
        fitting = self._fitting.responses_for_utter_action(utter_action, output_channel, slots)
        if not fitting:
            return None
        index = _choice(utter_action, tracker, len(fitting))
        filled = self._fill_response(_copied(fitting[index]), slots, **kwargs)
        filled.pop("condition", None)
        return {**filled, "variant": index}


def _copied(response: dict[str, Any]) -> dict[str, Any]:
    copied = dict(response)
    if "buttons" in copied:
        copied["buttons"] = [dict(button) for button in copied["buttons"]]
    return copied


def _choice(utter_action: str, tracker: DialogueStateTracker, count: int) -> int:
    turn_id = (tracker.latest_message.message_id if tracker.latest_message else None) or tracker.sender_id
    digest = hashlib.blake2b(f"{turn_id} {utter_action}".encode(), digest_size=4).digest()
    index = int.from_bytes(digest, "big") % count
    heard = _heard(utter_action, tracker)
    order = [(index + step) % count for step in range(count)]
    fresh = [each for each in order if each not in heard]
    return fresh[0] if fresh else max(order, key=heard.index)


def _heard(utter_action: str, tracker: DialogueStateTracker) -> list[int]:
    """The variants of it that were said, each once, the latest first."""
    said = (
        event.metadata.get("variant")
        for event in reversed(tracker.events)
        if isinstance(event, BotUttered) and event.metadata.get("utter_action") == utter_action
    )
    return list(dict.fromkeys(variant for variant in said if isinstance(variant, int)))
