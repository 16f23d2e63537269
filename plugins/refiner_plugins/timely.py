"""A goal needs a date or a bounded period that fits into a calendar.

"By 30 June", "within six weeks" and "before my appraisal" do; "every Friday" has no end, "soon"
has no meaning. Source: labelling guide of the project; Zachary & Fischler, Starting Strong (2014).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from refiner.checks import Check, Subject, finding
from refiner.model import Finding
from refiner.plugins import hookimpl
from refiner_plugins.wordlists import alternatives, phrases

# "by", "before", …, then fillers ("the end of next"), then a word that is not a way of doing it ("by asking")
_DEADLINE = re.compile(
    rf"\b(?:{alternatives('timely_deadline_leads')})\s+"
    rf"(?:(?:{alternatives('timely_deadline_fillers')}) |end-of-|mid[- ]?)*\s*"
    r"(?!(?:then|soon|better|all|myself|what|which|who|how|others|hand|heart|voice|phone|email|name|people|\w+ing)\b)\w+",
    re.IGNORECASE,
)
_BOUNDED = re.compile(alternatives("timely_bounded"), re.IGNORECASE)
_LOOSE = phrases("timely_loose")
# how fast something is done each time ("within two minutes"), not by when it will be so
_SERVICE = re.compile(
    rf"\b(?:within|in under|in less than|inside|in)\s+(?:{alternatives('timely_counts')})\s+"
    r"(?:hours?|minutes?|seconds?|(?:working )?days? of)\b",
    re.IGNORECASE,
)
ASK = "By which date, or within how many weeks or months, do you want to have done it?"


def judge(subject: Subject) -> Iterable[Finding]:
    """Look for a deadline or bounded period, else for a rhythm or loose season."""
    text = subject.statement
    for pattern in (_BOUNDED, _DEADLINE):
        for match in pattern.finditer(text):
            if not _SERVICE.match(text, match.start()):
                said = f"“{match.group(0)}” can be put on a calendar"
                return [finding("timely", "pass", said, span=match.span())]
    loose = _LOOSE.search(text)
    if loose:
        said = f"“{loose.group(0)}” gives a rhythm or a season, but no end"
        return [finding("timely", "partial", said, span=loose.span(), ask=ASK)]
    return [finding("timely", "fail", "there is no date or period", ask=ASK)]


@hookimpl
def refiner_checks() -> list[Check]:
    """Register the check."""
    return [Check("timely", "timely", judge, advice=__doc__ or "")]
