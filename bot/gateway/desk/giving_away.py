"""Giving a conversation away: to a colleague or a skill, back to the bot, or to its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.errors import ColleagueAway, InvalidFrame
from bot.gateway import words
from bot.gateway.desk.acting import checked, write
from bot.gateway.desk.hall import DeskPage
from bot.gateway.parts import Parts
from bot.gateway.rest import Spoken
from bot.handoff import frames
from bot.records import ending, passing_on
from bot.records.passing_on import Target


async def transfer(parts: Parts, page: DeskPage, frame: frames.Transfer) -> dict[str, Any]:
    with spoken_if_away():
        stepped = await write(
            parts, page, passing_on.transfer, frame.conversation_id, target(frame.to), reason=frame.reason,
            words=words.AGENT_PASSES_ON,
        )  # fmt: skip
    parts.desk.stepped(stepped)
    return {}


@contextmanager
def spoken_if_away() -> Iterator[None]:
    """Whoever passes a conversation on to somebody who is away reads that, and what to do instead."""
    try:
        yield
    except ColleagueAway as error:
        raise Spoken(error, words.DESK_COLLEAGUE_AWAY) from error


def target(to: frames.TransferTo) -> Target:
    """Raises InvalidFrame."""
    if (to.agent is None) == (to.skill is None):
        raise InvalidFrame("name one agent or one skill")
    return Target(agent=to.agent, skill=to.skill)


async def hand_back(parts: Parts, page: DeskPage, frame: frames.HandBack) -> dict[str, Any]:
    stepped = await write(
        parts, page, ending.hand_back, frame.conversation_id, summary=checked(frame.summary or None),
        words=words.agent_hands_back(page.agent.name), deadline_ms=int(parts.settings.turn_deadline_s * 1000),
    )  # fmt: skip
    parts.desk.stepped(stepped)
    return {}


async def resolve(parts: Parts, page: DeskPage, frame: frames.Resolve) -> dict[str, Any]:
    stepped = await write(
        parts, page, ending.resolve, frame.conversation_id, outcome=frame.outcome, note=checked(frame.note or None),
        words=words.agent_resolves(page.agent.name),
    )  # fmt: skip
    parts.desk.stepped(stepped)
    return {}
