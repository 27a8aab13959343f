"""How a service ended and how she felt, in the words that people at the desk read. Pure tables."""

from __future__ import annotations

OUTCOMES = {
    "returned": "交还机器人", "solved": "已解决", "unsolved": "未解决", "follow_up": "还要跟进", "abuse": "恶意骚扰",
    "left": "顾客自己离开",
}  # fmt: skip
MOODS = {"calm": "平静", "anxious": "着急", "upset": "不满", "angry": "生气"}


def outcome_in_words(outcome: str) -> str:
    """A shop's own word for it is its own."""
    return OUTCOMES.get(outcome, outcome)
