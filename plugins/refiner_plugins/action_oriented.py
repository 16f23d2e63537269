"""A goal says what the person will do: an active, observable verb in their own control.

"I will think about", "try to" or "focus on" is not an action until it says what will be done;
"be more confident" is a wish. Source: Center for Mentoring Excellence; labelling guide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from refiner.checks import Check, Subject, finding
from refiner.model import Finding
from refiner.plugins import hookimpl
from refiner_plugins.wordlists import entries, phrases

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CONFERRED = phrases("conferred")
_BY = re.compile(r"\bby (?:\w+ly )?(\w+ing)\b", re.IGNORECASE)
ASK = "What will you yourself do, so that somebody could watch you doing it?"


def judge(subject: Subject) -> Iterable[Finding]:
    """Find the main verb and the first observable action after it."""
    text = subject.statement
    verbs = list(_verbs(text))
    doing = next((span for kind, span in verbs if kind == "action"), None)
    if _CONFERRED.search(text) and not _BY.search(text):
        hit = _CONFERRED.search(text)
        return [
            finding(
                "action_oriented",
                "fail",
                "this is for others to decide",
                span=hit.span() if hit else None,
                ask=ASK,
            )
        ]
    if not verbs:
        return [finding("action_oriented", "fail", "no action is named", ask=ASK)]
    first, span = verbs[0]
    if first == "action" or (doing and (_BY.search(text) or (first == "weak" and doing[0] - span[1] > 25))):
        where = doing or span
        return [finding("action_oriented", "pass", f"“{text[where[0] : where[1]]}” is something you do", span=where)]
    if first == "outcome" or doing:
        return [
            finding(
                "action_oriented",
                "partial",
                f"“{text[span[0] : span[1]]}” names a result or an intention, the action is only implied",
                span=span,
                ask=ASK,
            )
        ]
    return [
        finding(
            "action_oriented",
            "fail",
            f"“{text[span[0] : span[1]]}” is a wish, not yet an action",
            span=span,
            ask=ASK,
        )
    ]


def _verbs(text: str) -> Iterable[tuple[str, tuple[int, int]]]:
    """Yield (kind, span) of the verbs that carry the goal: at its start, after "will", "to", "and" or "by"."""
    tokens = [(match.group(0).lower(), match.span()) for match in _WORD.finditer(text)]
    for index, (word, span) in enumerate(tokens):
        before = tokens[index - 1][0] if index else ""
        at_start = index == 0 or text[span[0] - 2 : span[0]].strip() in (".", ":", "-", "•", ";", ",")
        opens = at_start or before in (
            "will",
            "to",
            "and",
            "i'll",
            "shall",
            "by",
            "or",
            "then",
            "can",
            "i",
            "we",
        )
        kind = kind_of(word)
        if opens and kind:
            yield kind, span


def kind_of(word: str) -> str:
    """Return "action", "outcome" or "weak" for a verb in base, third person, -ing or -ed form, else ""."""
    for base in _bases(word):
        for name, kind in (("weak_verbs", "weak"), ("outcome_verbs", "outcome"), ("action_verbs", "action")):
            if base in entries(name):
                return kind
    return ""


def _bases(word: str) -> list[str]:
    found = [word]
    if word.endswith("ing") and len(word) > 5:
        stem = word[:-3]
        found += [stem, stem + "e"] + ([stem[:-1]] if stem[-1:] == stem[-2:-1] else [])
    if word.endswith("s") and not word.endswith("ss"):
        found.append(word[:-1])
    return found


@hookimpl
def refiner_checks() -> list[Check]:
    """Register the check."""
    return [Check("action_oriented", "action_oriented", judge, advice=__doc__ or "")]
