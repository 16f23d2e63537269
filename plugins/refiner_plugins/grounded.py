"""A goal stands in the mentee's own situation: it names something of theirs and invents nothing.

Source: "Mentoring goals should be reality-based and context-relevant", Center for Mentoring Excellence.
"""

from __future__ import annotations

from collections.abc import Iterable

from refiner.checks import Check, Subject, finding
from refiner.grounding import inventions, own_stems, shared_names
from refiner.model import Finding
from refiner.plugins import hookimpl

ASK = "Which of the people, things or occasions that you mentioned is this about?"


def judge(subject: Subject) -> Iterable[Finding]:
    """Fail on invented names and baselines; pass when a name or two content words of the mentee recur."""
    concern = subject.concern
    said = " ".join([*(one.text for one in concern.sentences), subject.extra_words]) if concern else ""
    text = subject.statement
    invented = inventions(text, said)
    if invented:
        start, end = invented[0]
        return [finding("grounded", "fail", f"“{text[start:end]}” is not in what was said", span=invented[0], ask=ASK)]
    shared = own_stems(text, said)
    if shared_names(text, said) or len(shared) >= 2:
        return [finding("grounded", "pass", "it names something of the mentee's own situation")]
    return [finding("grounded", "partial", "it fits, but names nothing of the mentee's own situation", ask=ASK)]


@hookimpl
def refiner_checks() -> list[Check]:
    """Register the check."""
    return [Check("grounded", "grounded", judge, needs_concern=True, advice=__doc__ or "")]
