"""Stop before any model call when somebody discloses a crisis or a danger.

Only explicit first-person disclosures count; idioms, a trade that deals with such things and
denials do not. The patterns are data (`data/disclosures.txt`), the frame around them is here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast

from refiner.model import Contact, Safety, SafetyKind

if TYPE_CHECKING:
    from collections.abc import Iterable

MESSAGE = {
    "crisis": (
        "Thank you for writing this down. What you describe matters more than any goal, and you should not be alone "
        "with it. Please talk to a person now: someone you trust, or one of the people below."
    ),
    "danger": (
        "Thank you for writing this down. Being safe comes before any goal. Please talk to a person now: someone you "
        "trust, or one of the people below; in immediate danger, call your emergency number."
    ),
}
CONTACTS = (
    Contact("Emergency services", "112 (Europe), 999 (UK and Ireland), 911 (US and Canada)"),
    Contact("Samaritans", "116 123, free, day and night", "UK and Ireland"),
    Contact("988 Suicide & Crisis Lifeline", "call or text 988", "US and Canada"),
    Contact("Find A Helpline", "findahelpline.com", "lines in over 130 countries"),
)
# A denial counts only inside the clause of the match: "I have not slept and want to die" denies nothing.
_CLAUSE = re.compile(r"[.,;:!?\n]|\b(?:and|but|that|because|so|yet)\b", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:not|never|no longer|stopped|used to|without|nobody|\w+n't)\b(?:\W+\w+){0,3}\W*$", re.IGNORECASE
)
_LONG_PAST = re.compile(r"\bused to\b|\byears ago\b|\blong (?:gone|over|behind|ago)\b", re.IGNORECASE)
AFTER = 60  # characters behind a match in which it may turn out to be long past


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: SafetyKind
    expression: re.Pattern[str]


@cache
def _patterns() -> tuple[_Pattern, ...]:
    found = []
    for line in (files("refiner") / "data" / "disclosures.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            kind, expression = line.split("\t", 1)
            found.append(_Pattern(cast("SafetyKind", kind), re.compile(expression, re.IGNORECASE)))
    return tuple(found)


def look(text: str, contacts: Iterable[Contact] = ()) -> Safety:
    """Return what the text discloses, with the spans that say so; `kind` is None if nothing does."""
    plain = text.replace("’", "'")
    hits = [
        (pattern.kind, match.span())
        for pattern in _patterns()
        for match in pattern.expression.finditer(plain)
        if not _DENIED.search(_CLAUSE.split(plain[max(0, match.start() - 60) : match.start()])[-1])
        and not (pattern.kind == "danger" and _LONG_PAST.search(plain[match.start() : match.end() + AFTER]))
    ]
    if not hits:
        return Safety()
    kind: SafetyKind = "crisis" if any(kind == "crisis" for kind, _ in hits) else "danger"
    spans = tuple(sorted({span for _, span in hits}))
    return Safety(kind, spans, MESSAGE[kind], tuple(contacts) or CONTACTS)
