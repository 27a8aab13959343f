"""A response is said in words that this conversation has not heard while there are any; then in those of longest ago."""

from __future__ import annotations

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.worker.responses import VariedResponses

DOMAIN = Domain.from_dict({"responses": {"utter_three": [{"text": each} for each in ("一", "二", "三")]}})


async def _said(times: int, conversation: str) -> list[str]:
    tracker = DialogueStateTracker(conversation, [])
    words = VariedResponses(domain=DOMAIN)
    said = []
    for turn in range(times):
        tracker.update(UserUttered("钱呢", message_id=f"{conversation}-{turn}"))
        response = await words.generate("utter_three", tracker, "xiaonuan")
        assert response is not None
        said.append(response["text"])
        metadata = {"utter_action": "utter_three", "variant": response["variant"]}
        tracker.update(BotUttered(response["text"], metadata=metadata))
    return said


@pytest.mark.parametrize("conversation", ["a", "b", "c", "d"])
async def test_none_is_heard_again_before_all_were(conversation: str) -> None:
    said = await _said(6, conversation)
    assert len(set(said[:3])) == 3 and said[3:] == said[:3]


async def test_the_same_turn_says_the_same() -> None:
    assert await _said(4, "again") == await _said(4, "again")
