"""Decide whether a model's wording may stand: nothing invented, nothing lost, not worse."""

from __future__ import annotations

import re

from refiner.grounding import inventions, nearness
from refiner.language import little_words
from refiner.words import stem, words

OWN_SHARE = 0.9  # of a summary's content words must be the mentee's own
FAITHFUL = 0.6  # how near a small model's wording must stay to the goal it was given
_NUMBERS = re.compile(r"\d+|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twice|half)\b", re.IGNORECASE)


def summary_stands(summary: str, said: str) -> bool:
    """Say whether a worded summary speaks to the mentee in two to three sentences of their own content."""
    content = _content(summary)
    sentences = [part for part in re.split(r"(?<=[.!?])\s+", summary.strip()) if part]
    own = len(content & _content(said)) >= OWN_SHARE * len(content)
    to_mentee = re.match(r"you\b", summary.strip(), re.IGNORECASE) and not re.search(
        r"\b(?:i|me|my)\b", summary, re.IGNORECASE
    )
    complete = summary.rstrip().endswith((".", "!", "?")) and 1 <= len(sentences) <= 3 and not _repeats(summary)
    return bool(content and own and to_mentee and complete and not inventions(summary, said))


def goal_stands(statement: str, given: str, said: str) -> bool:
    """Say whether a small model's wording of a `given` goal keeps its numbers and words and invents nothing."""
    if not re.search(r"\bI will\b", statement) or not statement.rstrip().endswith(".") or _repeats(statement):
        return False
    if not 12 <= len(statement.split()) <= 55 or inventions(statement, said):
        return False
    if sorted(_NUMBERS.findall(given.lower())) != sorted(_NUMBERS.findall(statement.lower())):
        return False
    return nearness(statement, given) >= FAITHFUL and _content(statement) <= _content(given) | _content(said)


def _content(text: str) -> set[str]:
    generic = little_words("en")
    return {stem(word) for word in words(text) if word not in generic and len(word) > 2}


def _repeats(text: str) -> bool:
    """Say whether five words in a row come twice: a small model going round in circles."""
    tokens = words(text)
    runs = [tuple(tokens[at : at + 5]) for at in range(len(tokens) - 4)]
    return len(set(runs)) < len(runs)
