"""Coaching examples and the nearest ones to a text."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from refiner.words import stems


@dataclass(frozen=True, slots=True)
class Example:
    """One coaching example: a ramble, what lay beneath it and the two goals that came of it."""

    id: str
    text: str
    summary: str
    causes: tuple[str, ...]
    quick_win: str
    high_impact: str


def nearest(examples: Sequence[Example], text: str, count: int = 3) -> list[tuple[Example, float]]:
    """Return the `count` examples most like `text` with their tf-idf cosine similarity, best first."""
    counted = [Counter(stems(example.text)) for example in examples]
    spread = Counter(stem for counts in counted for stem in counts)
    wanted = _vector(Counter(stems(text)), spread, len(examples))
    scored = [
        (example, sum(value * wanted.get(stem, 0.0) for stem, value in _vector(counts, spread, len(examples)).items()))
        for example, counts in zip(examples, counted, strict=True)
    ]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0].id))[:count]


def _vector(counts: Counter[str], spread: Counter[str], total: int) -> dict[str, float]:
    """Return sublinear tf-idf weights of length one."""
    found = {
        stem: (1 + math.log(number)) * (1 + math.log((1 + total) / (1 + spread[stem])))
        for stem, number in counts.items()
    }
    length = math.sqrt(sum(value * value for value in found.values())) or 1.0
    return {stem: value / length for stem, value in found.items()}
