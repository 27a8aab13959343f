"""A talk through the real engine: each line is read by the trained model, ranked with its thread, answered by our actions.

The shop and the book of complaints are the tests' own (tests/actions), in memory; nothing of what is said is given.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.care.effects import HandoffRequested, ProofGranted
from bot.conversation.conversation import Conversation
from bot.conversation.message import Message
from bot.conversation.turn import ClaimedTurn
from bot.records.replies import Outcome
from bot.records.trackers import EVENTS_KEPT, TrackerSnapshot
from tests.actions.complaint_book import ComplaintTalk
from tests.actions.fakes import Said

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass
class Stage:
    """One loaded model, and the action server that answers it with the actions of the talk that is on."""

    engine: Any
    actions: _Actions

    def begin(self, talk: ComplaintTalk) -> EngineTalk:
        self.actions.talk = talk
        return EngineTalk(stage=self, talk=talk, number=talk.turns)


class _Actions:
    """Rasa's webhook over the actions of a talk; keeps the names of the responses that they said."""

    def __init__(self) -> None:
        self.talk: ComplaintTalk | None = None
        self.said: list[str] = []

    async def handle(self, request: web.Request) -> web.Response:
        call = await request.json()
        assert self.talk is not None
        dispatcher = CollectingDispatcher()
        tracker = Tracker.from_dict(call["tracker"])
        events = await self.talk.actions[call["next_action"]].run(dispatcher, tracker, {})
        self.said += [each["response"] for each in dispatcher.messages if each.get("response")]
        return web.json_response({"events": events, "responses": dispatcher.messages})


@asynccontextmanager
async def stage(model: Path) -> AsyncIterator[Stage]:
    """With the model of this archive, until the block ends."""
    from bot.worker.engine import Engine

    actions = _Actions()
    app = web.Application()
    app.router.add_post("/webhook", actions.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    engine = Engine(model, f"http://127.0.0.1:{port}/webhook", ZONE)
    try:
        yield Stage(engine=engine, actions=actions)
    finally:
        await engine.close()
        await runner.cleanup()


@dataclass
class EngineTalk:
    """`wish`, `mood` and `heat`: what the last line was heard as; None of a click and of a turn that nobody began."""

    stage: Stage
    talk: ComplaintTalk
    number: int = 0
    wish: str | None = None
    mood: str = "calm"
    heat: float = 0.0
    holder: str = "bot"
    last: list[Said] = field(default_factory=list)
    _payloads: dict[str, str] = field(default_factory=dict)
    _events: list[dict[str, Any]] = field(default_factory=list)
    _slots: dict[str, Any] = field(default_factory=dict)

    async def says(self, text: str) -> list[Said]:
        return await self._turn(text=text)

    async def clicks(self, title: str) -> list[Said]:
        return await self._turn(text=title, payload=self._payloads[title])

    async def is_told(self, kind: str, **instruction: Any) -> list[Said]:
        return await self._turn(instruction={"kind": kind, **instruction})

    async def _turn(
        self, text: str = "", payload: str | None = None, instruction: dict[str, Any] | None = None
    ) -> list[Said]:
        self.number += 1
        turn = self._claimed(text, payload, instruction)
        self.stage.actions.said.clear()
        outcome = await self.stage.engine.run(turn, self._snapshot(), self.talk.now)
        self._learn(outcome)
        self._payloads = {button.title: str(button.payload) for each in outcome.replies for button in each.buttons}
        names = [*self.stage.actions.said, *[""] * len(outcome.replies)]
        self.last = [
            Said(
                response=name,
                text=reply.text or "",
                buttons=tuple({"title": each.title, "payload": str(each.payload)} for each in reply.buttons),
                cards=reply.cards,
            )
            for name, reply in zip(names, outcome.replies, strict=False)
        ]
        return self.last

    def _claimed(self, text: str, payload: str | None, instruction: dict[str, Any] | None) -> ClaimedTurn:
        talk, at = self.talk, self.talk.now
        conversation = Conversation(
            id="talk-1", space="web", visitor_id="v", customer_id=talk.customer_id, holder=self.holder, epoch=0,  # type: ignore[arg-type]
            agent_name=None, next_seq=9, locale="zh-CN", address="192.0.2.7", created_at=at,
        )  # fmt: skip
        message = Message(conversation_id="talk-1", seq=1, id="m", role="shopper", at=at, text=text, payload=payload)
        return ClaimedTurn(
            id=f"turn-{self.number}", conversation=conversation, cause="system" if instruction else "shopper", fence=1,
            attempt=1, messages=() if instruction else (message,), proven_orders=tuple(talk.proven), instruction=instruction,
        )  # fmt: skip

    def _snapshot(self) -> TrackerSnapshot | None:
        if not self._events:
            return None
        kept = self._events[-EVENTS_KEPT:]
        first = next(index for index, event in enumerate(kept) if event.get("name") == "action_listen")
        return TrackerSnapshot(slots=self._slots, active_loop=None, events=tuple(kept[first:]))

    def _learn(self, outcome: Outcome) -> None:
        assert outcome.tracker is not None
        self._events += json.loads(json.dumps(outcome.tracker.events))
        self._slots = outcome.tracker.slots
        self.talk.effects += outcome.effects
        self.talk.proven += [each.order_id for each in outcome.effects if isinstance(each, ProofGranted)]
        if any(isinstance(each, HandoffRequested) for each in outcome.effects):
            self.holder = "queue"
        heard = [event["parse_data"] for event in outcome.tracker.events if event["event"] == "user"]
        self.wish = heard[0]["intent"]["name"] if heard else None
        felt = (heard[-1].get("emotion") if heard else None) or {}
        self.mood, self.heat = str(felt.get("level") or "calm"), float(felt.get("score") or 0.0)
