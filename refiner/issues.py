"""Name the issues in a concern, each with the mentee's own words.

A fitted classifier tells symptom, cause and context sentence by sentence; titles come from the
playbook for causes and from `data/titles.txt` for the rest, never from a guess about the text.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from refiner.model import Concern, Issue, IssueKind, Quote, Sentence
from refiner.ranking import trained
from refiner.words import contains_phrase, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from refiner.playbook import Cause
    from refiner.plugins import Plugins

LONGEST = 32  # words of one quote
KIND = 0.5  # what it counts that a sentence sounds like a cause and not like a symptom or an aside
TITLE_BONUS = 0.7
SPEAKS = 0.7  # the score from which a sentence speaks for a cause


@dataclass(frozen=True, slots=True)
class _Candidate:
    sentence: Sentence
    kind: IssueKind
    score: float
    title: str


@cache
def _titles() -> tuple[tuple[IssueKind, str, tuple[str, ...]], ...]:
    """Return (kind, title, cues) as `data/titles.txt` lists them."""
    found: list[tuple[IssueKind, str, tuple[str, ...]]] = []
    for line in (files("refiner") / "data" / "titles.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, title, cues = line.split("\t")
            found.append(("symptom" if kind == "symptom" else "context", title, tuple(cues.split("; "))))
    return tuple(found)


def find(plugins: Plugins, concern: Concern, causes: Sequence[Cause]) -> tuple[Issue, ...]:
    """Return two to five issues: the `causes` that a sentence speaks for, at most two symptoms and one context."""
    telling = [one for one in concern.sentences if _may_tell(one)]
    kinds = [plugins.fitted["kinds"].score(one.text) for one in telling]
    chosen = _spoken_for(plugins, telling, kinds, causes)
    others = [one for sentence, scores in zip(telling, kinds, strict=True) for one in _read(sentence, scores)]
    others.sort(key=lambda one: (-one.score, one.sentence.source, one.sentence.number))
    for kind, most in (("symptom", 2), ("context", 1)):
        chosen += _pick([one for one in others if one.kind == kind], most, chosen)
    if len(chosen) < 2:
        chosen += _pick(_fallback(concern), 2 - len(chosen), chosen)
    order = {(one.source, one.number): place for place, one in enumerate(concern.sentences)}
    chosen.sort(key=lambda one: (("symptom", "cause", "context").index(one.kind), order[_key(one)]))
    return tuple(
        Issue(f"i{number}", one.title, one.kind, (quote(one.sentence),)) for number, one in enumerate(chosen, 1)
    )


def _may_tell(sentence: Sentence) -> bool:
    return len(words(sentence.text)) >= 4 and not sentence.text.rstrip().endswith("?")


def _spoken_for(
    plugins: Plugins, telling: Sequence[Sentence], kinds: Sequence[dict[str, float]], causes: Sequence[Cause]
) -> list[_Candidate]:
    """Return for each cause, likeliest first, the sentence that speaks most for it, if one does."""
    scores = trained(plugins, [one.text for one in telling])
    found: list[_Candidate] = []
    for cause in causes:
        best = max(
            (
                _Candidate(sentence, "cause", _lift(said, cause.id) + KIND * kind["cause"], cause.title)
                for sentence, said, kind in zip(telling, scores, kinds, strict=True)
                if all(sentence != other.sentence for other in found)
            ),
            key=lambda one: one.score,
            default=None,
        )
        if best and best.score > SPEAKS:
            found.append(best)
    return found


def _lift(scores: dict[str, float], cause: str) -> float:
    """Return how much likelier than an even guess a cause is."""
    return scores.get(cause, -math.log(len(scores))) + math.log(len(scores))


def _key(candidate: _Candidate) -> tuple[str, int]:
    return candidate.sentence.source, candidate.sentence.number


def _pick(ranked: Iterable[_Candidate], most: int, before: Sequence[_Candidate]) -> list[_Candidate]:
    """Take the best candidates whose sentence and title are not used yet."""
    taken: list[_Candidate] = []
    for one in ranked:
        used = [*before, *taken]
        if len(taken) < most and all(_key(one) != _key(other) and one.title != other.title for other in used):
            taken.append(one)
    return taken


def _read(sentence: Sentence, scores: dict[str, float]) -> Iterable[_Candidate]:
    """Return the symptoms and circumstances that one sentence may name."""
    tokens = words(sentence.text)
    for kind, title, cues in _titles():
        hits = sum(contains_phrase(tokens, cue) for cue in cues)
        if hits:
            yield _Candidate(sentence, kind, scores[kind] + TITLE_BONUS * min(hits, 2), title)


def _fallback(concern: Concern) -> list[_Candidate]:
    """Offer the longest sentences as symptoms in the mentee's own words."""
    longest = sorted(concern.sentences, key=lambda one: -len(one.text))
    return [_Candidate(one, "symptom", 0.0, own_title(one.text)) for one in longest if words(one.text)]


def own_title(text: str) -> str:
    """Return the first few words of a sentence as a title."""
    parts = re.findall(r"\S+", text)[:6]
    return " ".join(parts).rstrip(".,;:!?") + ("…" if len(text.split()) > 6 else "")


def quote(sentence: Sentence) -> Quote:
    """Return the sentence as an exact quote, cut at a clause border where it is long."""
    text = sentence.text
    if len(text.split()) > LONGEST:
        cut = " ".join(text.split()[:LONGEST])
        borders = [match.start() for match in re.finditer(r"[,;:–—](?=\s)", text[: len(cut)])]
        text = text[: borders[-1]] if borders and borders[-1] > len(cut) // 2 else _first_words(text, LONGEST)
    return Quote(sentence.source, sentence.number, text)


def _first_words(text: str, count: int) -> str:
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    return text[: ends[min(count, len(ends)) - 1]]
