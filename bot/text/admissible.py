"""Whether a text may become a message at all (`docs/protocol.md`, Limits). Holds no rate limits and no frames."""

from typing import Literal

from bot.text.normalise import is_invisible

MAX_CODE_POINTS = 2000


def fault_in(text: str) -> Literal["invalid_frame", "too_long"] | None:
    """The error code for a text that cannot be a message, else None. An emoji alone is a message."""
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        return "invalid_frame"
    if all(char.isspace() or is_invisible(char) for char in text):
        return "invalid_frame"
    return "too_long" if len(text) > MAX_CODE_POINTS else None
