"""Rasa in this process: a model, its processor, and one turn run on it. Nothing here reads or writes the record."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from bot.nlu.engine_imports import import_rasa_without_tensorflow

import_rasa_without_tensorflow()

from rasa.core.actions.action import Action  # noqa: E402
from rasa.core.channels.channel import OutputChannel, UserMessage  # noqa: E402
from rasa.core.lock_store import InMemoryLockStore  # noqa: E402
from rasa.core.policies.policy import PolicyPrediction  # noqa: E402
from rasa.core.processor import MessageProcessor  # noqa: E402
from rasa.engine import loader  # noqa: E402
from rasa.engine.runner.interface import GraphRunner  # noqa: E402
from rasa.engine.storage.local_model_storage import LocalModelStorage  # noqa: E402
from rasa.engine.storage.storage import ModelMetadata  # noqa: E402
from rasa.shared.core.constants import ACTION_LISTEN_NAME  # noqa: E402
from rasa.shared.core.domain import Domain  # noqa: E402
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, Event, SlotSet  # noqa: E402
from rasa.shared.core.slots import Slot  # noqa: E402
from rasa.shared.core.trackers import DialogueStateTracker  # noqa: E402

from bot.conversation.complaint_evidence import one_matter  # noqa: E402
from bot.conversation.evidence import rerank  # noqa: E402
from bot.conversation.turn import ClaimedTurn  # noqa: E402
from bot.conversation.views import Decision, ParseView, ThreadView, decided  # noqa: E402
from bot.nlu.mood import Mood, carried_over  # noqa: E402
from bot.nlu.two_wishes import asks  # noqa: E402
from bot.records.replies import Outcome  # noqa: E402
from bot.records.trackers import TrackerSnapshot  # noqa: E402
from bot.text.command import neutralise  # noqa: E402
from bot.text.gist import gist  # noqa: E402
from bot.text.giving_up import after_giving_up  # noqa: E402
from bot.worker.action_endpoint import ActionServer, make_calls_lean  # noqa: E402
from bot.worker.channel import CHANNEL, ReplyChannel  # noqa: E402
from bot.worker.current import CurrentTurn, current_turn  # noqa: E402
from bot.worker.graph_runner import OrderedGraphRunner  # noqa: E402
from bot.worker.lean_domain import make_domains_lean  # noqa: E402
from bot.worker.lean_trackers import make_trackers_lean  # noqa: E402
from bot.worker.payloads import turn_metadata, turn_text  # noqa: E402
from bot.worker.responses import VariedResponses  # noqa: E402
from bot.worker.tracker_store import TurnTrackerStore  # noqa: E402

make_calls_lean()
make_domains_lean()
make_trackers_lean()

RUN_TIMEOUT_S = 7.0
HEAT = "heat"  # the slot that keeps the score of the mood so far
_WORDLESS = "utter_default"
_LOOK_AGAIN_S = 0.05


class TurnProcessor(MessageProcessor):
    """Rasa's processor, which hears the thread's evidence on top of the words, and never stops in mid-turn."""

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, ModelMetadata, GraphRunner]:
        """As Rasa's, with a runner that works out the graph's order once, and an index over the rules."""
        with TemporaryDirectory() as unpacked:
            metadata, runner = loader.load_predict_graph_runner(
                Path(unpacked), Path(model_path), LocalModelStorage, OrderedGraphRunner
            )
        runner.index_rules()
        return Path(model_path).name, metadata, runner

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Rasa would build an empty domain for each message, to warn of names that `data check` finds in training."""

    async def parse_message(
        self, message: UserMessage, tracker: DialogueStateTracker | None = None, only_output_properties: bool = True
    ) -> dict[str, Any]:
        parse = await super().parse_message(message, tracker, only_output_properties)
        turn = current_turn.get()
        if not turn.trusted:
            self._hear_the_gist(parse)
        slots = tracker.current_slot_values() if tracker else {}
        thread = ThreadView.of(
            slots, logged_in=turn.metadata.get("customer_id") is not None, served=turn.metadata.get("served")
        )
        view = ParseView.of(parse, trusted=turn.trusted)
        decision = rerank(view, thread)
        if tracker is not None and "emotion" in parse:
            turn.mood = parse["emotion"] = turn.mood or self._felt(parse["emotion"], tracker)
        if halves := _halves(parse, thread, decision) if not turn.halved else None:
            message.text, turn.next_wish = halves
            turn.halved = True
            return await self.parse_message(message, tracker, only_output_properties)
        if one := _one_matter(parse, decision) if not turn.halved else None:
            decision = decided(view, one, "a complaint, and what she wants for it")
        parse["intent"] = {"name": decision.intent, "confidence": decision.confidence}
        parse["intent_ranking"] = [{"name": each.intent, "confidence": each.confidence} for each in decision.ranking]
        parse["why"] = decision.why
        return parse

    @cached_property
    def _extracts(self) -> bool:
        return any(_is_extracted(slot) for slot in self.domain.slots)

    async def run_action_extract_slots(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        """Rasa walks every slot for every message, also when none is filled from what is said; ours are set by actions."""
        if not self._extracts:
            return tracker
        return await super().run_action_extract_slots(output_channel, tracker)

    def _log_action_on_tracker(
        self,
        tracker: DialogueStateTracker,
        action: Action,
        events: list[Event] | None,
        prediction: PolicyPrediction,
    ) -> None:
        """As Rasa's, which besides copies all events deeply for a debug line that is never written."""
        done = events or []
        if not any(type(event) is ActionExecutionRejected for event in done):
            tracker.update_with_events(prediction.events, self.domain)
            tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(done, self.domain)

    def _hear_the_gist(self, parse: dict[str, Any]) -> None:
        """The wish is read without greetings, thanks and numbers around it; entities and mood stay the whole message's."""
        wish = gist(parse.get("text") or "")
        if wish == parse.get("text"):
            return
        heard = self._parse_message_with_graph(
            UserMessage(text=neutralise(wish)), DialogueStateTracker.from_events("gist", [])
        )
        for name in ("intent", "intent_ranking", "in_scope"):
            if name in heard:
                parse[name] = heard[name]

    def _felt(self, emotion: dict[str, Any], tracker: DialogueStateTracker) -> dict[str, Any]:
        """The message's mood on top of what the conversation has heated up to so far, which a slot keeps."""
        mood = carried_over(float(tracker.get_slot(HEAT) or 0.0), Mood(level=emotion["level"], score=emotion["score"]))
        heat = mood.score if mood.level != "calm" else 0.0
        if heat != (tracker.get_slot(HEAT) or 0.0):
            tracker.update(SlotSet(HEAT, heat), self.domain)
        return {"level": mood.level, "score": mood.score}

    async def save_tracker(self, tracker: DialogueStateTracker) -> None:
        """After a tripped circuit breaker there is no action_listen, and every later message would trip at once."""
        last = tracker.get_last_event_for(ActionExecuted)
        if tracker.latest_message is not None and last is not None and last.action_name != ACTION_LISTEN_NAME:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME), self.domain)
        await super().save_tracker(tracker)


