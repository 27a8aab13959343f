"""How frequent a wish is, told apart from what a sentence says: the examples are equally many per intent, shoppers are not.

A shop sets its own table in config.yml, or learns it from its traffic (`learned_priors`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from bot.nlu.linear import LinearModel

_SMOOTHING = 20.0


def with_priors(model: LinearModel, priors: Mapping[str, float]) -> LinearModel:
    """The model leaning by ln(prior) towards each named intent; 1.0 changes nothing. Raises ValueError below zero."""
    if any(weight <= 0 for weight in priors.values()):
        raise ValueError("a prior in config.yml must be above zero: 2.0 means twice as frequent as the others")
    lean = np.array([math.log(priors.get(name, 1.0)) for name in model.names], np.float32)
    return replace(model, bias=model.bias + lean * np.float32(model.temperature))


def learned_priors(intents: Iterable[str], names: Iterable[str]) -> dict[str, float]:
    """A table from a shop's own traffic: frequency against the mean, smoothed so that nothing becomes impossible."""
    counts = Counter(intents)
    known = list(names)
    mean = sum(counts[name] for name in known) / max(1, len(known))
    return {name: round((counts[name] + _SMOOTHING) / (mean + _SMOOTHING), 3) for name in known}
