"""Score a text by what it means: a small tuned sentence encoder with a linear head.

`training/encoder.py` tunes both. Where llama.cpp cannot be loaded it scores nothing and says why.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from refiner.errors import ModelUnavailable
from refiner.sentences import split

if TYPE_CHECKING:
    from refiner.classifier import Fitted
    from refiner.llm.llama import Encode

PIECE = 320  # words of a text that are encoded together
LETTERS = 1950  # of a piece, lest it outgrow the window of 512 tokens
KEPT = 500  # texts whose scores are remembered, for the steps of one refinement ask again


@dataclass(slots=True, eq=False)
class Encoder:
    """An encoder at `path` and its head; loading takes a tenth of a second and happens at the first text."""

    name: str
    path: Path
    head: Fitted
    problem: str = ""
    _encode: Encode | None = None
    _known: dict[str, dict[str, float]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return what the head scores."""
        return self.head.columns

    def score(self, text: str) -> dict[str, float]:
        """Return the log-probability of every column for `text`; empty, with the `problem` kept, if it cannot."""
        return self.score_all([text])[0]

    def score_all(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """Do what `score` does for each of `texts`, at once."""
        with self._lock:
            if len(self._known) + len(texts) > KEPT:
                self._known.clear()
            fresh = [text for text in dict.fromkeys(texts) if text not in self._known]
            try:
                if fresh and (encode := self._loaded()):
                    self._learn(encode, fresh)
            except ModelUnavailable as error:
                self.problem = str(error)
            return [self._known.get(text, {}) for text in texts]

    def _loaded(self) -> Encode | None:
        """Return the encoder, loaded at the first call; None once that failed, for it is not tried again."""
        if self._encode is None and not self.problem:
            from refiner.llm import llama

            self._encode = llama.encoder(self.path)
        return self._encode

    def _learn(self, encode: Encode, texts: Sequence[str]) -> None:
        """Remember the scores of the texts: of each the mean over its pieces."""
        cut = [pieces(text) for text in texts]
        vectors = iter(encode([piece for parts in cut for piece in parts]))
        for text, parts in zip(texts, cut, strict=True):
            own = [next(vectors) for _ in parts]
            mean = {str(place): sum(values) / len(own) for place, values in enumerate(zip(*own, strict=True))}
            self._known[text] = self.head.apply(mean)


def pieces(text: str) -> list[str]:
    """Return the text cut at sentence borders into pieces of about equal length, of about PIECE words at most."""
    sentences = [one.text for one in split(text)] or [text]
    count = -(-len(text.split()) // PIECE)
    most = -(-len(text.split()) // max(count, 1))
    found: list[list[str]] = [[]]
    for sentence in sentences:
        if found[-1] and sum(len(one.split()) for one in found[-1]) + len(sentence.split()) / 2 > most:
            found.append([])
        found[-1].append(sentence)
    return [" ".join(part)[:LETTERS] for part in found]
