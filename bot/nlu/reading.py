"""How a message is read before anything is learned or matched: normalised, slips of the input method corrected.

Must not import rasa; it only joins the pure functions of `bot.text`.
"""

from __future__ import annotations

import unicodedata

NORMALISED = "normalised"


def read(text: str) -> str:
    """The text that the models see."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())
