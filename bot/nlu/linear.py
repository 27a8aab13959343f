"""The intent model: a linear map from features to the names of the intent list, kept as plain arrays.

Fitting needs scikit-learn and imports it inside `fit`; answering needs numpy only. Nothing is pickled.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.nlu.features import learn_vocabulary, weigh

_FILE = "intents.npz"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearModel:
    """weights: (vocabulary, intents); bias: (intents,); sharpness scales the scores before the softmax."""

    names: tuple[str, ...]
    place_of: dict[str, int]
    idf: list[float]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    sharpness: float

    def probabilities(self, text: str) -> NDArray[np.float32]:
        """One probability per name, in the order of `names`; `text` is normalised already."""
        scores = self.bias.copy()
        for place, weight in weigh(text, self.place_of, self.idf).items():
            scores += weight * self.weights[place]
        scores = np.exp(self.sharpness * (scores - scores.max()))
        return scores / scores.sum()

    def save(self, folder: Path) -> None:
        """Writes one .npz file into `folder`."""
        ordered = sorted(self.place_of, key=self.place_of.__getitem__)
        np.savez(
            folder / _FILE,
            names=np.array(self.names),
            vocabulary=np.frombuffer("\n".join(ordered).encode(), dtype=np.uint8),
            idf=np.array(self.idf, dtype=np.float32),
            weights=self.weights,
            bias=self.bias,
            sharpness=np.array(self.sharpness),
        )

    @classmethod
    def load(cls, folder: Path) -> LinearModel:
        """Reads what `save` wrote; raises FileNotFoundError or ValueError when it is not there or not whole."""
        with np.load(folder / _FILE, allow_pickle=False) as arrays:
            vocabulary = arrays["vocabulary"].tobytes().decode().split("\n")
            return cls(
                names=tuple(arrays["names"].tolist()),
                place_of={gram: place for place, gram in enumerate(vocabulary)},
                idf=arrays["idf"].tolist(),
                weights=arrays["weights"],
                bias=arrays["bias"],
                sharpness=float(arrays["sharpness"]),
            )


def fit(texts: list[str], labels: list[str]) -> LinearModel:
    """Learns from normalised texts and their labels (same length)."""
    from scipy.sparse import csr_matrix
    from sklearn.svm import LinearSVC

    vocabulary, idf = learn_vocabulary(texts)
    place_of = {gram: place for place, gram in enumerate(vocabulary)}
    rows = [weigh(text, place_of, idf) for text in texts]
    matrix = csr_matrix(
        (
            np.array([weight for row in rows for weight in row.values()], dtype=np.float64),
            np.array([place for row in rows for place in row], dtype=np.int32),
            np.cumsum([0] + [len(row) for row in rows]),
        ),
        shape=(len(texts), len(vocabulary)),
    )
    machine = LinearSVC(C=0.5).fit(matrix, labels)
    return LinearModel(
        names=tuple(machine.classes_.tolist()),
        place_of=place_of,
        idf=idf,
        weights=np.ascontiguousarray(machine.coef_.T, dtype=np.float32),
        bias=machine.intercept_.astype(np.float32),
        sharpness=4.0,
    )
