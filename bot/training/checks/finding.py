"""What a check says: one thing to mend, where it stands, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to mend at `path`:`line` (line 0: the file as a whole). `fixable`: `data check --fix` does it."""

    severity: Literal["fault", "notice"]
    kind: str
    path: Path
    line: int
    problem: str
    advice: str
    fixable: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.severity}: {self.problem} → {self.advice}"


def fault(kind: str, path: Path, line: int, problem: str, advice: str) -> Finding:
    """Something that must be mended before training."""
    return Finding(severity="fault", kind=kind, path=path, line=line, problem=problem, advice=advice)


def notice(kind: str, path: Path, line: int, problem: str, advice: str, *, fixable: bool = False) -> Finding:
    """Something for whoever edits next."""
    return Finding(severity="notice", kind=kind, path=path, line=line, problem=problem, advice=advice, fixable=fixable)
