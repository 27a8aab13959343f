"""What an editor does to files unseen: byte-order marks, line ends of another system, blanks at the ends of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot.training.checks.finding import Finding, fault, notice
from bot.training.source import BOM, LARGEST_BYTES, SUFFIXES, yaml_files

_FOLDERS = ("nlu", "rules", "stories")
_TRAINED = re.compile(rb"^(?:\xef\xbb\xbf)?[\"']?(nlu|rules|stories|responses)[\"']? *:", re.MULTILINE)
_TRAINED_JSON = re.compile(rb'"(rasa_nlu_data)"')
_TRAILING = re.compile(rb"[ \t]+\r?$", re.MULTILINE)


def project_files(root: Path) -> list[Path]:
    """Every YAML file that training reads, in order; a domain that is not there is left out."""
    data = [path for folder in _FOLDERS for path in yaml_files(root / "data" / folder)]
    top = [path for name in ("domain.yml", "config.yml") if (path := root / name).is_file()]
    return [*top, *data]


def elsewhere(root: Path) -> Iterator[Finding]:
    """Files below data/ that Rasa trains from, for it looks into all of them, and that nothing here reads."""
    read = set(project_files(root))
    for path in sorted((root / "data").rglob("*")):
        looked_for = _TRAINED if path.suffix in SUFFIXES else _TRAINED_JSON if path.suffix == ".json" else None
        if looked_for is None or path in read or not path.is_file():
            continue
        content = path.read_bytes()
        if trained := looked_for.search(content):
            line, key = content[: trained.start()].count(b"\n") + 1, trained[1].decode()
            problem = f"`{key}` here is trained from, and neither checked, counted nor compared"
            yield fault(
                "elsewhere", path, line, problem, "move it into a YAML file of data/nlu, data/rules or data/stories"
            )


def unseen(path: Path) -> Iterator[Finding]:
    """At most one finding of each kind for a file."""
    if path.stat().st_size > LARGEST_BYTES:
        return  # said by whoever tries to read it
    content = path.read_bytes()
    if content.startswith(BOM):
        yield notice("bom", path, 1, "begins with a byte-order mark", "`data check --fix` takes it out", fixable=True)
    if b"\r" in content:
        line, times = content[: content.index(b"\r")].count(b"\n") + 1, content.count(b"\r")
        advice = "`data check --fix` writes Unix line ends"
        yield notice("crlf", path, line, f"{times} lines end as on Windows (CRLF)", advice, fixable=True)
    if found := _TRAILING.search(content):
        line, times = content[: found.start()].count(b"\n") + 1, len(_TRAILING.findall(content))
        problem = f"blanks at the end of {times} line{'s' if times > 1 else ''}"
        yield notice("trailing_blanks", path, line, problem, "`data check --fix` takes them out", fixable=True)
