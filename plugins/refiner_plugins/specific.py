"""A goal names a concrete activity, skill or deliverable and its object or scope.

Two readers should picture the same thing; "be a better leader" is a theme.
Source: labelling guide of the project; Zachary, The Mentor's Guide (2012).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from refiner.checks import Check, Subject, finding
from refiner.language import little_words
from refiner.model import Finding
from refiner.plugins import hookimpl
from refiner.words import words
from refiner_plugins.action_oriented import kind_of
from refiner_plugins.measurable import deliverable
from refiner_plugins.wordlists import alternatives, entries

_DETAIL = re.compile(alternatives("specific_details"))
ASK = "What exactly will you do, with whom or with what, so that two people would picture the same thing?"


def judge(subject: Subject) -> Iterable[Finding]:
    """Weigh concrete words against themes and vague ones."""
    text = subject.statement
    content = [word for word in words(text) if word not in little_words("en") and len(word) > 2]
    vague = [word for word in content if word in entries("vague_words")]
    solid = [word for word in content if word not in entries("vague_words") and kind_of(word) != "weak"]
    details = len(_DETAIL.findall(text)) + (deliverable(text) is not None)
    weight = len(solid) - 1.5 * len(vague) + 1.5 * details
    if weight >= 6:
        return [finding("specific", "pass", "activity and object are named", span=(0, len(text)))]
    where, named = _span(text, vague), _named(vague)
    if weight >= 2.5:
        return [finding("specific", "partial", f"part of it stays open{named}", span=where, ask=ASK)]
    return [finding("specific", "fail", f"this is a theme, not yet a goal{named}", span=where, ask=ASK)]


def _named(vague: list[str]) -> str:
    return f": “{vague[0]}” can mean many things" if vague else ""


def _span(text: str, vague: list[str]) -> tuple[int, int] | None:
    start = text.lower().find(vague[0]) if vague else -1
    return (start, start + len(vague[0])) if start >= 0 else None


@hookimpl
def refiner_checks() -> list[Check]:
    """Register the check."""
    return [Check("specific", "specific", judge, advice=__doc__ or "")]
