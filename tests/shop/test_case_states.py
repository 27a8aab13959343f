"""The states of an after-sale case: only legal moves by the right hand, history kept, the next thing dated."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.shop.after_sale import CASE_STATES, CASE_TYPES, AfterSale, CaseItem, CaseState, CaseStep, CaseType
from bot.shop.case_states import ENDED, NEXT_WHATS, SETTLED, CaseTimes, IllegalMove, may_move, move, moves_from, next_of
from tests.shop.factories import HOUR, NOW

TIMES = CaseTimes(hours={name: number + 1 for number, name in enumerate(NEXT_WHATS)})
HANDS = ("shopper", "bot", "carrier", "shop", "agent:li")


def case(kind: CaseType = "return", state: CaseState = "applied") -> AfterSale:
    return AfterSale(
        after_sale_id="SH1",
        order_id="1",
        type=kind,
        state=state,
        items=(CaseItem(sku="EJ1", quantity=1),),
        reason="damaged",
        amount_fen=100,
        freight_payer="shop",
        history=(CaseStep(state=state, at=NOW, by="shopper"),),
    )


@pytest.mark.parametrize(
    ("kind", "way"),
    [
        ("return", ["approved", "picked_up", "received", "inspected", "refunded", "closed"]),
        ("exchange", ["approved", "picked_up", "received", "inspected", "exchanged", "closed"]),
        ("repair", ["approved", "picked_up", "received", "inspected", "repaired", "closed"]),
        ("refund", ["approved", "refunded", "closed"]),
        ("return", ["approved", "picked_up", "received", "inspected", "rejected", "approved", "withdrawn"]),
        ("return", ["rejected", "approved", "withdrawn"]),
        ("exchange", ["withdrawn"]),
        ("repair", ["rejected", "closed"]),
    ],
)
def test_the_ways_that_there_are(kind: CaseType, way: list[CaseState]) -> None:
    moved = case(kind)
    for number, state in enumerate(way, 1):
        moved = move(moved, state, at=NOW + number * HOUR, by="agent:li", times=TIMES, note=f"{number}")
    assert [step.state for step in moved.history] == ["applied", *way]
    assert [step.note for step in moved.history[1:]] == [str(number) for number in range(1, len(way) + 1)]


@pytest.mark.parametrize(
    ("kind", "state", "to", "by"),
    [
        ("return", "applied", "picked_up", "shop"),  # nobody has approved it
        ("return", "applied", "approved", "shopper"),  # nobody approves her own case
        ("return", "applied", "approved", "bot"),
        ("return", "picked_up", "withdrawn", "shopper"),  # the goods are on their way
        ("return", "inspected", "exchanged", "shop"),  # not what was asked for
        ("exchange", "inspected", "refunded", "shop"),
        ("refund", "approved", "picked_up", "carrier"),  # nothing is sent back
        ("return", "rejected", "approved", "shop"),  # only a person takes a no back
        ("return", "inspected", "refunded", "carrier"),
        ("return", "closed", "applied", "agent:li"),
        ("return", "withdrawn", "approved", "agent:li"),
        ("return", "refunded", "refunded", "shop"),  # paid once
    ],
)
def test_what_is_not_allowed_raises_and_changes_nothing(
    kind: CaseType, state: CaseState, to: CaseState, by: str
) -> None:
    with pytest.raises(IllegalMove):
        move(case(kind, state), to, at=NOW, by=by, times=TIMES)


@pytest.mark.parametrize("kind", CASE_TYPES)
def test_every_state_with_a_next_thing_has_a_move_and_the_ended_have_none(kind: CaseType) -> None:
    for state in CASE_STATES:
        if next_of(kind, state) and state not in {"exchanged", "refunded", "repaired"} - {SETTLED[kind]}:
            assert moves_from(kind, state) or (kind == "refund" and state in ("picked_up", "received", "inspected"))
        if state in ENDED:
            assert not moves_from(kind, state)


def test_due_times_count_from_the_move_and_what_has_no_rule_has_none() -> None:
    moved = move(case(), "approved", at=NOW, by="shop", times=CaseTimes(hours={"send_back": 168}))
    assert (moved.next_what, moved.next_due_at) == ("send_back", NOW + timedelta(days=7))
    assert move(case(), "approved", at=NOW, by="shop", times=CaseTimes()).next_due_at is None


@given(back=st.timedeltas(min_value=timedelta(), max_value=timedelta(days=9)))
def test_a_clock_that_went_back_does_not_turn_the_history_round(back: timedelta) -> None:
    moved = move(case(), "approved", at=NOW - back, by="shop", times=TIMES)
    assert moved.history[-1].at == NOW


class Walk(RuleBasedStateMachine):
    """Any hand tries any move at any time."""

    @initialize(kind=st.sampled_from(CASE_TYPES))
    def begin(self, kind: CaseType) -> None:
        self.case = case(kind)
        self.at = NOW

    @rule(to=st.sampled_from(CASE_STATES), by=st.sampled_from(HANDS), later=st.integers(-3, 99))
    def try_move(self, to: CaseState, by: str, later: int) -> None:
        self.at += later * HOUR
        before = self.case
        if may_move(before, to, by):
            self.case = move(before, to, at=self.at, by=by, times=TIMES)
            assert self.case.history[:-1] == before.history
            assert self.case == replace(
                before,
                state=to,
                history=self.case.history,
                next_what=self.case.next_what,
                next_due_at=self.case.next_due_at,
            )
        else:
            with pytest.raises(IllegalMove):
                move(before, to, at=self.at, by=by, times=TIMES)

    @invariant()
    def its_history_is_a_way_from_applied_to_where_it_is(self) -> None:
        if not hasattr(self, "case"):
            return
        states = [step.state for step in self.case.history]
        times: list[datetime] = [step.at for step in self.case.history]
        assert states[0] == "applied" and states[-1] == self.case.state
        assert times == sorted(times)
        assert sum(state in SETTLED.values() for state in states) <= 1
        assert all(to in moves_from(self.case.type, at) for at, to in pairwise(states))
        assert (self.case.next_due_at is None) == (self.case.next_what == "")


Walk.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestWalk = Walk.TestCase
