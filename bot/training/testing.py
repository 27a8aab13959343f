"""All that is tested of one model: stories by its policies, conversations by a real instance, figures by the floors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.clock import iso, utc_now
from bot.records.database import Database
from bot.settings import PROJECT_ROOT, Settings
from bot.training.e2e.script import Script, read_scripts
from bot.training.e2e.stage import stage
from bot.training.e2e.talking import Outcome
from bot.training.floors import broken, read_floors
from bot.training.parse import Parser
from bot.training.promoting import known_figures, wanted
from bot.training.registry import Model, amend_card, promoted, verified_archive
from bot.training.storytelling import stories_of, tell

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`model`: a name or its beginning, None for what answers. `only`: files or names of conversations."""

    model: str | None = None
    only: str = ""
    e2e: bool = True
    root: Path = PROJECT_ROOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One row of the table; `failures` say file, line and what was wrong. `lacking`: how many of `passed` are known not to be
    answered rightly yet."""

    name: str
    passed: int
    of: int
    failures: tuple[str, ...] = ()
    lacking: int = 0

    @property
    def ok(self) -> bool:
        return self.passed == self.of


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    model: str
    kinds: tuple[Kind, ...]

    @property
    def passed(self) -> bool:
        return all(kind.ok for kind in self.kinds)


def run_tests(database: Database, settings: Settings, what: Wanted, progress: Progress) -> Tested:
    """Raises NotFound without a model, ConfigurationError for files that cannot be read."""
    answering = database.read_now(promoted)
    model = answering if what.model is None and answering else wanted(database, settings, what.model)
    archive = verified_archive(settings, model)
    kinds = []
    if not what.only:
        progress("telling stories")
        kinds += [_stories(archive, what.root), _floors(database, model, archive, what.root, progress)]
    if what.e2e:
        scripts = read_scripts(what.root, what.only)
        outcomes = _conversations(settings, archive, what.root, scripts, progress)
        kinds += _by_topic(outcomes, what.root)
        if not what.only:
            failed = sum(outcome.fault is not None for outcome in outcomes)
            found = {"cases": len(outcomes), "failed": failed, "at": iso(utc_now())}
            database.write_now(amend_card, model.name, {"tests": found})
    return Tested(model=model.name, kinds=tuple(kinds))


def _stories(archive: Path, root: Path) -> Kind:
    parser = Parser(archive)
    try:
        told = tell(parser.processor, stories_of(root))
    finally:
        parser.close()
    wrong = [each for each in told if each.wrong]
    failures = tuple(f"{_below(each.path, root)}:{each.line} “{each.name}”: {each.wrong}" for each in wrong)
    return Kind(name="stories", passed=len(told) - len(wrong), of=len(told), failures=failures)


def _floors(database: Database, model: Model, archive: Path, root: Path, progress: Progress) -> Kind:
    found = known_figures(database, model, archive, root, progress)
    floors = read_floors(root)
    wrong = broken(found, floors)
    looked_at = sum(name in found for name in floors) + ("intent_f1" in floors) * len(found.get("per_intent", {}))
    return Kind(name="floors", passed=looked_at - len(wrong), of=looked_at, failures=tuple(str(each) for each in wrong))


def _conversations(
    settings: Settings, archive: Path, root: Path, scripts: list[Script], progress: Progress
) -> list[Outcome]:
    if not scripts:
        return []
    progress(f"starting an instance for {len(scripts)} conversations")
    ended: Counter[str] = Counter()

    def hear(outcome: Outcome) -> None:
        ended["all"] += 1
        if ended["all"] % 20 == 0 or ended["all"] == len(scripts):
            progress(f"{ended['all']} of {len(scripts)} conversations")

    with stage(settings, archive, root) as running:
        progress("talking")
        return running.play(scripts, hear)


def _by_topic(outcomes: list[Outcome], root: Path) -> list[Kind]:
    kinds = []
    for topic in sorted({outcome.script.topic for outcome in outcomes}):
        mine = [outcome for outcome in outcomes if outcome.script.topic == topic]
        wrong = [outcome for outcome in mine if outcome.fault]
        failures = tuple(
            f"{_below(each.script.path, root)}:{each.line} “{each.script.name}”: {each.fault}" for each in wrong
        )
        lacking = sum(bool(outcome.script.lacking) for outcome in mine)
        kinds.append(
            Kind(name=f"e2e {topic}", passed=len(mine) - len(wrong), of=len(mine), failures=failures, lacking=lacking)
        )
    return kinds


def _below(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
