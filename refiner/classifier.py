"""Linear scores over words: fitted weights as data, applied without any numeric library.

`training/fit.py` fits them; each term carries a weight for every column it speaks for.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from refiner.errors import PluginError
from refiner.words import terms


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights of one classifier or index: term → (idf, ((column, weight), …))."""

    name: str
    columns: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, tuple[tuple[int, float], ...]]]

    def score(self, text: str) -> dict[str, float]:
        """Return the score of every column for `text`: bias plus tf-idf weighted sum."""
        totals = list(self.bias)
        for term, value in self._vector(text).items():
            for column, weight in self.weights[term][1]:
                totals[column] += value * weight
        return dict(zip(self.columns, totals, strict=True))

    def _vector(self, text: str) -> dict[str, float]:
        """Return the tf-idf vector of `text` (sublinear counts, length one) over known terms."""
        counts = Counter(term for term in terms(text) if term in self.weights)
        vector = {term: (1 + math.log(count)) * self.weights[term][0] for term, count in counts.items()}
        length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
        return {term: value / length for term, value in vector.items()}


def read_fitted(text: str, name: str) -> Fitted:
    """Return weights written as JSON lines: a head, then one term a line; raise PluginError if malformed."""
    try:
        lines = text.splitlines()
        head = json.loads(lines[0])
        weights: dict[str, tuple[float, tuple[tuple[int, float], ...]]] = {}
        for line in lines[1:]:
            term, idf, pairs = json.loads(line)
            weights[term] = (idf, tuple((int(column), weight / 100) for column, weight in pairs))
        return Fitted(name, tuple(head["columns"]), tuple(head["bias"]), weights)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise PluginError(f"Fitted weights {name!r} cannot be read: {error}.") from error
