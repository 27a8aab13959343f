"""What becomes of a review's labels: into data/nlu and the record, and what is said of them afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.output import note, print_json
from bot.errors import XiaonuanError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.records.database import Database
    from bot.records.heard import Looked
    from bot.training.review.advisor import Advisor
    from bot.training.review.labels import Written


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where labels go."""

    database: Database
    root: Path
    advisor: Advisor
    dry_run: bool
    as_json: bool = False


def keep(keeping: Keeping, labels: Sequence[tuple[str, str]], looks: Sequence[Looked]) -> int:
    """The files first: a label that is in data/nlu is no candidate any more, whatever happens before it is noted."""
    from bot.clock import steady_ms
    from bot.records import heard

    written = _write(keeping, labels)
    if not keeping.dry_run:
        keeping.database.write_now(heard.note_looked, looks, now_ms=steady_ms())
    if keeping.as_json:
        print_json(_document(written))
    elif keeping.dry_run:
        for example in written.added:
            print(f"{example.intent}\t{example.text}")
    _tell_written(written, len(labels), keeping.dry_run)
    _tell_gain(keeping.advisor, keeping.root, labels)
    tell_so_far(keeping.database)
    return 0


def _write(keeping: Keeping, labels: Sequence[tuple[str, str]]) -> Written:
    """Where nothing can be written the labels are told at least: they are somebody's work."""
    from bot.training.review import desk
    from bot.training.review.labels import write_labels

    try:
        return write_labels(keeping.root, labels, desk.batch_name(), dry_run=keeping.dry_run)
    except (XiaonuanError, OSError):
        for text, intent in labels:
            print(f"{intent}\t{text}")
        if labels:
            note(
                "nothing was written into data/nlu. The labels stand above: save them as a file, mend what is wrong, then "
                "`python -m bot.training.batches FILE`"
            )
        raise


def _document(written: Written) -> dict[str, Any]:
    return {
        "added": [{"intent": each.intent, "text": each.text} for each in written.added],
        "files": list(written.files),
        "known": written.known,
        "alike": written.alike,
        "held_out": written.held_out,
        "otherwise": [
            {"text": one.text, "intent": one.intent, "there": other.intent} for one, other in written.otherwise
        ],
    }


def _tell_written(written: Written, labels: int, dry_run: bool) -> None:
    if not labels:
        note("nothing was labelled")
        return
    joined = "would join" if dry_run else "joined"
    note(
        f"{len(written.added)} examples {joined} data/nlu ({', '.join(path.name for path in written.files) or 'no file'}); "
        f"{written.known} were known, {written.alike} nearly the same, {written.held_out} are test sentences"
    )
    for one, other in written.otherwise:
        note(
            f"“{one.text}” is `{other.intent}` already ({other.path.name}:{other.line}) and did not become `{one.intent}`: "
            "if that is wrong, change it there"
        )


def _tell_gain(advisor: Advisor, root: Path, labels: Sequence[tuple[str, str]]) -> None:
    from bot.training.review import desk

    gain = advisor.gain(labels, desk.held_out(root))
    if gain.before is not None and gain.after is not None:
        note(
            f"of these texts, the first suggestion was right: {gain.before:.3f} before, {gain.after:.3f} with the others"
        )
    if labels and gain.held_out_before is not None:
        note(f"quick model on the held-out sentences: {gain.held_out_before:.3f} before, {gain.held_out_after:.3f} now")
    if labels:
        note(
            "`git diff data/nlu` shows them; `xiaonuan data check`, `xiaonuan train`, then `xiaonuan compare` says what changes"
        )


def tell_so_far(database: Database) -> None:
    from bot.records import heard

    so_far = database.read_now(heard.labelled)
    if so_far:
        most = sorted(so_far.items(), key=lambda pair: (-pair[1], pair[0]))[:5]
        note(f"labelled so far: {sum(so_far.values())} ({', '.join(f'{name} {times}' for name, times in most)})")
