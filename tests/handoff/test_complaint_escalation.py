"""When a complaint becomes a person's: every ground alone at its boundary, the gravest of several, the loyal ones earlier."""

from __future__ import annotations

from typing import Any

import pytest

from bot.handoff.escalation import AT_ONCE, BIG_FEN, FURIOUS, Grounds, escalation_of


@pytest.mark.parametrize(
    ("grounds", "why"),
    [
        ({}, None),
        ({"asked": True}, "asked"),
        ({"despair": True}, "despair"),
        ({"harm": "fire"}, "safety"),
        ({"threat": True}, "threat"),
        ({"refused": True}, "remedy_refused"),
        ({"demands_too_much": True}, "above_limit"),
        ({"insults": 1}, None),
        ({"insults": 2}, "abuse"),
        ({"misses": 1}, None),
        ({"misses": 2}, "second_miss"),
        ({"times": 2}, None),
        ({"times": 3}, "not_settled"),
        ({"angry_turns": 1, "heat": FURIOUS - 0.01}, None),
        ({"angry_turns": 1, "heat": FURIOUS}, "anger"),
        ({"angry_turns": 0, "heat": 1.0}, None),
        ({"angry_turns": 2, "heat": 0.6}, "anger"),
        ({"angry_turns": 1, "customer_class": "vip"}, "anger"),
        ({"angry_turns": 1, "customer_class": "regular"}, None),
        ({"misses": 1, "customer_class": "vip"}, "second_miss"),
        ({"times": 2, "customer_class": "vip"}, "not_settled"),
        ({"times": 2, "value_fen": BIG_FEN - 1}, None),
        ({"times": 2, "value_fen": BIG_FEN}, "not_settled"),
        ({"customer_class": "vip"}, None),
        ({"value_fen": BIG_FEN}, None),
        ({"threat": True, "harm": "injury"}, "safety"),
        ({"harm": "injury", "despair": True}, "despair"),
        ({"insults": 2, "refused": True}, "remedy_refused"),
    ],
)
def test_each_ground_at_its_boundary(grounds: dict[str, Any], why: str | None) -> None:
    found = escalation_of(Grounds(**grounds))
    assert (found.why if found else None) == why
    assert found is None or found.at_once is (why in AT_ONCE)
