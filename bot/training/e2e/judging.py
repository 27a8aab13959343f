"""Whether an answer holds the facts that a conversation asks for. Pure: texts, cards and buttons in, what is missing out."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.text.codes import code_in, texts_of_card
from bot.training.e2e.facts import fill
from bot.training.e2e.script import Turn

_SHOWN = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """All that the bot answered to one turn, as frames, and who holds the conversation afterwards."""

    frames: Sequence[Mapping[str, Any]]
    holder: str

    @property
    def text(self) -> str:
        return "\n".join(str(frame.get("text") or "") for frame in self.frames)

    @property
    def cards(self) -> list[Mapping[str, Any]]:
        return [card for frame in self.frames for card in frame.get("cards") or ()]

    @property
    def buttons(self) -> list[str]:
        return [str(button["title"]) for frame in self.frames for button in frame.get("buttons") or ()]


def misses(turn: Turn, heard: Heard, names: Mapping[str, Any]) -> list[str]:
    """What the answer lacks or should not say, in words; empty when it is right."""
    if not heard.frames:
        return ["no answer"]
    found = ["a failure was said"] if any(frame.get("failure") for frame in heard.frames) else []
    found += [f"a code is said: {code}" for code in _codes(heard)]
    everything = _folded(heard.text + json.dumps(heard.cards, ensure_ascii=False) + "".join(heard.buttons))
    for wanted in turn.hear:
        choices = [fill(each.strip(), names) for each in wanted.split(" | ")]
        if not any(_holds(everything, choice) for choice in choices):
            found.append(f"not heard: {' | '.join(choices)}")
    for unwanted in turn.never:
        if _holds(_folded(heard.text), fill(unwanted, names)):
            found.append(f"should not be said: {fill(unwanted, names)}")
    if turn.card and turn.card not in [card.get("kind") for card in heard.cards]:
        found.append(f"no {turn.card} card")
    if turn.button and not any(turn.button in title for title in heard.buttons):
        found.append(f"no button “{turn.button}”")
    if turn.holder and heard.holder != turn.holder:
        found.append(f"{heard.holder} holds it, not {turn.holder}")
    if found:
        found.append(f"heard: {' '.join(heard.text.split())[:_SHOWN]}")
    return found


def _codes(heard: Heard) -> list[str]:
    texts = [heard.text, *heard.buttons, *(text for card in heard.cards for text in texts_of_card(card))]
    return [code for text in texts if (code := code_in(text))]


def _holds(everything: str, wanted: str) -> bool:
    if len(wanted) > 2 and wanted.startswith("/") and wanted.endswith("/"):
        return re.search(wanted[1:-1], everything, re.IGNORECASE) is not None
    return _folded(wanted) in everything


def _folded(text: str) -> str:
    """Width, case and blanks do not count."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
