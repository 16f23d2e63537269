"""Make goals of blueprints: fill the slots, bound the period, set the dates, choose the pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from refiner import slots
from refiner.calendar import bounded, due
from refiner.model import Goal, Horizon, Hypothesis
from refiner.playbook import SLOT, Blueprint, Cause
from refiner.ranking import UNSAID


@dataclass(frozen=True, slots=True)
class Frame:
    """What every goal of one refinement shares: phrases for slots and the calendar."""

    phrases: Mapping[str, str]
    start: date
    ends: date | None = None


def start_of(reference: date) -> date:
    """Return the first Monday on or after the reference date: the day both goals start."""
    return reference + timedelta(days=-reference.weekday() % 7)


def from_blueprint(horizon: Horizon, blueprint: Blueprint, addresses: Sequence[str], frame: Frame) -> Goal:
    """Return the goal of a blueprint, filled from the mentee's words and bounded by the programme."""
    within = bounded(blueprint.within, frame.start, frame.ends)

    def filled(template: str) -> str:
        return slots.fill(template, frame.phrases, within)

    return Goal(
        horizon=horizon,
        statement=filled(blueprint.statement),
        action=filled(blueprint.action),
        measure=filled(blueprint.measure),
        target=filled(blueprint.target),
        within=within,
        start=frame.start,
        due=min(due(frame.start, within), frame.ends or date.max),
        first_step=filled(blueprint.first_step),
        why=filled(blueprint.why),
        if_then=filled(blueprint.if_then),
        addresses=tuple(addresses),
        path=blueprint.path,
        source="playbook",
    )


def pair(drivers: Sequence[tuple[Hypothesis, Cause]], scores: Mapping[str, float], frame: Frame) -> dict[Horizon, Goal]:
    """Return the quick win of the likeliest cause and the high-impact goal of it or of a second confirmed one."""
    first, second = _two(drivers, scores, frame)
    return {
        "quick_win": from_blueprint("quick_win", first[1].goals["quick_win"], [first[0].id], frame),
        "high_impact": from_blueprint("high_impact", second[1].goals["high_impact"], [second[0].id], frame),
    }


def _two(
    drivers: Sequence[tuple[Hypothesis, Cause]], scores: Mapping[str, float], frame: Frame
) -> tuple[tuple[Hypothesis, Cause], tuple[Hypothesis, Cause]]:
    """Choose the causes of the two goals: with nothing confirmed the likeliest serves both, for a second is a guess."""

    def fits(one: tuple[Hypothesis, Cause], horizon: Horizon) -> float:
        return scores.get(one[1].id, UNSAID) + _tailored(one[1].goals[horizon], frame)

    confirmed = [one for one in drivers if one[0].state == "confirmed"]
    if not confirmed:
        first = max(drivers, key=lambda one: scores.get(one[1].id, UNSAID))
        return first, first
    first = max(confirmed, key=lambda one: fits(one, "quick_win"))
    others = [one for one in confirmed if one[1].id != first[1].id]
    return first, max(others, key=lambda one: fits(one, "high_impact"), default=first)


def _tailored(blueprint: Blueprint, frame: Frame) -> float:
    return 0.4 * len({name for name, _ in SLOT.findall(blueprint.statement)} & set(frame.phrases))
