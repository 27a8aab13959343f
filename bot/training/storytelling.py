"""Tells stories to a model: whether its policies choose the action that each turn of a story says.

Intents are taken as written, so this judges rules and policies and not the language model; actions do not run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ConfigurationError
from bot.training.checks.flows import Flow, flows_of
from bot.training.examples import ExamplesFault
from bot.training.source import SourceFault, read_nodes, yaml_files

if TYPE_CHECKING:
    from rasa.core.processor import MessageProcessor
    from rasa.shared.core.trackers import DialogueStateTracker

_FOLDERS = ("tests/stories", "data/stories")
_LISTEN = "action_listen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How one story went; `wrong` says the first turn that went otherwise, None when all went as told."""

    name: str
    path: Path
    line: int
    wrong: str | None


def stories_of(root: Path) -> list[Flow]:
    """All stories of the project, those of the tests first. Raises ConfigurationError for a file that cannot be read."""
    found: list[Flow] = []
    for folder in _FOLDERS:
        for path in yaml_files(root / folder):
            try:
                found += [flow for flow in flows_of(path, read_nodes(path)) if flow.kind == "story" and flow.whole]
            except (SourceFault, ExamplesFault) as fault:
                raise ConfigurationError(str(fault)) from fault
    return found


def tell(processor: MessageProcessor, stories: Iterable[Flow]) -> list[Told]:
    """Each story from its beginning, with what the model chose at the first turn that differs."""
    return [_told(processor, story) for story in stories]


def _told(processor: MessageProcessor, story: Flow) -> Told:
    from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    tracker = DialogueStateTracker.from_events("story", [], processor.domain.slots)
    tracker.update(ActionExecuted(_LISTEN), processor.domain)
    for step in story.steps:
        wanted, line = step.name, step.line
        if step.kind == "slots":
            for name, value in step.slots:
                tracker.update(SlotSet(name, value), processor.domain)
            continue
        if step.kind == "intent":
            if tracker.latest_action_name != _LISTEN:
                wanted = _LISTEN
                if (chosen := _chosen(processor, tracker)) != wanted:
                    return _otherwise(story, line, wanted, chosen)
                tracker.update(ActionExecuted(_LISTEN), processor.domain)
            heard = {"name": step.name, "confidence": 1.0}
            tracker.update(UserUttered(text=step.name, intent=heard, parse_data={"intent": heard}), processor.domain)
            continue
        if (chosen := _chosen(processor, tracker)) != wanted:
            return _otherwise(story, line, wanted, chosen)
        tracker.update(ActionExecuted(wanted), processor.domain)
    return Told(name=story.name, path=story.path, line=story.line, wrong=None)


def _chosen(processor: MessageProcessor, tracker: DialogueStateTracker) -> str:
    prediction = processor._predict_next_with_tracker(tracker)
    if not prediction.max_confidence:
        return "nothing"
    return str(processor.domain.action_names_or_texts[prediction.max_confidence_index])


def _otherwise(story: Flow, line: int, wanted: str, chosen: str) -> Told:
    wrong = f"line {line}: `{wanted}` is told, the model chooses `{chosen}`"
    return Told(name=story.name, path=story.path, line=line, wrong=wrong)
