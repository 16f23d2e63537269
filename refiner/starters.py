"""Goals, wishes and strengths that the mentee already put into words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from refiner.calendar import days, due
from refiner.model import Concern, Goal, Horizon, Quote

_GOAL = re.compile(
    r"\b(?:my (?:\w+ )?(?:goal|aim|plan|ambition|target|dream|hope) (?:is|was|would be|for \w+ is)|i(?:'m| am|m)? (?:aiming|planning|hoping|trying|looking) to|"
    r"i(?:'ve| have)? (?:decided|promised myself|resolved) to|i(?:'d| would)(?: also| really| just| only| ideally)? (?:like|love) to (?:be|get|have|learn|become|move|find|run|write|lead|start|stop|know|see|\w+)|"
    r"i (?:really |just |also |only )?(?:want|wanna|hope|plan|intend|aim|need|wish) to|i wish i (?:could|knew|had|was|were)|hoping to|"
    r"what i(?:'m| am) after is|all i(?:'m| am) after is|what i(?:'d| would) (?:like|love) is|what i want is|ideally i(?:'d| would)?|"
    r"i will|i(?:'m| am) going to|i(?:'d| would) be happy if|goal:|my new year)\b",
    re.IGNORECASE,
)
_NOT_A_GOAL = re.compile(
    r"\b(?:don'?t (?:want|need)|didn'?t|not (?:want|need)|wanted me|want me|wants me|i(?:'d| would) like to (?:think|say|believe)|i will (?:say|admit|not|never|be honest)|"
    r"i(?:'m| am) trying to (?:say|explain|understand)|need to (?:vent|say)|used to|if i)\b",
    re.IGNORECASE,
)
_STRENGTH = re.compile(
    r"\b(?:i(?:'m| am) (?:really |very |pretty |quite )?(?:good|great|strong) (?:at|with)|people (?:say|tell me) i|i(?:'m| am) proud|i know how to|"
    r"i love (?:the|my|doing|working|teaching|\w+ing)|my best bit|i enjoy|well thought of|they (?:like|trust) me|i can \w+ (?:blindfold|well|in my sleep))\b",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:i(?:'d| would) (?:really )?(?:love|like)|i (?:really )?want|i wish|i hope|my dream|one day|ideally|hoping to|what i(?:'m| am) after)\b",
    re.IGNORECASE,
)


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
    before = re.search(r"(?:^|.*[,;:–—(]\s*(?:and|but|so)?\s*)$", sentence[:start], re.IGNORECASE)
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
    period = re.search(
        r"\b(?:within|in|over|for)\s+(?:the next )?([\w ]{1,14}?(?:weeks?|months?|year))\b",
        statement,
        re.IGNORECASE,
    )
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
