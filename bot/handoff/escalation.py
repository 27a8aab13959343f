"""When the bot passes somebody on to a person by itself: it has failed her again and again, or she is past patience.

Pure. The rule is a shop's duty of care (first comfort, then solve; at repeated failure or anger a person).
"""

from __future__ import annotations

MISSES = 3
_ALWAYS = frozenset({"threaten_escalation"})


def reason_to_escalate(*, misses: int, emotion: str, intent: str) -> str | None:
    """not_understood, threat or anger; None while the bot may go on. `misses`: turns in a row that it did not understand."""
    if intent in _ALWAYS:
        return "threat"
    if emotion == "angry" and (intent.startswith("complain_") or misses):
        return "anger"
    if misses >= MISSES:
        return "not_understood"
    return None
