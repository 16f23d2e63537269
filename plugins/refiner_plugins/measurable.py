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
from refiner_plugins.wordlists import alternatives, entries, phrases

_NUMBER = f"(?:{alternatives('measurable_numbers')})"
# a number here dates, numbers or ages something: "in three weeks", "version 2", "aged 40"
_PERIOD = re.compile(
    rf"\b(?:{alternatives('measurable_period_leads')})\s+(?:the )?{_NUMBER}"
    rf"(?:\s*[-–]?\s*(?:{alternatives('time_units')})\b)?",
    re.IGNORECASE,
)
_TARGET = re.compile(alternatives("measurable_targets"), re.IGNORECASE)
_LEVELS = re.compile(rf"\b(?:{alternatives('measurable_levels')})\s+(?:the |a |£|\$|€)?{_NUMBER}", re.IGNORECASE)
_COUNT = re.compile(
    rf"\b{_NUMBER}[- ](?!(?:day|week|month|year|hour|minute|of (?:us|them|my|the)\b))(?:\w+[- ]){{0,3}}?\w+",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"\b(?:every|each|daily|weekly|monthly|fortnightly|quarterly|nightly|per)\b(?! (?:time|other))(?: \w+)?",
    re.IGNORECASE,
)
_EVENT = phrases("measurable_events")
_VAGUE = phrases("measurable_vague")
_THING = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
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
    for match in _THING.finditer(text):
        word = match.group(0).lower()
        if word in known or word.removesuffix("s") in known or word.split("-")[-1] in known:
            return match.span()
    return None


@hookimpl
def refiner_checks() -> list[Check]:
    """Register the check."""
    return [Check("measurable", "measurable", judge, advice=__doc__ or "")]
