"""Goals, wishes and strengths that the mentee already put into words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from refiner.calendar import days, due
from refiner.model import Concern, Goal, Horizon, Quote
from refiner.patterns import phrases

_GOAL = phrases("starter_goals")
_NOT_A_GOAL = phrases("starter_no_goals")
_STRENGTH = phrases("starter_strengths")
_WISH = phrases("starter_wishes")
_CLAUSE_END = re.compile(r"(?:^|.*[,;:–—(]\s*(?:and|but|so)?\s*)$", re.IGNORECASE)
_PERIOD = re.compile(r"\b(?:within|in|over|for)\s+(?:the next )?([\w ]{1,14}?(?:weeks?|months?|year))\b", re.IGNORECASE)


def starter_goals(concern: Concern) -> tuple[Quote, ...]:
    """Return up to three goal-like clauses, exactly as the mentee wrote them."""
    found: list[Quote] = []
    for sentence in concern.sentences:
        plain = sentence.text.replace("’", "'")
        match = _GOAL.search(plain)
        if match and not _NOT_A_GOAL.search(plain) and not plain.rstrip().endswith("?"):
            clause = _clause(sentence.text, match.start())
            if len(clause.split()) >= 5:
                found.append(Quote(sentence.source, sentence.number, clause))
    return tuple(found[:3])


def _clause(sentence: str, start: int) -> str:
    """Return the sentence from the goal's clause on, without the reason that led to it."""
    before = _CLAUSE_END.search(sentence[:start])
    return sentence[start if before else 0 :].strip().rstrip(" ,;")


def horizon_of(statement: str) -> Horizon:
    """Return which of the two goals a starter goal could be: up to two months is a quick win."""
    length = days(statement)
    return "quick_win" if length is not None and length <= 62 else "high_impact"


def strengths(concern: Concern) -> tuple[Quote, ...]:
    """Return up to two sentences in which the mentee names a strength or what they love."""
    return _quotes(concern, _STRENGTH)


def aspirations(concern: Concern) -> tuple[Quote, ...]:
    """Return up to two sentences in which the mentee says what they wish for."""
    return _quotes(concern, _WISH)


def _quotes(concern: Concern, pattern: re.Pattern[str]) -> tuple[Quote, ...]:
    hits = [one for one in concern.sentences if pattern.search(one.text.replace("’", "'"))]
    return tuple(Quote(one.source, one.number, one.text) for one in hits[:2])


def as_goal(statement: str, beside: Goal, ends: date | None) -> Goal:
    """Return a mentee's own sound goal in its own words; first step and if-then come from the goal `beside`."""
    period = _PERIOD.search(statement)
    within = period.group(1) if period and days(period.group(1)) else beside.within
    return replace(
        beside,
        statement=statement,
        action=statement,
        measure="as the goal says",
        target="as the goal says",
        within=within,
        due=min(due(beside.start, within), ends or date.max),
        source="mentee",
    )
