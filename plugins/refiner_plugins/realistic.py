"""A goal can be reached by an ordinary working person in the time given, mostly by themselves.

Absolutes ("never", "everyone", "100% of the time"), heroic loads and goals that wait for another
person's decision are not. Source: labelling guide of the project; Zachary & Fischler (2011).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from refiner.checks import Check, Subject, finding
from refiner.model import Finding
from refiner.plugins import hookimpl
from refiner_plugins.wordlists import alternatives, phrases

_ABSOLUTE = phrases("realistic_absolutes")
_OTHERS = phrases("realistic_others_decide")
_CHARACTER = phrases("realistic_others_change")
_HEROIC = re.compile(rf"\b(?:{alternatives('realistic_heroic')})", re.IGNORECASE)
_FURTHER = re.compile(rf"(?:,| and|;) (?:then |also |to )?(?:{alternatives('realistic_undertakings')})\b")
ASK = "Which part of this lies in your own hands and fits beside an ordinary week?"


def judge(subject: Subject) -> Iterable[Finding]:
    """Look for absolutes, other people's decisions and overload; else see whether there is enough to judge."""
    text = subject.statement
    for pattern, level, said in (
        (_CHARACTER, "fail", "it is for somebody else to change"),
        (_ABSOLUTE, "fail", "absolutes fail on the first bad day"),
        (_OTHERS, "partial", "it rests on somebody else's decision"),
        (_HEROIC, "partial", "it asks for a heroic pace"),
    ):
        hit = pattern.search(text)
        if hit:
            return [
                finding(
                    "realistic",
                    "fail" if level == "fail" else "partial",
                    f"“{hit.group(0)}”: {said}",
                    span=hit.span(),
                    ask=ASK,
                )
            ]
    if _overloaded(text):
        return [finding("realistic", "partial", "several big goals in one", span=(0, len(text)), ask=ASK)]
    if len(text.split()) < 6:
        return [finding("realistic", "partial", "too little is said to tell", ask=ASK)]
    return [finding("realistic", "pass", "an ordinary week could hold it")]


def _overloaded(text: str) -> bool:
    return len(_FURTHER.findall(text)) >= 3


@hookimpl
def refiner_checks() -> list[Check]:
    """Register the check."""
    return [Check("realistic", "realistic", judge, advice=__doc__ or "")]
