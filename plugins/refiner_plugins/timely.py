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

_NUM = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty|forty|sixty|ninety|(?:a )?couple of|half an?)"
_UNIT = r"(?:day|week|fortnight|month|quarter|term|semester|season|year|half-term|sprint|shift|night|weekend|working day|school year)s?"
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_FEAST = r"(?:christmas|easter|ramadan|eid|diwali|new year|thanksgiving|lent|whitsun|halloween|midsummer|pesach|passover|hogmanay|lunar new year)"
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|(?:early |mid[- ]|late |end of |the end of )?{_MONTH}(?: \d{{4}})?|20\d\d(?:-\d\d(?:-\d\d)?)?|\d{{1,2}}[/.]\d{{1,2}}(?:[/.]\d{{2,4}})?|Q[1-4]|{_DAY}|{_FEAST})"
_DEADLINE = re.compile(
    r"\b(?:by|before|until|till|no later than|not later than|due(?: on| by)?|deadline(?: of|:)?|to be (?:done|finished) (?:by|on)|ahead of|in time for|ready for)\s+"
    r"(?:the (?:end|close|start|beginning|middle) of |the end |end of |end-of-|next |this |my |our |the |his |her |their |its |close of |early |late |mid[- ]?|I |we )*\s*(?!(?:then|soon|better|all|using|myself|doing|making|asking|writing|\w+ing)\b)\w+",
    re.IGNORECASE,
)
_BOUNDED = re.compile(
    rf"\b(?:within|inside|in under|in less than|over|across|during|throughout|for|in|through|spread over|in each of|of)\s+(?:the |my |our |this |these |a |about |at most |no more than |just )*(?:course of (?:the )?)?(?:next|coming|following|first|remaining|rest of (?:the|this)|this|current)\s*(?:{_NUM}[\s-]+)?(?:full |calendar |working |school |academic |financial |fiscal )*{_UNIT}\b"
    rf"|\b(?:within|inside|in under|in less than|over)\s+(?:about |at most |no more than |the space of )?{_NUM}[\s-]+(?:full |calendar |working |school )?{_UNIT}\b"
    rf"|\b(?:next|this|coming) (?:{_NUM} )?(?:week|month|quarter|term|semester|year|academic year|financial year|school year|half-term|sprint)\b"
    rf"|\bin (?:the )?(?:next )?{_NUM} (?:weeks|months|days|years?|quarters|terms|fortnights?|week|month)(?:'s|s')?(?: time)?\b"
    rf"|\b(?:at|by|before) (?:the )?(?:end of|year[- ]end|month[- ]end|close of)\b|\bthis (?:calendar |financial |school )?year\b"
    rf"|\b(?:each|every) (?:\w+ ){{1,3}}(?:until|till|through|for the next|from \w+ to|between)\b"
    rf"|\bfrom [\w ]{{3,25}} (?:to|until|till) [\w ]{{3,25}}"
    rf"|\bon (?:the )?(?:{_DAY.replace('s?', '')},? )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b|\bin {_MONTH} 20\d\d\b|\bfor the {_NUM} (?:weeks|months)\b"
    rf"|\b{_NUM}[- ](?:week|month|day)[- ](?:period|trial|block|challenge|plan|experiment|programme|program|pilot)\b",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    rf"\b(?:every|each|per|once a|twice a|times a|daily|weekly|monthly|fortnightly|yearly|quarterly|an? (?:day|week|month|term|year|quarter)|nightly"
    rf"|(?:in|over|during|for|through) (?:the )?(?:coming|next few|following|last|a few|several|some)? ?(?:days|weeks|months|years|spring|summer|autumn|fall|winter|season)"
    rf"|(?:this|next|in) (?:spring|summer|autumn|fall|winter)|for (?:a|one|two|three|\d+) (?:weeks?|months?)|from (?:{_DAY}|next|now|tomorrow|{_MONTH})|starting|in {_MONTH}|on {_DAY}|around {_FEAST}|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays)\b",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    rf"\b(?:within|in under|in less than|inside|in)\s+{_NUM}\s+(?:hours?|minutes?|seconds?|(?:working )?days? of)\b",
    re.IGNORECASE,
)
ASK = "By which date, or within how many weeks or months, do you want to have done it?"


def judge(subject: Subject) -> Iterable[Finding]:
    """Look for a deadline or bounded period, else for a rhythm or loose season."""
    text = subject.statement
    for pattern in (_DEADLINE, _BOUNDED):
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
