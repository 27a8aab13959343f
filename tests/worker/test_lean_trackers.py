"""The shortcuts around Rasa's trackers: whatever was said and done, the same as Rasa's own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.engine_imports import import_rasa_without_tensorflow

import_rasa_without_tensorflow()

from rasa.shared.core.domain import Domain  # noqa: E402
from rasa.shared.core.events import (  # noqa: E402
    ActionExecuted,
    ActionReverted,
    ActiveLoop,
    BotUttered,
    Event,
    FollowupAction,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker  # noqa: E402

from bot.records.trackers import TrackerSnapshot  # noqa: E402
from bot.worker import lean_trackers  # noqa: E402
from bot.worker.rules import last_states  # noqa: E402
from bot.worker.tracker_store import _restored  # noqa: E402

lean_trackers.make_trackers_lean()

DOMAIN = Domain.from_dict(
    {
        "version": "3.1",
        "intents": ["greet", "track_order", "inform"],
        "actions": ["action_serve", "action_loop"],
        "slots": {
            "holder": {
                "type": "categorical",
                "values": ["bot", "agent"],
                "influence_conversation": True,
                "mappings": [{"type": "custom"}],
            },
            "asked": {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]},
        },
    }
)
STEPS: tuple[Any, ...] = (
    lambda: UserUttered("到哪了", intent={"name": "track_order", "confidence": 1.0}),
    lambda: UserUttered("你好", intent={"name": "greet", "confidence": 1.0}),
    lambda: ActionExecuted("action_listen"),
    lambda: ActionExecuted("action_serve"),
    lambda: ActionExecuted("action_loop"),
    lambda: BotUttered("好的"),
    lambda: SlotSet("holder", "agent"),
    lambda: SlotSet("holder", None),
    lambda: SlotSet("asked", "order_number"),
    lambda: FollowupAction("action_serve"),
    SessionStarted,
    Restarted,
    ActionReverted,
    UserUtteranceReverted,
    lambda: ActiveLoop("action_loop"),
    lambda: ActiveLoop(None),
)
conversations = st.lists(st.sampled_from(STEPS), max_size=14).map(lambda steps: [step() for step in steps])


def _tracker(events: list[Event]) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("c", events, DOMAIN.slots)


@given(conversations)
def test_what_counts_of_a_conversation_is_what_counts_for_rasa(events: list[Event]) -> None:
    tracker = _tracker(events)
    assert tracker.applied_events() == lean_trackers._rasas_applied_events(tracker)


@given(conversations)
def test_a_copy_is_as_rasas_and_changing_it_leaves_the_first_alone(events: list[Event]) -> None:
    tracker = _tracker(events)
    before = tracker.current_state()
    made, rasas = tracker.copy(), lean_trackers._rasas_copy(tracker)
    assert made.current_state() == rasas.current_state()
    assert list(made.events) == list(rasas.events)

    made.update(SlotSet("asked", "something else"))
    made.update(ActiveLoop("action_loop"))
    made.update(UserUttered("再见", intent={"name": "greet"}))
    assert tracker.current_state() == before


@given(conversations, st.integers(min_value=2, max_value=5))
def test_the_last_states_are_the_last_of_rasas(events: list[Event], most: int) -> None:
    tracker = _tracker(events)
    assert last_states(tracker, DOMAIN, most) == DOMAIN.states_for_tracker_history(tracker)[-most:]


@pytest.mark.parametrize("holder", ["bot", "agent", None])
def test_a_restored_tracker_has_the_slots_of_the_snapshot_and_the_states_that_they_tell(holder: str | None) -> None:
    said = [
        UserUttered("到哪了", intent={"name": "track_order", "confidence": 1.0}),
        ActionExecuted("action_serve"),
        SlotSet("asked", "phone_tail"),
        SlotSet("holder", holder),
        ActionExecuted("action_listen"),
    ]
    slots = {"asked": "phone_tail"} | ({"holder": holder} if holder else {})
    snapshot = TrackerSnapshot(slots=slots, active_loop=None, events=tuple(event.as_dict() for event in said))

    tracker = _restored("c", snapshot, DOMAIN.slots)

    whole = [SessionStarted(), *(SlotSet(name, value) for name, value in slots.items()), *said]
    assert tracker.current_slot_values() == _tracker(whole).current_slot_values()
    assert last_states(tracker, DOMAIN, 4) == last_states(_tracker(whole), DOMAIN, 4)
    assert tracker.latest_message is not None and tracker.latest_message.text == "到哪了"
