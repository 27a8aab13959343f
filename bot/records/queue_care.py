"""Keeping the queue in motion: lost agents' conversations come back, offers lapse and go to the next agent, and who waits
with nobody online is offered to leave a message. One transaction; any gateway may, and what one did the next finds done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, text, update
from sqlalchemy.engine import Connection

from bot.conversation.message import Button
from bot.handoff.chat import Chat
from bot.handoff.offers import Unoffered, plan
from bot.handoff.roster import is_lost, online_for
from bot.records import agents as agent_records
from bot.records import desk_board, desk_presence, handoffs, lines
from bot.records import messages as message_records
from bot.records.chats import Remembered
from bot.records.desk_board import Board
from bot.records.handoff_tables import handoffs as handoff_table
from bot.records.handoff_tables import offers
from bot.records.handoffs import Stepped

NOBODY_AFTER_MS = 180_000
_ADVISORY_LOCK = 0x5869616F + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cared:
    """What was done; `changed`: there is something for the desk to see."""

    steps: tuple[Stepped, ...] = ()
    lost: tuple[str, ...] = ()
    changed: bool = False


def needed(connection: Connection, *, now_ms: int, remembered: Remembered | None = None) -> bool:
    """Whether there is anything to do: spares a writing transaction each second. `remembered` is the caller's own."""
    board = desk_board.read(connection, now_ms=now_ms, remembered=remembered)
    if not board.chats:
        return False
    if any(offer.expires_ms <= now_ms for offer in board.offers) or _lost(connection, board, now_ms):
        return True
    return bool(_planned(connection, board, now_ms) or _unserved(board, now_ms))


def take(
    connection: Connection, *, now_ms: int, offer_ms: int, gone: str, nobody: str, button: Button,
    remembered: Remembered | None = None,
) -> Cared:  # fmt: skip
    """Do what is to be done now. `gone`, `nobody` and `button` are what shoppers are told; `remembered` is the caller's own."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    remembered = remembered or Remembered()
    board = desk_board.read(connection, now_ms=now_ms, remembered=remembered)
    lost = _lost(connection, board, now_ms)
    steps = [step for agent in lost for step in _give_up(connection, agent, gone, now_ms)]
    lapsed = _lapse(connection, now_ms)
    if steps or lapsed:
        board = desk_board.read(connection, now_ms=now_ms, remembered=remembered)
    offered = _offer(connection, board, now_ms, offer_ms)
    for chat in _unserved(board, now_ms):
        steps.append(_say_nobody(connection, chat, nobody, button, now_ms))
    return Cared(steps=tuple(steps), lost=tuple(lost), changed=bool(steps or lapsed or offered))


def _lost(connection: Connection, board: Board, now_ms: int) -> list[str]:
    """Agents who hold something, and are disabled or have had no socket for a minute, wherever they might have had one."""
    holding = {chat.agent for chat in board.chats.values() if chat.state == "assigned" and chat.agent}
    seen = desk_presence.last_seen(connection) if holding else {}
    since = {chat.agent: chat.assigned_ms or 0 for chat in board.chats.values() if chat.agent in holding}
    gone = holding - board.agents.keys()
    return sorted(
        name for name in holding if name in gone or is_lost(max(seen.get(name, 0), since.get(name, 0)), now_ms)
    )


def _give_up(connection: Connection, agent: str, gone: str, now_ms: int) -> list[Stepped]:
    agent_records.set_status(connection, agent, "offline", now_ms=now_ms)
    return handoffs.requeue_all(connection, agent, words=gone, now_ms=now_ms, why="lost")


def _lapse(connection: Connection, now_ms: int) -> bool:
    done = connection.execute(
        update(offers).where(offers.c.state == "open", offers.c.expires_ms <= now_ms).values(state="lapsed")
    )
    return bool(done.rowcount)


def _planned(connection: Connection, board: Board, now_ms: int) -> list[Any]:
    open_for = {offer.handoff_id for offer in board.offers if offer.expires_ms > now_ms}
    waiting = [chat for chat in board.waiting if chat.handoff_id not in open_for]
    if not waiting or not any(agent.free for agent in board.agents.values()):
        return []
    asked = _asked(connection, [chat.handoff_id or "" for chat in waiting])
    unoffered = [
        Unoffered(
            waiting=chat.waiting, wanted=chat.wanted_agent, asked=asked.get(chat.handoff_id or "", (frozenset(), 1))[0]
        )
        for chat in waiting
    ]
    busy = Counter(offer.agent for offer in board.offers if offer.expires_ms > now_ms)
    return plan(unoffered, list(board.agents.values()), busy)


def _asked(connection: Connection, handoff_ids: list[str]) -> Mapping[str, tuple[frozenset[str], int]]:
    """{handoff: (agents who were asked in its newest round, that round)}, since it last began to wait."""
    here = offers.c
    newest = select(here.handoff_id, func.max(here.round).label("round")).group_by(here.handoff_id).subquery("newest")
    rows = connection.execute(
        select(here.handoff_id, here.agent, here.round)
        .join(newest, (newest.c.handoff_id == here.handoff_id) & (newest.c.round == here.round))
        .join(handoff_table, handoff_table.c.id == here.handoff_id)
        .where(handoff_table.c.state == "waiting", here.at_ms >= handoff_table.c.waiting_ms)
    )
    wanted = set(handoff_ids)
    found: dict[str, tuple[frozenset[str], int]] = {}
    for row in rows:
        if row.handoff_id in wanted:
            names, _ = found.get(row.handoff_id, (frozenset(), row.round))
            found[row.handoff_id] = (names | {row.agent}, row.round)
    return found


def _offer(connection: Connection, board: Board, now_ms: int, offer_ms: int) -> bool:
    planned = _planned(connection, board, now_ms)
    if not planned:
        return False
    ids = {chat.conversation_id: chat.handoff_id or "" for chat in board.waiting}
    rounds = _asked(connection, list(ids.values()))
    for offer in planned:
        handoff_id = ids[offer.conversation_id]
        connection.execute(
            offers.insert().values(
                handoff_id=handoff_id,
                agent=offer.agent,
                round=rounds.get(handoff_id, (frozenset(), 1))[1] + (1 if offer.new_round else 0),
                state="open",
                at_ms=now_ms,
                expires_ms=now_ms + offer_ms,
            )
        )
    return True


def _unserved(board: Board, now_ms: int) -> list[Chat]:
    """Who has waited 3 minutes while nobody suitable is online, and was not offered to leave a message yet."""
    long = [
        chat
        for chat in board.waiting
        if chat.message_offered_ms is None and now_ms - (chat.waiting_ms or now_ms) >= NOBODY_AFTER_MS
    ]
    agents = list(board.agents.values())
    served = {kind: bool(online_for(agents, *kind)) for kind in {(chat.skill, chat.customer_class) for chat in long}}
    return [chat for chat in long if not served[chat.skill, chat.customer_class]]


def _say_nobody(connection: Connection, chat: Chat, words: str, button: Button, now_ms: int) -> Stepped:
    """She keeps her place."""
    message_records.lock(connection, chat.conversation_id)
    connection.execute(
        update(handoff_table).where(handoff_table.c.id == chat.handoff_id).values(message_offered_ms=now_ms)
    )
    said = lines.system(connection, chat.conversation_id, words, now_ms=now_ms, buttons=(button,))
    return Stepped(conversation_id=chat.conversation_id, handoff_id=chat.handoff_id or "", messages=(said,))
