"""How a component came by what it knows, kept beside its arrays so that a model's card can say it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "way.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """`way`: from nothing, gone on (from the former model's arrays), kept (they are the former's). `new`, `gone`: examples that
    the former had not, or had. `guessed`: unlabelled lines that were taken as examples."""

    way: str
    new: int = 0
    gone: int = 0
    guessed: int = 0

    def save(self, folder: Path) -> None:
        (folder / FILE).write_text(json.dumps(asdict(self)), encoding="utf-8")
