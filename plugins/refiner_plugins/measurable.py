"""A goal says how one would know that it is done.

A count, rate or level with a target does, and so does a deliverable that either exists or not;
version numbers, ages and team sizes do not. Frequency words are measures.
Source: labelling guide of the project; Schimpf et al., CHI 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from refiner.checks import Check, Subject, finding
from refiner.model import Finding
from refiner.plugins import hookimpl
from refiner.words import words
from refiner_plugins.wordlists import entries

_NUMBER = (
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|(?:a )?hundred|(?:a )?thousand|(?:a |half a )?dozen|half|a third|a quarter|twice|once|thrice|both|zero|a pair of|a couple of|single)"
)
_TIME = r"(?:\s*[-–]?\s*(?:minutes?|mins?|hours?|days?|weeks?|months?|years?|quarters?|terms?|fortnights?|semesters?|seconds?|am|pm|a\.m\.|p\.m\.|o'clock)\b)"
_PERIOD = re.compile(
    rf"\b(?:in|within|over|for|next|by|of|last|past|after|since|until|before|coming|from|following|first|the|about|every|age|aged|year|version|phase|level|grade|band|key stage|Q|post)\s+(?:the )?{_NUMBER}{_TIME}?",
    re.IGNORECASE,
)
_TARGET = re.compile(
    rf"\b{_NUMBER}(?:\s*(?:%|per ?cent|percent|percentage|wpm|points?|marks?|out of|in (?:two|three|four|five|ten|\d+)|of (?:the |my |our )?(?:two|three|four|five|six|seven|eight|nine|ten|twelve|\d+))|[%£$€]|\s+(?:times|minutes?|hours?) (?:a|per|each|every)\b)"
    rf"|[£$€]\s?\d[\d,.]*[km]?|\b\d+\s?(?:k|km|kg|lbs|wpm|mph|pp|%)\b|\b(?:once|twice|\w+ times) (?:a|per|each|every) \w+",
    re.IGNORECASE,
)
_LEVELS = re.compile(
    r"\b(?:at least|at most|no (?:more|fewer|less|later) than|under|below|above|over|more than|fewer than|less than|up to|minimum of|maximum of|from \S+ to|down to|up from|down from)\s+(?:the |a |£|\$|€)?"
    rf"{_NUMBER}",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"\b{_NUMBER}[- ](?!(?:day|week|month|year|hour|minute|of (?:us|them|my|the)\b))(?:\w+[- ]){{0,3}}?\w+",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"\b(?:every|each|daily|weekly|monthly|fortnightly|quarterly|nightly|per)\b(?! (?:time|other))(?: \w+)?",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:pass(?:ed|ing)?|submit(?:ted|ting)?|publish(?:ed|ing)?|finish(?:ed|ing)?|complet(?:e|ed|ing)|deliver(?:ed|ing)?|launch(?:ed|ing)?|"
    r"sign(?:ed)? off|hand(?:ed)? (?:in|over)|present(?:ed|ing)?|releas(?:e|ed|ing)|writ(?:e|ing)|draft(?:ed|ing)?|appl(?:y|ied)|register(?:ed)?|"
    r"enrol(?:l|led)?|creat(?:e|ed)|build|built|produc(?:e|ed)|record(?:ed)?|post(?:ed)?|send|sent|book(?:ed)?|install(?:ed)?|"
    r"certif(?:y|ied)|qualif(?:y|ied)|obtain(?:ed)?|earn(?:ed)?|graduat(?:e|ed)|hir(?:e|ed)|lead|run|host|organi[sz]e|give|set up|make|do|get|move|migrate|replace|open|chair|teach|design|prepare|close|clear|fix|read|learn to)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:more|better|less|fewer|improve\w*|increase\w*|reduce\w*|often|regular\w*|frequent\w*|some|several|a few|many|lots)\b",
    re.IGNORECASE,
)
ASK = "How would you and your mentor know that it is done: what would you count, or what would exist?"


def judge(subject: Subject) -> Iterable[Finding]:
    """Look for a target, then for a countable or checkable thing, then for something observable."""
    text = subject.statement
    hit = _TARGET.search(text) or _LEVELS.search(text) or _count(text)
    if hit:
        return [finding("measurable", "pass", f"“{hit.group(0).strip()}” can be counted", span=hit.span())]
    thing = deliverable(text)
    event = _EVENT.search(text)
    if thing and event and not _VAGUE.search(text):
        said = f"“{text[thing[0] : thing[1]]}” either exists or not"
        return [finding("measurable", "pass", said, span=thing)]
    rhythm = _EVERY.search(text)
    if rhythm:
        return [finding("measurable", "pass", f"“{rhythm.group(0)}” can be ticked off", span=rhythm.span())]
    if thing or event or (_VAGUE.search(text) and len(words(text)) > 6):
        span = thing or (event.span() if event else None)
        return [
            finding(
                "measurable",
                "partial",
                "something could be observed, but there is no target",
                span=span,
                ask=ASK,
            )
        ]
    return [finding("measurable", "fail", "nothing says how one would know that it is done", ask=ASK)]


def _count(text: str) -> re.Match[str] | None:
    taken = [match.span() for match in _PERIOD.finditer(text)]
    for match in _COUNT.finditer(text):
        if not any(start <= match.start() < end for start, end in taken):
            return match
    return None


def deliverable(text: str) -> tuple[int, int] | None:
    """Return the span of the first thing whose existence can be checked."""
    known = entries("deliverables")
    for match in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)?", text):
        word = match.group(0).lower()
        if word in known or word.removesuffix("s") in known or word.split("-")[-1] in known:
            return match.span()
    return None


@hookimpl
def refiner_checks() -> list[Check]:
    """Register the check."""
    return [Check("measurable", "measurable", judge, advice=__doc__ or "")]
