"""The two goals address a cause by different actions; neither repeats the other.

Source: the pair of a proximal and a distal goal, Latham & Seijts (1999).
"""

from __future__ import annotations

from collections.abc import Iterable

from refiner.checks import Check, Subject, finding
from refiner.grounding import nearness
from refiner.model import Finding
from refiner.plugins import hookimpl

OVERLAP, REPEAT = 0.3, 0.55
ASK = "What would the second goal have you do that the first does not?"


def judge(subject: Subject) -> Iterable[Finding]:
    """Compare the two statements by the content words they share."""
    if len(subject.pair) < 2:
        return [finding("distinct", "partial", "there is only one goal", ask=ASK)]
    near = nearness(subject.pair[0].statement, subject.pair[1].statement)
    if near >= REPEAT:
        return [finding("distinct", "fail", "one goal repeats the other", ask=ASK)]
    if near >= OVERLAP:
        return [finding("distinct", "partial", "the two goals overlap", ask=ASK)]
    return [finding("distinct", "pass", "the two goals are different actions")]


@hookimpl
def refiner_checks() -> list[Check]:
    """Register the check."""
    return [Check("distinct", "distinct", judge, scope="pair", advice=__doc__ or "")]
