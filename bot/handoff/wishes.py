"""Each wish in a few words, as a list at the desk and a brief name it. Pure table; talk is no wish."""

from __future__ import annotations

from bot.text.titles import TITLES

WISHES: dict[str, str] = {wish: title for wish, title in TITLES.items() if wish != "request_human"}


def wish_in_words(intent: str | None) -> str | None:
    """None for what is no wish."""
    return WISHES.get(intent or "")
