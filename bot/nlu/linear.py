"""The intent model: a linear map from a text's features to the names of the intent list, kept as plain arrays.

Answering needs numpy only; fitting is in `bot.nlu.fitting`. Nothing is pickled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.nlu.features import weigh
from bot.nlu.vocabulary import PackedVocabulary, packed, unpacked
from bot.nlu.wish_hints import Hints

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearModel:
    """weights: (features, classes), in half precision once loaded, as `place_of` is packed then; bias: (classes,).

    `temperature` divides the scores, so that confidences are true.
    """

    names: tuple[str, ...]
    place_of: Mapping[str, int]
    weights: Floats | NDArray[np.float16]
    bias: Floats
    temperature: float = 1.0

    def scores(self, text: str, hints: Hints = ()) -> Floats:
        """One score per name, before the softmax; `text` is normalised already, `hints` are features besides it."""
        places, weights = weigh(text, self.place_of, hints)
        if not places:
            return self.bias.copy()
        scores: Floats = np.asarray(weights, np.float32) @ self.weights[places].astype(np.float32) + self.bias
        return scores

    def probabilities(self, text: str, hints: Hints = ()) -> Floats:
        """One probability per name, in the order of `names`."""
        scores = self.scores(text, hints) / self.temperature
        powers = np.exp(scores - scores.max())
        shares: Floats = powers / powers.sum()
        return shares

    def knows(self, text: str) -> bool:
        """False when no feature of the text was ever seen in training."""
        return bool(weigh(text, self.place_of)[0])

    def save(self, path: Path) -> None:
        """Writes one .npz file."""
        place_of = unpacked(self.place_of)
        ordered = sorted(place_of, key=place_of.__getitem__)
        np.savez(
            path,
            names=np.array(self.names),
            vocabulary=np.frombuffer(packed(ordered), dtype=np.uint8),
            weights=self.weights.astype(np.float16),
            bias=self.bias,
            temperature=np.array(self.temperature),
        )

    @classmethod
    def load(cls, path: Path) -> LinearModel:
        """Reads what `save` wrote; raises FileNotFoundError or ValueError when it is not there or not whole."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(
                names=tuple(arrays["names"].tolist()),
                place_of=PackedVocabulary(arrays["vocabulary"].tobytes()),
                weights=arrays["weights"],
                bias=arrays["bias"],
                temperature=float(arrays["temperature"]),
            )
