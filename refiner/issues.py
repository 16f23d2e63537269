"""Name the issues in a concern, each with the mentee's own words.

A fitted classifier tells symptom, cause and context sentence by sentence; titles come from the
playbook for causes and from `data/titles.txt` for the rest, never from a guess about the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from refiner.model import Concern, Issue, IssueKind, Quote, Sentence
from refiner.ranking import cue_hits
from refiner.words import contains_phrase, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from refiner.classifier import Fitted
    from refiner.playbook import Cause
    from refiner.plugins import Plugins

LONGEST = 32  # words of one quote
CUE_BONUS = 0.8
TITLE_BONUS = 0.7
SPEAKS = -3.0  # linear score from which a sentence without a cue speaks for a cause


@dataclass(frozen=True, slots=True)
class _Candidate:
    sentence: Sentence
    kind: IssueKind
    score: float
    title: str
    cause: str = ""


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
    """Return two to five issues: at most two symptoms, the likeliest `causes`, one context."""
    candidates = [one for sentence in concern.sentences for one in _read(plugins, sentence, causes)]
    candidates.sort(key=lambda one: (-one.score, one.sentence.source, one.sentence.number))
    chosen: list[_Candidate] = []
    for kind, most in (("cause", 3), ("symptom", 2), ("context", 1)):
        chosen += _pick([one for one in candidates if one.kind == kind], most, chosen)
    if len(chosen) < 2:
        chosen += _pick(_fallback(concern), 2 - len(chosen), chosen)
    order = {(one.source, one.number): place for place, one in enumerate(concern.sentences)}
    chosen.sort(key=lambda one: (("symptom", "cause", "context").index(one.kind), order[_key(one)]))
    return tuple(
        Issue(f"i{number}", one.title, one.kind, (quote(one.sentence),)) for number, one in enumerate(chosen, 1)
    )


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


def _read(plugins: Plugins, sentence: Sentence, causes: Sequence[Cause]) -> Iterable[_Candidate]:
    """Return what one sentence may be evidence of."""
    tokens = words(sentence.text)
    if len(tokens) < 4 or sentence.text.rstrip().endswith("?"):
        return
    scores = plugins.fitted["kinds"].score(sentence.text)
    linked = _best_cause(plugins.fitted["causes"], sentence, tokens, causes)
    if linked:
        yield _Candidate(sentence, "cause", scores["cause"] + CUE_BONUS * linked[1], linked[0].title, linked[0].id)
    for kind, title, cues in _titles():
        hits = sum(contains_phrase(tokens, cue) for cue in cues)
        if hits:
            yield _Candidate(sentence, kind, scores[kind] + TITLE_BONUS * min(hits, 2), title)


def _best_cause(
    fitted: Fitted, sentence: Sentence, tokens: list[str], causes: Sequence[Cause]
) -> tuple[Cause, int] | None:
    """Return the likeliest of `causes` that the words of one sentence speak for, with its cue hits."""
    linear = fitted.score(sentence.text)
    hits = {cause.id: cue_hits(tokens, cause.cues) for cause in causes}
    best = max(causes, key=lambda cause: (hits[cause.id], linear.get(cause.id, -9.0)), default=None)
    if best is None or (not hits[best.id] and linear.get(best.id, -9.0) < SPEAKS):
        return None
    return best, hits[best.id]


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
