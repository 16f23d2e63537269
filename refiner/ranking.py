"""Rank the playbook's causes for a mentee's words.

Two fitted views are added: a classifier of words and, where it can be loaded, a tuned encoder of
meaning. Cue phrases speak for the causes that a plugin brings without training.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refiner.words import contains_phrase, words

if TYPE_CHECKING:
    from refiner.plugins import Plugins

MEANING = 1.0  # weight of the encoder beside the words: both say how likely they find a cause
UNSAID = -20.0  # the score of a cause that no word speaks for
CUE = 1.5  # what one more cue phrase of an untrained cause counts
LEVEL_CUES = 2  # as many cue phrases draw an untrained cause level with the best trained one


@dataclass(frozen=True, slots=True)
class Ranked:
    """A cause with its score: the logarithm of its probability, before anything lifts it."""

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
    known = trained(plugins, [text])[0]
    best = max(known.values(), default=0.0)
    tokens = words(text)
    scores: dict[str, float] = {}
    for cause in plugins.playbook.causes.values():
        if cause.id in known:
            scores[cause.id] = known[cause.id]
        else:
            hits = cue_hits(tokens, cause.cues)
            scores[cause.id] = best + CUE * (hits - LEVEL_CUES) if hits else UNSAID
    return [Ranked(cause, scores[cause]) for cause in sorted(scores, key=lambda name: (-scores[name], name))]


def trained(plugins: Plugins, texts: Sequence[str]) -> list[dict[str, float]]:
    """Return for each text the log-probabilities of the causes that the fitted views know."""
    said = plugins.fitted["causes"].score_all(texts)
    meant = plugins.fitted["encoder"].score_all(texts) if "encoder" in plugins.fitted else [{} for _ in texts]
    return [
        _joined(words_say, meaning) if words_say.keys() & meaning.keys() else words_say
        for words_say, meaning in zip(said, meant, strict=True)
    ]


def _joined(said: Mapping[str, float], meant: Mapping[str, float]) -> dict[str, float]:
    """Return the log-probabilities of both views together, of the causes that both were fitted on."""
    joined = {cause: score + MEANING * meant[cause] for cause, score in said.items() if cause in meant}
    whole = math.log(sum(math.exp(score) for score in joined.values()))
    return {cause: score - whole for cause, score in joined.items()}
