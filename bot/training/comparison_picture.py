"""Two models as a picture: for each wish its F1 with one and with the other, those that changed most on top.

matplotlib is imported only here and in confusion_picture, and draws without a screen.
"""

from __future__ import annotations

import logging
from pathlib import Path

from bot.training.comparing import Comparison

_MOST = 40


def draw(comparison: Comparison, path: Path) -> None:
    """Writes a PNG. Nothing is drawn without a held-out set."""
    before, after = comparison.figures_a.get("per_intent", {}), comparison.figures_b.get("per_intent", {})
    names = sorted(set(before) & set(after), key=lambda name: -abs(after[name]["f1"] - before[name]["f1"]))[:_MOST]
    if not names:
        return
    import matplotlib

    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # what its own style files deprecate
    matplotlib.use("Agg")
    from matplotlib import pyplot

    names.sort(key=lambda name: after[name]["f1"] - before[name]["f1"])
    figure, axes = pyplot.subplots(figsize=(9, 2 + 0.26 * len(names)), dpi=110)
    for place, name in enumerate(names):
        old, new = before[name]["f1"], after[name]["f1"]
        axes.plot([old, new], [place, place], color="#2a7" if new >= old else "#c43", linewidth=2, zorder=1)
    axes.scatter([before[name]["f1"] for name in names], range(len(names)), color="#999", label=comparison.a, zorder=2)
    axes.scatter([after[name]["f1"] for name in names], range(len(names)), color="#235", label=comparison.b, zorder=2)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.set_xlabel("F1 on the held-out sentences")
    axes.set_title("What changes from one model to the other")
    axes.legend(fontsize=7, loc="lower left")
    axes.grid(axis="x", alpha=0.3)
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path)
    pyplot.close(figure)
