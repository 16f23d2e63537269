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
_BE = re.compile(r"(?:be|become|feel|stay|have)\b", re.IGNORECASE)
_PURPOSE = re.compile(
    r",? (?:so that|in order to|which (?:will|would)) ", re.IGNORECASE
)  # what follows is not done but reached
_ON = re.compile(r" (?:on|along|over|round)\b", re.IGNORECASE)
ASK = "What will you yourself do, so that somebody could watch you doing it?"


def judge(subject: Subject) -> Iterable[Finding]:
    """Find the main verb and the first observable action after it."""
    text = subject.statement
    conferred = _CONFERRED.search(text)
    if conferred and not _BY.search(text):
        return [finding("action_oriented", "fail", "this is for others to decide", span=conferred.span(), ask=ASK)]
    verbs = list(_verbs(_PURPOSE.split(text)[0])) or list(_verbs(text))
    if not verbs:
        return [finding("action_oriented", "fail", "no action is named", ask=ASK)]
    first, span = verbs[0]
    doing = next((where for kind, where in verbs if kind == "action"), None)
    if doing and (first == "action" or _spelled_out(text, span, doing)):
        said = f"“{text[slice(*doing)]}” is something you do"
        return [finding("action_oriented", "pass", said, span=doing)]
    named = f"“{text[slice(*span)]}”"
    if _BE.match(text, span[0]) and not doing:
        return [finding("action_oriented", "fail", f"{named} names a trait or a feeling", span=span, ask=ASK)]
    if first == "outcome" or doing:
        said = f"{named} names a result or an intention, the action is only implied"
        return [finding("action_oriented", "partial", said, span=span, ask=ASK)]
    return [finding("action_oriented", "fail", f"{named} is a wish, not yet an action", span=span, ask=ASK)]


def _spelled_out(text: str, first: tuple[int, int], doing: tuple[int, int]) -> bool:
    """Say whether a result is followed by the means: "by asking …", ", writing …", or far enough along."""
    return bool(_BY.search(text)) or text[: doing[0]].rstrip().endswith(",") or doing[0] - first[1] > 25


def _verbs(text: str) -> Iterable[tuple[str, tuple[int, int]]]:
    """Yield (kind, span) of the verbs that carry the goal: at its start, after "will", "to", "and" or "by"."""
    tokens = [(match.group(0).lower(), match.span()) for match in _WORD.finditer(text)]
    for index, (word, span) in enumerate(tokens):
        before = tokens[index - 1][0] if index else ""
        at_start = index == 0 or text[span[0] - 2 : span[0]].strip() in (".", ":", "-", "•", ";", ",")
        opens = (
            at_start
            or (word.endswith("ing") and text[: span[0]].rstrip().endswith(","))
            or before
            in (
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
        )
        kind = "action" if kind_of(word) == "outcome" and _ON.match(text, span[1]) else kind_of(word)
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
