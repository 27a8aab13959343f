"""Whether a message is something that a shop's service can answer at all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.nlu.intents import OUT_OF_SCOPE
from bot.nlu.linear import LinearModel

_LEAST_CONFIDENCE = 0.10
_MOST_OUTSIDE = 0.35
_LEAST_KNOWN = 0.5


def is_in_scope(model: LinearModel, text: str, chances: NDArray[np.float32]) -> bool:
    """False for what service cannot do, for what no intent fits, and for what is hardly Chinese at all."""
    outside = float(chances[model.names.index(OUT_OF_SCOPE)]) if OUT_OF_SCOPE in model.names else 0.0
    known = sum(character in model.place_of for character in text) / max(1, len(text))
    return outside < _MOST_OUTSIDE and float(chances.max()) >= _LEAST_CONFIDENCE and known >= _LEAST_KNOWN
