"""Checks: small pure functions that judge a goal; running them gives a scorecard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from refiner.model import Concern, CriterionScore, Finding, Goal, Level, Scorecard

SCORES: Mapping[Level, float] = {"pass": 1.0, "partial": 0.5, "fail": 0.0}
SMART = ("specific", "measurable", "action_oriented", "realistic", "timely")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check may look at: one goal or the pair, the mentee's concern and the calendar."""

    statement: str
    reference_date: date
    goal: Goal | None = None
    pair: tuple[Goal, ...] = ()
    concern: Concern | None = None
    extra_words: str = ""
    programme_ends: date | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check; `run` returns at least one finding that carries its level.

    `scope` says whether it judges one goal or the pair; `horizons` limits it, () means both.
    """

    id: str
    criterion: str
    run: Callable[[Subject], Iterable[Finding]]
    scope: Literal["goal", "pair"] = "goal"
    weight: float = 1.0
    needs_concern: bool = False
    advice: str = field(default="", compare=False)


def finding(
    check: str,
    level: Level,
    message: str,
    *,
    span: tuple[int, int] | None = None,
    ask: str | None = None,
    criterion: str | None = None,
) -> Finding:
    """Return a finding of the check named `check`, whose criterion is its id unless given."""
    return Finding(check, criterion or check, level, message, span, ask)


def score(checks: Iterable[Check], subject: Subject, *, scope: Literal["goal", "pair"] = "goal") -> Scorecard:
    """Return the scorecard of `subject`: each criterion takes the lowest level of its checks.

    A check that raises makes its criterion `not_judged`; the others are not touched.
    """
    criteria: dict[str, CriterionScore] = {}
    findings: list[Finding] = []
    weights: dict[str, float] = {}
    for check in checks:
        if check.scope != scope:
            continue
        found, verdict = _judge(check, subject)
        findings += found
        weights[check.criterion] = check.weight
        before = criteria.get(check.criterion)
        if before is None or _rank(verdict) < _rank(before):
            criteria[check.criterion] = verdict
    return Scorecard(criteria, tuple(findings), _total(criteria, weights))


def _judge(check: Check, subject: Subject) -> tuple[list[Finding], CriterionScore]:
    if check.needs_concern and subject.concern is None:
        return [], CriterionScore("not_judged", None, "no concern was given")
    try:
        found = list(check.run(subject))
        lowest = min(found, key=lambda one: SCORES[one.level])
    except Exception as error:  # a failing check is a result, not an exception
        return [], CriterionScore("not_judged", None, f"check {check.id} failed: {type(error).__name__}")
    return found, CriterionScore(lowest.level, SCORES[lowest.level], lowest.message)


def _rank(verdict: CriterionScore) -> float:
    return 2.0 if verdict.score is None else verdict.score


def _total(criteria: Mapping[str, CriterionScore], weights: Mapping[str, float]) -> float | None:
    judged = {name: verdict.score for name, verdict in criteria.items() if verdict.score is not None}
    if not judged:
        return None
    weight = sum(weights[name] for name in judged)
    return round(100 * sum(weights[name] * value for name, value in judged.items()) / weight, 1)


def passes(scorecard: Scorecard, names: Iterable[str] = SMART) -> int:
    """Return how many of the named criteria are at pass."""
    return sum(scorecard.criteria[name].level == "pass" for name in names if name in scorecard.criteria)
