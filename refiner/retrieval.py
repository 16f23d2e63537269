"""Coaching examples and the nearest ones to a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from refiner.classifier import Fitted


@dataclass(frozen=True, slots=True)
class Example:
    """One coaching example: a ramble, what lay beneath it and the two goals that came of it."""

    id: str
    text: str
    summary: str
    causes: tuple[str, ...]
    quick_win: str
    high_impact: str


def nearest(index: Fitted, examples: Mapping[str, Example], text: str, count: int = 3) -> list[tuple[Example, float]]:
    """Return the `count` examples most like `text` with their cosine similarity, best first."""
    scores = index.score(text)
    best = sorted(scores, key=lambda name: (-scores[name], name))[:count]
    return [(examples[name], scores[name]) for name in best if name in examples]
