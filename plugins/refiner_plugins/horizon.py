"""A quick win is done in two to six weeks, a high-impact goal in three to twelve months.

The programme's end, if it is known, bounds both. Source: Zachary & Fischler (2011): goals over a
year or two lose momentum; Latham & Seijts (1999): near goals carry far ones.
"""

from __future__ import annotations

from collections.abc import Iterable

from refiner.calendar import days
from refiner.checks import Check, Subject, finding
from refiner.model import Finding, Goal, Level
from refiner.plugins import hookimpl

WEEKS = {"quick_win": ((2, 6), (1, 8)), "high_impact": ((13, 52.5), (8.6, 105))}
ASK = "By when would this be done: the quick win within six weeks, the other within a year?"


def judge(subject: Subject) -> Iterable[Finding]:
    """Judge the period of both goals; the lower level counts."""
    return [_judge(goal, subject) for goal in subject.pair]


def _judge(goal: Goal, subject: Subject) -> Finding:
    name = "quick win" if goal.horizon == "quick_win" else "high-impact goal"
    length = days(goal.within)
    if length is None:
        return finding("horizon", "fail", f"the {name} names no period", ask=ASK)
    if subject.programme_ends and goal.due > subject.programme_ends:
        return finding("horizon", "fail", f"the {name} ends after the programme ({subject.programme_ends})", ask=ASK)
    good, fair = WEEKS[goal.horizon]
    weeks = length / 7
    bounded = subject.programme_ends is not None and (subject.programme_ends - goal.start).days < 7 * good[0]
    level: Level = "pass" if good[0] <= weeks <= good[1] else "partial" if fair[0] <= weeks <= fair[1] else "fail"
    if bounded and level != "pass":
        return finding("horizon", "partial", f"the {name} fills what is left of the programme")
    return finding("horizon", level, f"the {name} takes {goal.within}", ask=None if level == "pass" else ASK)


@hookimpl
def refiner_checks() -> list[Check]:
    """Register the check."""
    return [Check("horizon", "horizon", judge, scope="pair", advice=__doc__ or "")]
