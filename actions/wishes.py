"""The titles of the clarifying buttons: each wish in a few words, as a shopper would say it.

Talk (greeting, thanks, yes and no) is not offered: it is no wish.
"""

from __future__ import annotations

from bot.handoff.wishes import WISHES

PHRASES: dict[str, str] = {**WISHES, "request_human": "转人工"}
