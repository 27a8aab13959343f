"""The confusion matrix as a picture. matplotlib is imported only here, and draws without a screen."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.nlu.intents import INTENTS
from bot.training.evaluate import Case


def draw(cases: Sequence[Case], path: Path) -> None:
    """Writes a PNG: rows are the true intents, columns what the model said, each row's shares as shades."""
    import matplotlib

    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # what its own style files deprecate
    matplotlib.use("Agg")
    from matplotlib import pyplot

    names = [name for name in INTENTS if any(name in (case.intent, *case.ranking[:1]) for case in cases)]
    figure, axes = pyplot.subplots(figsize=(18, 17), dpi=100)
    axes.imshow(_matrix(cases, names), cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set_xlabel("said")
    axes.set_ylabel("true")
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path)
    pyplot.close(figure)


def _matrix(cases: Sequence[Case], names: Sequence[str]) -> np.ndarray:
    counts = Counter((case.intent, case.ranking[0]) for case in cases if case.ranking)
    matrix = np.array([[counts[true, said] for said in names] for true in names], dtype=float)
    return matrix / np.maximum(1.0, matrix.sum(axis=1, keepdims=True))
