"""A conversation as a test story for tests/stories: what was said (masked), which wish it was, which action answered.

A message that the bot was not sure of stands with the wish that was found for it since, or with a note that it needs one; one
that it missed for another reason with a note that doubts its wish, so that no mistake is kept as what is right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.nlu.intents import TOPIC_OF
from bot.records.heard import Heard, Talk
from bot.training.review.candidates import missed_in
from bot.training.review.masking import masked

OPEN = "# which wish is it? The bot was not sure"
_SILENT = ("action_listen", "action_session_start", "action_restart", "action_unlikely_intent")
_LONGEST_TURNS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One story as YAML, below `stories:`; `missed`: how many of its messages the bot missed; `open`: need a wish."""

    name: str
    yaml: str
    missed: int
    open: int


def worth_telling(talks: Mapping[str, Talk], most: int) -> list[str]:
    """The conversations with most missed messages first, of those that are no longer than a story."""
    rows = [
        (sum(1 for _ in missed_in(talk)), conversation_id)
        for conversation_id, talk in talks.items()
        if 1 < len(talk.heard) <= _LONGEST_TURNS
    ]
    return [conversation_id for missed, conversation_id in sorted(rows, key=lambda row: (-row[0], row[1])) if missed][
        :most
    ]


def propose(talk: Talk, ran: Sequence[tuple[int, str]], answers: Mapping[str, str]) -> Proposal:
    """`ran`: (position, action) of the whole conversation; `answers`: the action that the rules give each intent."""
    missed = {each.heard.position: each for each in missed_in(talk)}
    steps: list[str] = []
    open_ = 0
    for each, after in zip(talk.heard, [*talk.heard[1:], None], strict=True):
        text = masked(each.text, talk.names)
        found = missed.get(each.position)
        wish = found.wish if found else None
        answered = [name for position, name in ran if _between(position, each, after) and name not in _SILENT]
        unclear = wish is None and each.intent not in TOPIC_OF and not each.clicked
        open_ += unclear
        note = f"  {OPEN}" if unclear else f"  # is it? ({found.reason})" if found and wish is None else ""
        if wish is not None and wish != each.intent:
            note = f"  # was taken for {each.intent or 'nothing'}"
            answered = [answers[wish]] if wish in answers else answered
        steps += _said(text if not each.clicked else "", wish or each.intent, note)
        steps += [f"      - action: {name}" for name in answered]
    name = _name(talk)
    body = "\n".join([f"  - story: {name}", "    steps:", *steps, ""])
    return Proposal(name=name, yaml=body, missed=len(missed), open=open_)


def _between(position: int, each: Heard, after: Heard | None) -> bool:
    return each.position < position and (after is None or position < after.position)


def _said(text: str, intent: str, note: str) -> list[str]:
    if not text:
        return [f"      - intent: {intent}"]
    return ["      - user: |", f"          {text}", f"        intent: {intent}{note}"]


def _name(talk: Talk) -> str:
    """By its wishes, never by its words: From a chat: track_order, then urge_delivery."""
    wishes = list(dict.fromkeys(each.intent for each in talk.heard if each.intent))[:3]
    return f"From a chat - {', then '.join(wishes)}"
