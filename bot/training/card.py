"""A model's card: what it was made from, by whom, how long it took and how good it is. JSON for programs, a page for people."""

from __future__ import annotations

import getpass
import json
import os
import platform
import socket
from importlib import metadata
from pathlib import Path
from typing import Any

from bot.clock import iso, utc_now
from bot.nlu.intents import TOPIC_OF
from bot.training.fingerprints import code_fingerprint, data_fingerprint, file_fingerprint
from bot.training.measure import Figures
from bot.training.train import Trained

_VERSIONS = ("xiaonuan", "rasa", "numpy", "scipy", "spacy")
_SHOWN = {
    "accuracy": "first choice right",
    "top3": "among the first three",
    "macro_f1": "macro F1",
    "calibration_error": "calibration error",
    "scope_recall": "of what is in scope, kept there",
    "scope_found": "of what is not, found",
    "emotion_recall": "upset or angry, found",
    "emotion_precision": "upset or angry, rightly",
    "cpu_ms": "processor time a message, ms",
}

Card = dict[str, Any]


def who() -> str:
    """The person and machine that this command runs as: name@host."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # no such user in this container
        name = str(os.getuid())
    return f"{name}@{socket.gethostname()}"[:120]


def make_card(root: Path, config: Path, trained: Trained, found: Figures) -> Card:
    """Everything but the name, which the archive has."""
    return {
        "made_at": iso(utc_now()),
        "who": who(),
        "data": data_fingerprint(root),
        "fits": code_fingerprint(root),
        "config": {"file": config.name, "sha256": file_fingerprint(config)},
        "examples": trained.examples,
        "parts": {"trained": list(trained.trained), "reused": list(trained.reused)},
        "ways": trained.ways,
        "wall_s": round(trained.wall_s, 1),
        "cpu_s": round(trained.cpu_s, 1),
        "peak_mb": round(trained.peak_mb),
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in _VERSIONS}},
        "figures": found,
    }


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "-"


def write_beside(archive: Path, card: Card) -> None:
    """`<archive>.json` and `<archive>.md`, copies for people and other programs; the record has the card too."""
    stem = archive.name.removesuffix(".tar.gz")
    document = json.dumps({"name": archive.name, **card}, ensure_ascii=False, indent=2)
    archive.with_name(f"{stem}.json").write_text(document + "\n", encoding="utf-8")
    archive.with_name(f"{stem}.md").write_text(as_page(archive.name, card), encoding="utf-8")


def as_page(name: str, card: Card) -> str:
    """The card in Markdown, one screen."""
    figures = card.get("figures") or {}
    parts, ways = card["parts"], card.get("ways", {})
    kept = [name for name in parts["trained"] if ways.get(name, {}).get("way") == "kept"]
    lines = [
        f"# {name}",
        "",
        f"Trained {card['made_at']} by {card['who']} from {card['examples']} examples in {card['wall_s']:g} s "
        f"({card['cpu_s']:g} s of processor time, {card['peak_mb']} MB at most).",
        f"Trained anew: {_names([name for name in parts['trained'] if name not in kept])}; "
        f"reused: {_names([*parts['reused'], *kept])}.",
        *(_way(name, way, card) for name, way in ways.items()),
        "",
        f"data `{card['data'][:12]}` · domain and code `{card['fits'][:12]}` · "
        f"{card['config']['file']} `{card['config']['sha256'][:12]}`",
        " · ".join(f"{package} {version}" for package, version in card["versions"].items()),
        "",
    ]
    if not figures:
        return "\n".join([*lines, "No held-out sentences: nothing is known of how good it is.", ""])
    lines += [f"On {figures['cases']} held-out sentences:", "", "| figure | |", "|---|---|"]
    lines += [f"| {words} | {figures[key]:.3f} |" for key, words in _SHOWN.items() if figures.get(key) is not None]
    lines += ["", "Its weakest wishes:", "", "| wish | topic | F1 | sentences |", "|---|---|---|---|"]
    weakest = sorted(figures["per_intent"].items(), key=lambda row: row[1]["f1"])[:5]
    lines += [f"| {name} | {TOPIC_OF.get(name, '')} | {row['f1']:.2f} | {row['cases']:.0f} |" for name, row in weakest]
    return "\n".join([*lines, ""])


def _way(component: str, way: dict[str, Any], card: Card) -> str:
    """What came of it, in words."""
    came = f"{way['new']} examples new, {way['gone']} gone"
    if way["way"] == "gone on":
        return f"{component} went on from {card.get('base', 'an earlier model')}: {came}."
    if way["way"] == "kept":
        return f"{component} is that of {card.get('base', 'an earlier model')}: {came} since it was made."
    guessed = f", with {way['guessed']} lines of {card.get('unlabelled', 'a file')} besides" if way["guessed"] else ""
    return f"{component} learned from nothing{guessed}."


def _names(parts: list[str]) -> str:
    return ", ".join(parts) or "nothing"
