"""Keeps a shopper's text from reaching Rasa as a command: Rasa takes a stripped text that starts with '/' as one.

Buttons do not pass here: they go by an id that the server gave.
"""

import unicodedata

from bot.text.normalise import normalise

# Looks like '/', is not it, and no normalisation turns it into one.
HARMLESS_SLASH = "∕"


def neutralise(text: str) -> str:
    """The text, the same length, whose first visible character is no '/', before and after any normalisation."""
    while (at := _command_at(text)) is not None:
        text = text[:at] + HARMLESS_SLASH + text[at + 1 :]
    return text


def _command_at(text: str) -> int | None:
    normalised = normalise(text)
    if normalised.text.startswith("/"):
        start, end = normalised.spans[0]
        return next((at for at in range(start, end) if _is_slash(text[at])), start)
    if unicodedata.normalize("NFKC", text).strip().startswith("/"):
        return next((at for at, char in enumerate(text) if _is_slash(char)), None)
    return None


def _is_slash(char: str) -> bool:
    return unicodedata.normalize("NFKC", char) == "/"
