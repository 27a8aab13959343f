"""What is tried here is what actions say and do, not how fast: the whole limit of an answer is `tests/worker`'s and the faults'."""

from __future__ import annotations

import pytest

from actions import base, flow_change, order_deeds


@pytest.fixture(autouse=True)
def no_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "ANSWER_WITHIN_S", 60.0)
    monkeypatch.setattr(flow_change, "CHANGE_WITHIN_S", 6.0)
    monkeypatch.setattr(order_deeds, "_WITHIN_S", 6.0)
