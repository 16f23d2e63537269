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

_ABSOLUTE = re.compile(
    r"\b(?:never (?:again )?\w+|always|at all times|every single|everyone|everybody|nobody|no one|every(?:thing| time| day of my life)|(?<!\d)100 ?(?:%|per ?cent)|zero \w+|without (?:a single|any|ever)|perfect(?:ly)?|flawless\w*|completely eliminate|overnight|single-?handed(?:ly)?|the whole (?:world|country|industry|company)|all (?:of )?(?:the|my|our) (?:problems|mistakes|customers|patients|staff|employees|colleagues|students|pupils)|once and for all|forever|impossible)\b"
    r"|\b(?:millionaire|famous|world champion|world[- ]class|best in the world|nobel|prime minister|president of)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:be(?:come|ing)? promoted|get(?:ting)? (?:promoted|a promotion|a (?:pay )?rise|a raise|hired|funded|nominated|chosen|selected|elected)|promotion to|become (?:a |the )?(?:partner|director|head|manager|ceo|cfo|cto|president|professor|chief|vp|vice[- ]president|team lead(?:er)?|supervisor|matron|sergeant|principal)|be (?:appointed|elected|nominated|selected|chosen|accepted|awarded)|win (?:the|a|an)|land (?:a|the|an|my)|(?:get|convince|persuade|make) (?:my |the |our |him |her |them )?(?:\w+ ){0,3}(?:to|agree|change|approve|sign)|secure (?:a|the|funding|investment))\b",
    re.IGNORECASE,
)
_CHARACTER = re.compile(
    r"\b(?:make|get|force|turn) (?:my |the |our |him|her|them)(?:\w+ ){0,3}(?:nicer|kinder|like me|respect me|listen|care|motivated|stop being|behave|admit|apologi[sz]e|retire|leave)\b|\b(?:my|the|our) (?:boss|manager|colleagues?|team|husband|wife|board|government|council|staff) (?:will|to|must|should) (?:stop|become|be|start|change|respect|like|listen)\b",
    re.IGNORECASE,
)
_HEROIC = re.compile(
    r"\b(?:(?:[4-9]|1\d|four|five|six|seven|eight) hours (?:a|per|every|each) (?:day|night|evening)|every (?:day|night|morning|evening)(?: without| including)|(?:[5-9]\d|\d{3,}) (?:books|papers|articles|courses|certifications|languages)|in (?:a|one|two|three|1|2|3) (?:day|days|night|weekend)\b|in (?:a|one|1) week\b|fluent|from scratch in|double (?:my|our|the)|triple (?:my|our|the))",
    re.IGNORECASE,
)
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
    return (
        len(
            re.findall(
                r"(?:,| and|;) (?:then |also |to )?(?:get|learn|build|write|launch|run|finish|become|start|lead|pass|publish|redesign|renovate|train for)\b",
                text,
            )
        )
        >= 3
    )


@hookimpl
def refiner_checks() -> list[Check]:
    """Register the check."""
    return [Check("realistic", "realistic", judge, advice=__doc__ or "")]
