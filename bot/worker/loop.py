"""Claim, run, commit: the life of a turn inside a worker (docs/message-path.md, hops 3 to 5)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog

from bot.clock import steady_ms
from bot.conversation.message import Button, Reply, pack
from bot.conversation.turn import ClaimedTurn
from bot.errors import FenceLost, NotFound, Unavailable
from bot.records import replies, turns
from bot.records.database import Database
from bot.records.replies import Outcome
from bot.records.trackers import TrackerSnapshot
from bot.records.turns import Claimed, Ended, Overdue
from bot.signals.client import Signals
from bot.signals.wakeups import CONVERSATIONS, DESK, TURNS, changed, said
from bot.tasks import end

AT_ONCE = 16  # turns that one worker runs side by side; their actions wait for the shop, not for the processor
RENEW_EVERY_S = 1.5
SWEEP_EVERY_S = 1.0
RETRY_AFTER_MS = 700
SIGNAL_SLACK_MS = 250  # clocks of processes that started at different times differ a little
_TYPING_AFTER_S = 0.3

log = structlog.get_logger()


class Runner(Protocol):
    """What runs a turn: bot.worker.engine.Engine."""

    async def run(self, turn: ClaimedTurn, snapshot: TrackerSnapshot | None, now: datetime) -> Outcome: ...


@dataclass(slots=True)
class Worker:
    """`runner` gives the engine of the promoted model; `business_now` the shop's time; `failure` the honest words."""

    name: str
    database: Database
    signals: Signals
    runner: Callable[[], Runner]
    business_now: Callable[[], datetime]
    failure: Reply
    _running: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _again: set[str] = field(default_factory=set)
    _signalled: set[str] = field(default_factory=set)
    _free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self) -> None:
        """Until `stop`; then the turns that run are finished and nothing new is claimed."""
        loops = [asyncio.create_task(self._pull()), asyncio.create_task(self._sweep())]
        await self._stopping.wait()
        await end(loops)
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    def stop(self) -> None:
        self._stopping.set()

    async def _pull(self) -> None:
        """Turns as they are signalled."""
        while True:
            await self._free.acquire()
            self._free.release()
            item = await self.signals.pop(TURNS, timeout_s=1.0)
            if item is not None:
                conversation_id = item.decode(errors="replace")
                self._signalled.add(conversation_id)
                self.take(conversation_id)
                await asyncio.sleep(0)  # the turn first, then the next signal

    async def _sweep(self) -> None:
        """Turns whose signal was lost, whose worker died, or that wait because Redis is away."""
        while True:
            try:
                for conversation_id in await self.database.read(turns.due, now_ms=steady_ms()):
                    self.take(conversation_id)
            except Unavailable as error:
                log.warning("sweep.failed", reason=error.message)
            await asyncio.sleep(SWEEP_EVERY_S)

    def take(self, conversation_id: str) -> None:
        """Run the conversation's due turns, one after the other."""
        if conversation_id in self._running:
            self._again.add(conversation_id)
            return
        task = asyncio.create_task(self._conversation(conversation_id))
        self._running[conversation_id] = task

    async def _conversation(self, conversation_id: str) -> None:
        try:
            async with self._free:
                while not self._stopping.is_set():
                    self._again.discard(conversation_id)
                    claimed = await self._claim(conversation_id)
                    more = claimed is not None and await self._turn(claimed)
                    if not more and conversation_id not in self._again:
                        return
        except Exception:
            log.exception("turn.crashed", conversation=conversation_id)
        finally:
            self._running.pop(conversation_id, None)

    async def _claim(self, conversation_id: str) -> Claimed | None:
        slack_ms = SIGNAL_SLACK_MS if conversation_id in self._signalled else 0
        self._signalled.discard(conversation_id)
        try:
            return await self.database.write_short(
                turns.claim_with_tracker,
                conversation_id,
                soft=True,
                worker=self.name,
                now_ms=steady_ms(),
                slack_ms=slack_ms,
            )
        except NotFound:
            return None
        except Unavailable as error:
            log.warning("claim.failed", reason=error.message)
            return None

    async def _turn(self, claimed: Claimed) -> bool:
        """Run it with its lease renewed; store what it did, or try again, or say honestly that it failed.

        Whether another turn of the conversation may be waiting.
        """
        turn = claimed.turn
        began_ms = steady_ms()
        renewing = asyncio.create_task(self._renew(turn))
        try:
            outcome = await self.runner().run(turn, claimed.tracker, self.business_now())
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
            log.warning("turn.failed", turn=turn.id, attempt=turn.attempt, reason=_named(error))
            await self._stored(turn, self._after_failure(turn))
            return True
        finally:
            renewing.cancel()
        ended = await self._stored(turn, self._commit(turn, outcome))
        if ended is not None:
            log.info("turn.committed", conversation=turn.conversation.id, turn=turn.id, ms=steady_ms() - began_ms)
        return ended is None or ended.next_begin_ms is not None

    async def _commit(self, turn: ClaimedTurn, outcome: Outcome) -> Ended | None:
        return await self.database.write_short(replies.commit, turn, outcome, now_ms=steady_ms())

    async def _after_failure(self, turn: ClaimedTurn) -> Ended | None:
        now_ms = steady_ms()
        if turn.attempt < turns.MAX_ATTEMPTS:
            begin_ms = now_ms + RETRY_AFTER_MS
            if await self.database.write_soft(turns.release, turn.id, fence=turn.fence, begin_ms=begin_ms):
                asyncio.get_running_loop().call_later(RETRY_AFTER_MS / 1000, self.take, turn.conversation.id)
            return None
        overdue = Overdue(turn_id=turn.id, conversation_id=turn.conversation.id, fence=turn.fence)
        return await self.database.write(replies.fail, overdue, self.failure, now_ms=now_ms)

    async def _tell_desk(self, conversation_id: str) -> None:
        """Who answers her may have changed, which no copy of a message says: her gateway has to look into the record."""
        await self.signals.publish(CONVERSATIONS, changed(conversation_id, "state"))
        await self.signals.publish(DESK, self.name.encode())

    async def _stored(self, turn: ClaimedTurn, storing: Awaitable[Ended | None]) -> Ended | None:
        """Store and tell the gateways. A lost fence or database loses nothing: the turn is somebody else's, or runs again."""
        try:
            ended = await storing
        except (FenceLost, NotFound):
            log.info("turn.lost", worker=self.name)
            return None
        except Unavailable as error:
            log.warning("turn.unstored", reason=error.message)
            return None
        if ended is not None and ended.messages:
            last = ended.messages[-1]
            payload = said(last.conversation_id, last.seq, pack(ended.messages))
            await self.signals.publish(CONVERSATIONS, payload)
        if ended is not None and ended.desk:
            await self._tell_desk(turn.conversation.id)
        if ended is not None and ended.unsaid:
            log.info("reply.dropped", reason="an agent holds it", replies=ended.unsaid)
        return ended

    async def _renew(self, turn: ClaimedTurn) -> None:
        """Keep the lease while the turn runs, and show that somebody is writing when it takes a moment."""
        await asyncio.sleep(_TYPING_AFTER_S)
        await self.signals.publish(CONVERSATIONS, changed(turn.conversation.id, "typing"))
        while True:
            await asyncio.sleep(RENEW_EVERY_S)
            with suppress(Unavailable):
                if not await self.database.write_soft(turns.renew, turn.id, fence=turn.fence, now_ms=steady_ms()):
                    return


def failure_reply(text: str, button: Button) -> Reply:
    return Reply(text=text, buttons=(button,), failure=True)


def _named(error: BaseException) -> str:
    """What went wrong, without anything that a shopper wrote."""
    return f"{type(error).__name__}: {error}" if type(error).__name__ == "ActionFailed" else type(error).__name__
