"""What a statement says about the mentee must stand in the mentee's words.

Names, baselines ("from 43", "my eight nurses") and present facts must be in the text; a number may
be new only as a target, count, rhythm, duration or future date.
"""

from __future__ import annotations

import re

from refiner.language import little_words
from refiner.model import Quote, Refinement
from refiner.patterns import alternatives, lines
from refiner.words import stem, stems, words

_BASELINE = re.compile(
    rf"\b(?:{alternatives('baseline_leads')}) ({alternatives('baseline_numbers')})\b"
    r"(?!\s+(?:of|in|goals?|days?|weeks?|months?|hours?|minutes?|to (?:five|ten|5|10|100)))"
    rf"|\bfrom ({alternatives('baseline_numbers')})"
    r"(?:\s+[\w%]+){0,3}?\s+(?:down |up |back )?to\b(?!\s+(?:five|ten|5|10|100)\b)"
    rf"|\b(?:my|our|the) ({alternatives('baseline_numbers')}) (?:\w+ ){{0,2}}(?:{alternatives('people')})\b",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"(?<![.?!:•“\"'‘(] )(?<!^)(?<![.?!:“\"'‘(])\b([A-ZÀ-Þ][\w’'-]*)")
_WEEKDAYS = lines("patterns/weekdays")
_CALENDAR = frozenset((*lines("patterns/months"), *_WEEKDAYS, *(f"{day}s" for day in _WEEKDAYS), *lines("capitals")))
_GENERIC = frozenset(stem(word) for word in lines("generic_words"))
_DIGITS = {
    word: str(value) for value, word in enumerate(("zero", *lines("patterns/small_numbers"), "eleven", "twelve"))
}


def inventions(statement: str, said: str) -> list[tuple[int, int]]:
    """Return the spans of names and baselines in `statement` that the mentee's words do not hold."""
    known = set(words(said))
    known_stems = {stem(word) for word in known}
    found = []
    for match in _CAPITAL.finditer(statement):
        word = match.group(1).lower().replace("’", "'").removesuffix("'s")
        if word not in _CALENDAR and word not in known and stem(word) not in known_stems:
            found.append(match.span(1))
    for match in _BASELINE.finditer(statement):
        which = next(group for group in (1, 2, 3) if match.group(group))
        if not _number_said(match.group(which), known):
            found.append(match.span(which))
    return sorted(found)


def _number_said(number: str, known: set[str]) -> bool:
    low = number.lower()
    others = {value for value, digit in _DIGITS.items() if digit == low} | {_DIGITS.get(low, low), low}
    return bool(others & known)


def shared_names(statement: str, said: str) -> set[str]:
    """Return the names in `statement` that the mentee said, lower case."""
    known = set(words(said))
    names = {match.group(1).lower().replace("’", "'").removesuffix("'s") for match in _CAPITAL.finditer(statement)}
    return (names & known) - _CALENDAR


def own_stems(statement: str, said: str) -> set[str]:
    """Return the stems of content words that the statement shares with the mentee's words."""
    generic = little_words("en")
    content = {stem(word) for word in words(statement) if word not in generic and len(word) > 3}
    return (content & set(stems(said))) - _GENERIC


def nearness(left: str, right: str) -> float:
    """Return how far two texts share content words: 0 nothing, 1 all (Jaccard over stems)."""
    generic = little_words("en")
    first = {stem(word) for word in words(left) if word not in generic and len(word) > 2} - _GENERIC
    second = {stem(word) for word in words(right) if word not in generic and len(word) > 2} - _GENERIC
    return len(first & second) / len(first | second) if first | second else 0.0


def quotes_hold(draft: Refinement) -> bool:
    """Say whether every quote of the document is an exact substring of the mentee's words."""
    said: dict[str, str] = {}
    for sentence in draft.concern.sentences:
        said[sentence.source] = f"{said.get(sentence.source, '')}\n{sentence.text}"
    said |= {f"answer:{number}": answer.text for number, answer in enumerate(draft.answers, 1)}
    return all(quote.text in said.get(quote.source, "") for quote in all_quotes(draft))


def all_quotes(draft: Refinement) -> list[Quote]:
    """Return every quote of the document."""
    listed = [quote for issue in draft.issues for quote in issue.evidence]
    listed += [quote for one in draft.hypotheses for quote in one.evidence]
    return [
        *listed,
        *(starter.quote for starter in draft.starter_goals),
        *draft.strengths,
        *draft.aspirations,
    ]
