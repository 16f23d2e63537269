"""Number the sentences of a text, each an exact substring of it."""

from __future__ import annotations

import re

from sentencex import segment

from refiner.model import Sentence

LONG = 38  # words; beyond this a sentence is split into clauses that can be quoted
_CLAUSE = re.compile(
    r"(?<=[,;:–—])\s+(?=(?:and|but|so|because|then|which|when|i|we|he|she|they|my|it)\b)"
    r"|\s+(?=(?:and then|but|because|and i|so i|the thing is|which)\s)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^(?:[-*•–—>]|\d{1,2}[.)])\s+")


def split(text: str, source: str = "concern") -> tuple[Sentence, ...]:
    """Return the sentences of `text` in order; very long ones are cut at clause borders."""
    found: list[Sentence] = []
    for line in text.splitlines():
        for piece in segment("en", line):
            for part in _clauses(_BULLET.sub("", piece.strip())):
                found.append(Sentence(source, len(found) + 1, part))
    return tuple(found)


def _clauses(sentence: str) -> list[str]:
    if not any(char.isalnum() for char in sentence):
        return []
    if len(sentence.split()) <= LONG:
        return [sentence]
    parts: list[str] = []
    start = 0
    for cut in _CLAUSE.finditer(sentence):
        if len(sentence[start : cut.start()].split()) >= 8:
            parts.append(sentence[start : cut.start()])
            start = cut.end()
    parts.append(sentence[start:])
    return [part.strip() for part in parts if part.strip()]
