"""A tiny worker for tests of the gateway: claims and ends turns through the record, with no Rasa in it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.clock import steady_ms
from bot.conversation.message import Reply, pack
from bot.conversation.turn import ClaimedTurn
from bot.records import presence, replies, turns
from bot.records.database import Database
from bot.records.presence import Heartbeat
from bot.records.replies import Outcome
from bot.signals import Signals, changes
from bot.signals.wakeups import CONVERSATIONS, TURNS, said

Answers = Callable[[ClaimedTurn], tuple[Reply, ...]]

READY = Heartbeat(process_id="worker-0", role="worker", model="m1", actions_ok=True)


def echo(turn: ClaimedTurn) -> tuple[Reply, ...]:
    return (Reply(text=f"收到：{turn.payload or turn.text}"),)


class StandInWorker:
    """`answers` may be exchanged at any time; `claimed` lists what it ran."""

    def __init__(
        self, database: Database, signals: Signals, answers: Answers = echo, *, with_copies: bool = True
    ) -> None:
        self.answers = answers
        self._with_copies = with_copies
        self.claimed: list[ClaimedTurn] = []
        self._database = database
        self._signals = signals

    async def run(self) -> None:
        await self._database.write(presence.beat, READY, now_ms=steady_ms())
        while True:
            popped = await self._signals.pop(TURNS, 0.05)
            waiting = [popped.decode()] if popped else await self._database.read(turns.due, now_ms=steady_ms())
            for conversation_id in waiting:
                await self._serve(conversation_id)

    async def _serve(self, conversation_id: str) -> None:
        turn = await self._database.write(turns.claim, conversation_id, worker="stand-in", now_ms=steady_ms())
        if turn is None:
            return
        self.claimed.append(turn)
        await self._publish(changes.Change(conversation_id=conversation_id, kind="typing", role="bot"))
        outcome = Outcome(replies=self.answers(turn), effects=(), tracker=None)
        ended = await self._database.write(replies.commit, turn, outcome, now_ms=steady_ms())
        last_seq = ended.messages[-1].seq if ended.messages else 0
        if self._with_copies and ended.messages:
            await self._signals.publish(CONVERSATIONS, said(conversation_id, last_seq, pack(ended.messages)))
        else:
            await self._publish(changes.Change(conversation_id=conversation_id, seq=last_seq))
        if ended.next_begin_ms is not None:
            await asyncio.sleep(max(0.0, (ended.next_begin_ms - steady_ms()) / 1000))
            await self._serve(conversation_id)

    async def _publish(self, change: changes.Change) -> None:
        await self._signals.publish(CONVERSATIONS, change.encoded())