def _halves(parse: dict[str, Any], thread: ThreadView, decision: Decision) -> tuple[str, str] | None:
    """Two wishes, or what is given up and what is wanted instead (算了 你们几点下班), each to be heard by itself."""
    text = parse.get("text") or ""
    rest = after_giving_up(text) if thread.asked else None
    if rest and asks(rest):
        return text.rstrip()[: -len(rest)].strip(), rest
    if parse.get("wishes") and decision.by_words and _one_matter(parse, decision) is None:
        first, second = parse["wishes"]
        return first["text"], second["text"]
    return None


def _one_matter(parse: dict[str, Any], decision: Decision) -> str | None:
    """The complaint's intent where the second wish is only what she wants for it."""
    if not (parse.get("wishes") and decision.by_words):
        return None
    first, second = parse["wishes"]
    return one_matter(first["intent"], second["intent"])


def _is_extracted(slot: Slot) -> bool:
    return any(mapping.get("type") != "custom" or "action" in mapping for mapping in slot.mappings)


class Engine:
    """One loaded model. `run` may be called for several conversations at once."""

    def __init__(self, model_path: Path, actions_url: str, zone: ZoneInfo) -> None:
        """Loads the archive (about a second); raises what Rasa raises when it does not load."""
        self.actions = ActionServer(actions_url)
        domain = Domain.empty()
        store = TurnTrackerStore(domain)
        self._processor = TurnProcessor(
            str(model_path), store, InMemoryLockStore(), VariedResponses(), action_endpoint=self.actions
        )
        store.domain = self._processor.domain
        self._processor.nlg = VariedResponses(domain=self._processor.domain)
        self._zone = zone
        self._running = 0
        self.model_name = model_path.name

    async def run(self, turn: ClaimedTurn, snapshot: TrackerSnapshot | None, now: datetime) -> Outcome:
        """Replies, effects and the tracker's new events. Raises ActionFailed, TimeoutError, or what Rasa raises."""
        metadata = turn_metadata(turn, now=now, zone=self._zone)
        running = CurrentTurn(turn_id=turn.id, metadata=metadata, snapshot=snapshot, trusted=turn.payload is not None)
        channel = ReplyChannel()
        text, trusted = turn_text(turn)
        running.trusted = trusted
        message = UserMessage(
            text=text if trusted else neutralise(text),
            output_channel=channel,
            sender_id=turn.conversation.id,
            input_channel=CHANNEL,
            message_id=turn.id,
            metadata=metadata,
        )
        token = current_turn.set(running)
        self._running += 1
        try:
            await asyncio.wait_for(self._take_up(message, running), RUN_TIMEOUT_S)
            if not channel.replies:
                await self._say_something(channel, turn.conversation.id)
        finally:
            self._running -= 1
            current_turn.reset(token)
        return Outcome(replies=tuple(channel.replies), effects=tuple(channel.effects), tracker=running.delta)

    async def _take_up(self, message: UserMessage, turn: CurrentTurn) -> None:
        """The message, and then its second wish if it has two."""
        await self._processor.handle_message(message)
        if turn.next_wish:
            message.text, turn.next_wish = turn.next_wish, None
            await self._processor.handle_message(message)

    async def _say_something(self, channel: ReplyChannel, sender_id: str) -> None:
        """No rule spoke. Silence is never an answer."""
        tracker = DialogueStateTracker.from_events(sender_id, [], self._processor.domain.slots)
        response = await self._processor.nlg.generate(_WORDLESS, tracker, CHANNEL)
        await channel.send_response(sender_id, response or {})

    def parse(self, text: str) -> dict[str, Any]:
        """NLU alone, without thread and record."""
        message = UserMessage(text=neutralise(text))
        return self._processor._parse_message_with_graph(message, DialogueStateTracker.from_events("parse", []))

    async def retire(self) -> None:
        """Close once the turns that began with this model have ended; no new one may begin."""
        patience_s = RUN_TIMEOUT_S + 1.0
        while self._running and patience_s > 0:
            await asyncio.sleep(_LOOK_AGAIN_S)
            patience_s -= _LOOK_AGAIN_S
        await self.close()

    async def close(self) -> None:
        await self.actions.close()


Loader = Callable[[Path], Engine]
