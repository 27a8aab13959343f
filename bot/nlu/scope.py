"""Whether a message is something that a shop's service can answer at all."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from bot.nlu.intents import OUT_OF_SCOPE
from bot.nlu.linear import LinearModel
from bot.nlu.vocabulary import find

_LEAST_CONFIDENCE = 0.10
_MOST_OUTSIDE = 0.15
_LEAST_KNOWN = 0.2
_LEAST_KNOWN_WITHOUT_CHINESE = 0.5  # keys hit at random hold some pairs that a model number has too
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def is_in_scope(model: LinearModel, text: str, chances: NDArray[np.float32]) -> bool:
    """False for what service cannot do, for what no intent fits, and for what is hardly Chinese at all."""
    outside = float(chances[model.names.index(OUT_OF_SCOPE)]) if OUT_OF_SCOPE in model.names else 0.0
    least = _LEAST_KNOWN if _CHINESE.search(text) else _LEAST_KNOWN_WITHOUT_CHINESE
    return outside < _MOST_OUTSIDE and float(chances.max()) >= _LEAST_CONFIDENCE and _known(model, text) >= least


def _known(model: LinearModel, text: str) -> float:
    """The share of the text's pairs of characters (its ends count as such) that training ever saw."""
    framed = f"^{text[:400]}$"
    pairs = [framed[at : at + 2] for at in range(len(framed) - 1)]
    return sum(place >= 0 for place in find(model.place_of, pairs)) / len(pairs)
