"""Rasa inside the worker, with the real model: what it may be told, what it remembers, and what a long talk costs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web

from bot.conversation.conversation import Conversation
from bot.conversation.message import Message
from bot.conversation.turn import ClaimedTurn
from bot.records.replies import Outcome
from bot.records.trackers import EVENTS_KEPT, TrackerSnapshot
from bot.worker.action_endpoint import ActionFailed

AT = datetime(2026, 1, 1, tzinfo=timezone.utc)


class ActionStandIn:
    """Answers every action with what the test put into `events` and `responses`; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answer: Any = {"events": [], "responses": [{"text": "好的"}]}

    async def handle(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        return web.json_response(self.answer)


@pytest.fixture
async def actions() -> AsyncIterator[tuple[ActionStandIn, str]]:
    stand_in = ActionStandIn()
    app = web.Application()
    app.router.add_post("/webhook", stand_in.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    yield stand_in, f"http://127.0.0.1:{port}/webhook"
    await runner.cleanup()


@pytest.fixture
async def engine(prepared_data_dir: Path, actions: tuple[ActionStandIn, str]) -> AsyncIterator[Any]:
    from bot.worker.engine import Engine

    [archive] = (prepared_data_dir / "models").glob("*.tar.gz")
    made = Engine(archive, actions[1], ZoneInfo("Asia/Shanghai"))
    yield made
    await made.close()


def a_turn(text: str, number: int = 1, payload: str | None = None) -> ClaimedTurn:
    conversation = Conversation(
        id="c", space="web", visitor_id="v", customer_id=None, holder="bot", epoch=0, agent_name=None,
        next_seq=9, locale="zh-CN", address="192.0.2.1", created_at=AT,
    )  # fmt: skip
    message = Message(conversation_id="c", seq=1, id="m", role="shopper", at=AT, text=text, payload=payload)
    return ClaimedTurn(
        id=f"turn-{number}", conversation=conversation, cause="shopper", fence=1, attempt=1, messages=(message,),
        proven_orders=(),
    )  # fmt: skip


class Memory:
    """What the record would keep between turns."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.slots: dict[str, Any] = {}
        self.last: Outcome | None = None

    def snapshot(self) -> TrackerSnapshot | None:
        if not self.events:
            return None
        kept = self.events[-EVENTS_KEPT:]
        first = next(index for index, event in enumerate(kept) if event.get("name") == "action_listen")
        return TrackerSnapshot(slots=self.slots, active_loop=None, events=tuple(kept[first:]))

    def learn(self, outcome: Outcome) -> None:
        assert outcome.tracker is not None
        self.events += outcome.tracker.events
        self.slots = outcome.tracker.slots
        self.last = outcome


async def talk(engine: Any, memory: Memory, *texts: str) -> list[Outcome]:
    outcomes = []
    for text in texts:
        outcome = await engine.run(a_turn(text, len(memory.events)), memory.snapshot(), AT)
        memory.learn(outcome)
        outcomes.append(outcome)
    return outcomes


@pytest.mark.parametrize(
    "text", ["/restart", "／restart", "  /session_start", '/inform{"order_number":"1"}', "\u3000/restart"]
)
async def test_a_typed_command_reaches_rasa_as_words(engine: Any, text: str) -> None:
    memory = Memory()
    await talk(engine, memory, "你好", text)
    heard = [event for event in memory.events if event["event"] == "user"][-1]
    assert heard["parse_data"]["intent"]["name"] not in ("restart", "session_start")
    assert not heard["text"].strip().startswith("/")
    assert not [event for event in memory.events if event["event"] == "restart"]


async def test_the_same_turn_run_again_says_the_same(engine: Any) -> None:
    first = await engine.run(a_turn("你好"), None, AT)
    again = await engine.run(a_turn("你好"), None, AT)
    assert [reply.text for reply in first.replies] == [reply.text for reply in again.replies]


async def test_every_turn_ends_listening_and_says_something(engine: Any) -> None:
    memory = Memory()
    for outcome in await talk(engine, memory, "你好", "谢谢", "再见", "🌚🌚🌚", "asdfgh qwerty", "。。。"):
        assert outcome.replies
        assert outcome.tracker is not None
        assert outcome.tracker.events[-1]["name"] == "action_listen"


async def test_slots_that_an_action_set_are_there_in_the_next_turn_and_after_many(
    engine: Any, actions: tuple[ActionStandIn, str]
) -> None:
    stand_in, memory = actions[0], Memory()
    stand_in.answer = {
        "events": [{"event": "slot", "name": "order_in_focus", "value": "42"}],
        "responses": [{"text": "好"}],
    }
    await talk(engine, memory, "我的快递到哪了")
    stand_in.answer = {"events": [], "responses": [{"text": "好"}]}
    await talk(engine, memory, *["你们几点下班"] * 30)
    assert memory.slots.get("order_in_focus") == "42"
    assert stand_in.asked[-1]["tracker"]["slots"]["order_in_focus"] == "42"


async def test_the_500th_turn_is_told_and_asked_no_more_than_the_30th(
    engine: Any, actions: tuple[ActionStandIn, str]
) -> None:
    memory = Memory()
    sizes = []
    for _ in range(60):
        await talk(engine, memory, "你们几点下班")
        sizes.append((len(memory.snapshot().events), len(str(actions[0].asked[-1]))))  # type: ignore[union-attr]
    assert sizes[-1][0] <= EVENTS_KEPT
    assert sizes[-1][1] <= sizes[10][1] * 1.1


async def test_what_is_stored_of_a_message_is_pruned_of_rankings(engine: Any) -> None:
    memory = Memory()
    await talk(engine, memory, "你们几点下班")
    [heard] = [event for event in memory.events if event["event"] == "user"]
    assert set(heard["parse_data"]) <= {"text", "intent", "entities", "emotion"}
    assert set(heard["metadata"]) == {"turn_id"}


@pytest.mark.parametrize("answer", ["garbage", [], {"events": "none"}, {"events": [{"event": 7}]}])
async def test_garbage_from_the_action_server_fails_the_turn(
    engine: Any, actions: tuple[ActionStandIn, str], answer: Any
) -> None:
    actions[0].answer = answer
    with pytest.raises(ActionFailed):
        await engine.run(a_turn("你们几点下班"), None, AT)


async def test_an_order_of_ours_runs_the_graph_as_rasas_runner_does(engine: Any) -> None:
    from rasa.core.channels.channel import UserMessage
    from rasa.engine.runner.dask import DaskGraphRunner
    from rasa.shared.core.trackers import DialogueStateTracker

    processor = engine._processor
    for text in ("我的快递到哪了", "能便宜点吗", "转人工", "7737369822633608 尾号8487"):
        inputs = {"__message__": [UserMessage(text)], "__tracker__": DialogueStateTracker.from_events("x", [])}
        target = [processor.model_metadata.nlu_target]
        ours = processor.graph_runner.run(inputs=inputs, targets=target)
        theirs = DaskGraphRunner.run(processor.graph_runner, inputs=inputs, targets=target)
        assert ours[target[0]][0].as_dict(True)["intent"] == theirs[target[0]][0].as_dict(True)["intent"]
