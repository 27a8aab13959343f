"""A handoff goes only where it may, whoever asks in whatever order."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.errors import Conflict
from bot.handoff.lifecycle import OPEN, STATES, STEPS, State, Step, after, holder_in

ALLOWED = {
    (None, "request", "waiting"), ("waiting", "claim", "assigned"), ("waiting", "leave", "abandoned"),
    ("waiting", "leave_message", "offline"), ("offline", "claim", "assigned"), ("assigned", "requeue", "waiting"), ("assigned", "hand_back", "returned"),
    ("assigned", "resolve", "resolved"), ("assigned", "leave", "resolved"),
}  # fmt: skip


def test_exactly_these_steps_are_allowed() -> None:
    found = set()
    for state in (None, *STATES):
        for step in STEPS:
            try:
                found.add((state, step, after(state, step)))
            except Conflict:
                continue
    assert found == ALLOWED


@pytest.mark.parametrize(
    ("state", "holder"),
    [("waiting", "queue"), ("assigned", "agent"), ("returned", "bot"), ("resolved", "nobody"), ("offline", "bot")],
)
def test_each_state_says_who_answers(state: State, holder: str) -> None:
    assert holder_in(state) == holder


class Handoffs(RuleBasedStateMachine):
    """One conversation's handoffs: a new one may begin only when none is open; what has ended stays so, but a message left may be taken up."""

    def __init__(self) -> None:
        super().__init__()
        self.state: State | None = None
        self.ended: list[State] = []

    @precondition(lambda self: self.state is None or self.state not in OPEN)
    @rule()
    def request(self) -> None:
        if self.state is not None:
            self.ended.append(self.state)
        self.state = after(None, "request")

    @rule(step=st.sampled_from(STEPS))
    def anything(self, step: Step) -> None:
        before = self.state
        try:
            self.state = after(before, step)
        except Conflict:
            assert self.state == before
            return
        assert (before, step, self.state) in ALLOWED

    @invariant()
    def nobody_but_an_agent_answers_what_is_assigned(self) -> None:
        if self.state is not None:
            assert (holder_in(self.state) == "agent") == (self.state == "assigned")
            assert (self.state in OPEN) == (self.state in ("waiting", "assigned"))

    @invariant()
    def what_ended_is_at_its_end(self) -> None:
        assert not OPEN & set(self.ended)


TestHandoffs = Handoffs.TestCase
TestHandoffs.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
