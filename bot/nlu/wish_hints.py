"""What the intent model thinks a message wants, as features for the mood model: a complaint is more often annoyed than a question.

Must stay free of rasa and scipy: a worker makes these for every message.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

Hints = tuple[tuple[str, float], ...]

_LEAST_CHANCE = 0.01
_PREFIX = "wish:"  # no run of characters is called so: runs hold at most three characters or concepts


def hints_of(ranking: Iterable[tuple[str, float]]) -> Hints:
    """(feature, weight) for each intent of `ranking`, (name, probability) pairs, that is not out of the question.

    The weight is the square root of the probability, so that all of a message's hints have length 1 as a vector, as its
    other blocks of features have.
    """
    return tuple((f"{_PREFIX}{name}", math.sqrt(chance)) for name, chance in ranking if chance >= _LEAST_CHANCE)
