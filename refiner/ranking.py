"""Rank the playbook's causes for a mentee's words.

Three views are added: a linear classifier, the causes of the nearest examples, and the cue
phrases of each cause (the only view of a cause that a plugin brings unfitted).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refiner.words import contains_phrase, words

if TYPE_CHECKING:
    from refiner.plugins import Plugins

CUE_WEIGHT = 0.5
KNN_WEIGHT = 3.0
KNN_COUNT = 12
UNFITTED = -8.0  # where the linear score of a cause without training examples starts
UNFITTED_CUE = 4.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A cause with its score; only the order and the gaps mean something."""

    cause: str
    score: float


def cue_hits(tokens: list[str], cues: Iterable[str]) -> int:
    """Return how many of the cue phrases occur in the tokens."""
    present = set(tokens)
    return sum(contains_phrase(tokens, cue) for cue in cues if _may_occur(cue, present))


def _may_occur(cue: str, present: set[str]) -> bool:
    return all(part.endswith("*") or part in present for part in cue.split())


def rank(plugins: Plugins, text: str) -> list[Ranked]:
    """Return all causes of the playbook for the mentee's words `text`, likeliest first."""
    linear = plugins.fitted["causes"].score(text)
    near = _neighbours(plugins, text)
    weights = dict(zip(plugins.fitted["cues"].columns, plugins.fitted["cues"].bias, strict=True))
    tokens = words(text)
    scores = {
        cause.id: linear.get(cause.id, UNFITTED)
        + KNN_WEIGHT * near.get(cause.id, 0.0)
        + CUE_WEIGHT * weights.get(cause.id, UNFITTED_CUE) * min(3, cue_hits(tokens, cause.cues))
        for cause in plugins.playbook.causes.values()
    }
    return [Ranked(cause, scores[cause]) for cause in sorted(scores, key=lambda name: (-scores[name], name))]


def _neighbours(plugins: Plugins, text: str) -> Mapping[str, float]:
    similar = plugins.fitted["examples"].score(text)
    best = sorted(similar, key=lambda name: (-similar[name], name))[:KNN_COUNT]
    labelled = {example.id: example.causes for example in plugins.examples}
    votes: dict[str, float] = {}
    for name in best:
        for cause in labelled.get(name, ()):
            votes[cause] = votes.get(cause, 0.0) + similar[name]
    return votes
