"""One text in, one reading out, as `xiaonuan nlu parse` prints it (docs/protocol.md). Each text is judged without context."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import ConfigurationError
from bot.nlu.engine_imports import import_rasa_without_tensorflow, needs_tensorflow
from bot.nlu.intents import TOPIC_OF
from bot.text.command import neutralise

if TYPE_CHECKING:
    from rasa.core.processor import MessageProcessor

_RANKED = 10


class Parser:
    """A loaded model; not for several threads at once."""

    def __init__(self, model: Path) -> None:
        """Loads the archive `model` (2–3 s). Raises FileNotFoundError when it is not there, ConfigurationError when it is
        not a model of this code."""
        if not model.is_file():
            raise FileNotFoundError(f"no model at {model}: run `xiaonuan train`, then `xiaonuan promote`")
        import_rasa_without_tensorflow()
        from rasa.core.agent import Agent

        try:
            self._agent = Agent.load(str(model))
        except Exception as error:  # whatever an archive of other code makes Rasa raise
            why = needs_tensorflow(str(error)) or "run `xiaonuan train`, then `xiaonuan promote`"
            raise ConfigurationError(
                f"model {model.name} does not load with this code ({type(error).__name__}): {why}"
            ) from error
        self._loop = asyncio.new_event_loop()

    def parse(self, text: str) -> dict[str, Any]:
        """A JSON-able document: text, intent, confidence, ranking, entities, emotion, in_scope. Never raises for a text.

        An empty text has intent None. `ranking` has at least 5 names, all of the intent list.
        """
        if not text.strip():
            return _unread(text)
        found = self._loop.run_until_complete(self._agent.parse_message(neutralise(text)))
        ranking = [_rank(each) for each in found.get("intent_ranking", []) if _listed(each["name"])][:_RANKED]
        if not ranking:
            return _unread(text)
        return {
            "text": text,
            "intent": ranking[0]["name"],
            "confidence": ranking[0]["confidence"],
            "ranking": ranking,
            "entities": found.get("entities", []),
            "emotion": found.get("emotion", {"level": "calm", "score": 0.0}),
            "in_scope": bool(found.get("in_scope", False)),
        }

    @property
    def processor(self) -> MessageProcessor:
        """Rasa's processor of the loaded model, for what is asked of its policies."""
        assert self._agent.processor is not None
        return self._agent.processor

    def close(self) -> None:
        """Frees the event loop."""
        self._loop.close()


def _rank(each: dict[str, Any]) -> dict[str, Any]:
    return {"name": each["name"], "confidence": round(float(each["confidence"]), 4)}


def _listed(name: str) -> bool:
    return name.split("/")[0] in TOPIC_OF


def _unread(text: str) -> dict[str, Any]:
    return {
        "text": text,
        "intent": None,
        "confidence": 0.0,
        "ranking": [],
        "entities": [],
        "emotion": {"level": "calm", "score": 0.0},
        "in_scope": False,
    }
