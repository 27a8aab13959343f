"""Whether a model may be promoted: its signature, whether it fits the code, its figures, stories and tests, held to the floors.

What is not known of a model yet is found out here and written into its card. Writing the promotion down is elsewhere
(`bot.training.promotions`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.records.database import Database
from bot.settings import PROJECT_ROOT, Settings
from bot.training import promotions
from bot.training.fingerprints import code_fingerprint
from bot.training.floors import broken, read_floors
from bot.training.measure import Figures, figures, held_out_fingerprint
from bot.training.registry import Model, amend_card, find, listed, promoted, refuse_stranger, verified_archive
from bot.training.storytelling import stories_of, tell

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`broken`: why not, in words; empty: it may. `unknown`: what nobody looked at. `looked_at`: see Decision."""

    model: Model
    present: Model | None
    broken: tuple[str, ...]
    unknown: tuple[str, ...]
    looked_at: int


def wanted(database: Database, settings: Settings, name: str | None) -> Model:
    """The named model, or the newest. Raises NotFound, and ConfigurationError for an archive of somebody else."""
    if name is None:
        return database.read_now(promotions.newest)
    registered = [model.name for model in database.read_now(listed)]
    if Path(name).name not in registered and not any(each.startswith(name) for each in registered):
        refuse_stranger(settings, name)
    return database.read_now(find, name)


def judge(
    database: Database, settings: Settings, name: str | None, progress: Progress, root: Path = PROJECT_ROOT
) -> Verdict:
    """Raises NotFound, ConfigurationError for an archive that must not be loaded at all: that cannot be forced."""
    last = database.read_now(promotions.history, 1)
    present = database.read_now(promoted)
    model = wanted(database, settings, name)
    looked_at = last[0].id if last else 0
    if present is not None and present.name == model.name:
        return Verdict(model=model, present=present, broken=(), unknown=(), looked_at=looked_at)
    archive = verified_archive(settings, model)
    if model.fits != code_fingerprint(root):
        why = "it was trained with another domain, configuration or code: `xiaonuan train` makes one that fits"
        return Verdict(model=model, present=present, broken=(why,), unknown=(), looked_at=looked_at)
    found = known_figures(database, model, archive, root, progress)
    had = _present_figures(database, settings, present, root, progress)
    reasons = [str(each) for each in broken(found, read_floors(root), had)]
    reasons += _stories(archive, root, progress)
    reasons += _tests(database.read_now(find, model.name))
    unknown = [] if found else ["no held-out sentences: its figures are not known"]
    if "tests" not in model.card:
        unknown.append(f"`xiaonuan test {model.name.removesuffix('.tar.gz')}` was not run on it")
    return Verdict(model=model, present=present, broken=tuple(reasons), unknown=tuple(unknown), looked_at=looked_at)


def known_figures(database: Database, model: Model, archive: Path, root: Path, progress: Progress) -> Figures:
    """From the card, or measured now if the card has none of the present held-out sentences."""
    held_out = held_out_fingerprint(root)
    found: Figures = model.card.get("figures") or {}
    if not held_out or found.get("held_out") == held_out:
        return found
    progress(f"measuring {model.name} on the held-out sentences")
    found = figures(root, archive)
    database.write_now(amend_card, model.name, {"figures": found})
    return found


def _present_figures(
    database: Database, settings: Settings, present: Model | None, root: Path, progress: Progress
) -> Figures | None:
    """None where nothing answers yet, or what answers does not load with this code any more."""
    if present is None or present.fits != code_fingerprint(root):
        return None
    return known_figures(database, present, verified_archive(settings, present), root, progress)


def _stories(archive: Path, root: Path, progress: Progress) -> list[str]:
    stories = stories_of(root)
    if not stories:
        return []
    progress(f"telling it {len(stories)} stories")
    from bot.training.parse import Parser

    parser = Parser(archive)
    try:
        wrong = [told for told in tell(parser.processor, stories) if told.wrong]
    finally:
        parser.close()
    return [f"story “{told.name}” ({told.path.name}:{told.line}) goes otherwise: {told.wrong}" for told in wrong]


def _tests(model: Model) -> list[str]:
    """What `xiaonuan test` found of this model, if it was run."""
    tests = model.card.get("tests") or {}
    failed = int(tests.get("failed", 0))
    return [f"{failed} of {tests.get('cases')} conversations of tests/e2e failed with it"] if failed else []
