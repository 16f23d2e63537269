"""Linear scores over words: fitted weights as data, applied without any numeric library.

`training/fit.py` fits them by multinomial logistic regression. A file holds a head and then, a line
each, a term, its idf, the size of one step, and a weight for every column as base64 of signed bytes
counting such steps; `Fitted.weights_of` makes a line readable.
"""

from __future__ import annotations

import json
import math
from array import array
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from refiner.errors import PluginError
from refiner.words import terms

STEPS = 127  # of the largest weight of a term


class Scorer(Protocol):
    """Whatever scores a text for a set of columns by log-probability."""

    @property
    def name(self) -> str:
        """Return the name by which the core asks for it."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return what is scored."""

    @property
    def problem(self) -> str:
        """Return why it cannot score, once that is known."""

    def score(self, text: str) -> dict[str, float]:
        """Return the log-probability of every column for `text`, or nothing if it cannot."""

    def score_all(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """Do what `score` does for each of `texts`."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one term says: its idf and a weight for every column, packed."""

    idf: float
    step: float
    packed: str

    def weights(self) -> list[float]:
        """Return the weight of the term for every column."""
        return [self.step * count for count in array("b", b64decode(self.packed))]


@dataclass(frozen=True, slots=True)
class Fitted:
    """One classifier: its columns with their biases, and a row of weights for every term."""

    name: str
    columns: tuple[str, ...]
    bias: tuple[float, ...]
    rows: Mapping[str, Row]
    problem: str = ""

    def score(self, text: str) -> dict[str, float]:
        """Return the log-probability of every column for `text`."""
        return self.apply(self._vector(text))

    def score_all(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """Do what `score` does for each of `texts`."""
        return [self.score(text) for text in texts]

    def apply(self, vector: Mapping[str, float]) -> dict[str, float]:
        """Return the log-probability of every column for a vector of known terms."""
        totals = list(self.bias)
        for term, value in vector.items():
            totals = [total + value * weight for total, weight in zip(totals, self.rows[term].weights(), strict=True)]
        most = max(totals)
        whole = most + math.log(sum(math.exp(total - most) for total in totals))
        return {column: total - whole for column, total in zip(self.columns, totals, strict=True)}

    def weights_of(self, term: str) -> dict[str, float]:
        """Return what a term (stems, as `refiner.words.terms` makes them) says for each column; empty if unknown."""
        row = self.rows.get(term)
        return dict(zip(self.columns, row.weights(), strict=True)) if row else {}

    def _vector(self, text: str) -> dict[str, float]:
        """Return the tf-idf vector of `text` (sublinear counts, length one) over known terms."""
        counts = Counter(term for term in terms(text) if term in self.rows)
        vector = {term: (1 + math.log(count)) * self.rows[term].idf for term, count in counts.items()}
        length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
        return {term: value / length for term, value in vector.items()}


def write_row(term: str, idf: float, weights: Sequence[float]) -> str:
    """Return the line of one term, as `read_fitted` reads it."""
    step = max(max(map(abs, weights)), 1e-9) / STEPS
    packed = b64encode(array("b", [round(weight / step) for weight in weights]).tobytes()).decode()
    return f"{term}\t{idf:.3f}\t{step:.5g}\t{packed}"


def read_fitted(text: str, name: str) -> Fitted:
    """Return the weights of one file; raise PluginError if it is malformed."""
    try:
        head, *lines = text.splitlines()
        about = json.loads(head)
        columns, bias = tuple(map(str, about["columns"])), tuple(map(float, about["bias"]))
        width = 4 * math.ceil(len(columns) / 3)
        rows: dict[str, Row] = {}
        for line in lines:
            term, idf, step, packed = line.split("\t")
            if len(packed) != width:
                raise ValueError(f"the row of {term!r} does not fit the {len(columns)} columns")
            rows[term] = Row(float(idf), float(step), packed)
        if len(bias) != len(columns):
            raise ValueError("columns and biases differ in number")
        return Fitted(name, columns, bias, rows)
    except (ValueError, KeyError, TypeError) as error:
        raise PluginError(f"Fitted weights {name!r} cannot be read: {error}.") from error
