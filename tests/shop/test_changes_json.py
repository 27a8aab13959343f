"""Changes and outcomes as JSON: every one comes back the same, and what is misshapen is named."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.changes import Change, OpenAfterSale, Outcome
from bot.shop.changes_json import as_json, change_from_json, outcome_as_json, outcome_from_json
from tests.shop.factories import NOW
from tests.shop.test_changes import DONE, case

CHANGES = [change for change, *_ in DONE]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.kind)
def test_every_change_comes_back_the_same(change: Change) -> None:
    record = json.loads(json.dumps(as_json(change)))
    assert change_from_json(record) == change
    assert change_from_json({**record, "newer": 1}) == change


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome(state="done"),
        Outcome(state="done", reference="SH1", amount_fen=0, due_at=NOW),
        Outcome(state="refused", reason="facts_changed"),
    ],
)
def test_every_outcome_comes_back_the_same(outcome: Outcome) -> None:
    assert outcome_from_json(json.loads(json.dumps(outcome_as_json(outcome)))) == outcome


def test_times_of_any_zone_are_the_same_time() -> None:
    change = replace(case(), at=NOW.astimezone(timezone.utc))
    assert change_from_json({**as_json(change), "at": "2026-11-21T14:30:00+08:00"}) == change


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (None, "a change is an object"),
        ([], "a change is an object"),
        ({}, "kind: None is none of"),
        ({"kind": "pay_me"}, "kind: 'pay_me' is none of"),
        ({"kind": "cancel_order"}, "order_id is missing"),
        ({"kind": "cancel_order", "order_id": ""}, "order_id: an empty text"),
        ({"kind": "cancel_order", "order_id": 1}, "order_id: 1 is not a text"),
        ({**as_json(case()), "items": "EJ1"}, "items: not a list"),
        ({**as_json(case()), "items": [{"quantity": 1}]}, "items: not a list"),
        ({**as_json(case()), "items": [{"sku": "EJ1"}]}, "quantity: None is not a whole"),
        ({**as_json(case()), "items": [{"sku": "EJ1", "quantity": 1.5}]}, "quantity: 1.5 is not a whole"),
        ({**as_json(case()), "items": [{"sku": "EJ1", "quantity": True}]}, "quantity: True is not a whole"),
        ({**as_json(case()), "amount_fen": "100"}, "amount_fen: '100' is not a whole"),
        ({**as_json(case()), "amount_fen": 10**20}, "is not a whole"),
        ({**as_json(case()), "type": "gift"}, "type: 'gift' is none of"),
        ({**as_json(case()), "at": "soon"}, "at: 'soon' is not an ISO"),
        ({**as_json(case()), "at": "2026-11-21T14:30:00"}, "at: '2026-11-21T14:30:00' has no time zone"),
    ],
)
def test_what_is_misshapen_is_named(record: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        change_from_json(record)


@pytest.mark.parametrize(
    "record",
    [None, "done", {}, {"state": "maybe"}, {"state": "done", "amount_fen": "1"}, {"state": "done", "due_at": 5}],
)
def test_an_outcome_that_is_none_is_refused(record: Any) -> None:
    with pytest.raises(ValueError):
        outcome_from_json(record)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(name=st.sampled_from(sorted(as_json(case()))), value=_JSON)
def test_no_field_breaks_it_otherwise(name: str, value: Any) -> None:
    try:
        assert isinstance(change_from_json({**as_json(case()), name: value}), OpenAfterSale)
    except ValueError:
        pass
