"""Periods in words ("4 weeks", "6 months") and the dates and horizons they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from refiner.model import Horizon

_NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"a": 1, "an": 1, "half a dozen": 6, "a dozen": 12, "a couple of": 2}
_DAYS: Mapping[str, float] = {
    "day": 1,
    "week": 7,
    "fortnight": 14,
    "month": 30.44,
    "term": 91,
    "quarter": 91.3,
    "semester": 150,
    "season": 91.3,
    "year": 365.25,
}
_NUMBER = r"\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
_PERIOD = re.compile(
    rf"\b(?:({_NUMBER})[\s-]+(?:full |more |coming |working |school )?)?({'|'.join(_DAYS)})s?\b",
    re.IGNORECASE,
)
BOUNDS: Mapping[Horizon, tuple[int, int]] = {"quick_win": (14, 43), "high_impact": (89, 367)}


def days(period: str) -> float | None:
    """Return the length of a period in days ("6 months" → 182.6), or None if it names none."""
    found = _PERIOD.search(period.replace("half a year", "6 months").replace("half-year", "6 months"))
    if not found:
        return None
    count = (found.group(1) or "1").lower()
    return (int(count) if count.isdigit() else _NUMBERS[count]) * _DAYS[found.group(2).lower()]


def due(start: date, within: str) -> date:
    """Return the last day of a period that begins on `start`; an unreadable period counts as 30 days."""
    length = days(within)
    return start + timedelta(days=round(length if length is not None else 30))


def in_words(length: int) -> str:
    """Return a period of `length` days in whole weeks, or whole months from three months on."""
    if length >= 89:
        return f"{round(length / 30.44)} months"
    weeks = max(1, length // 7)
    return "1 week" if weeks == 1 else f"{weeks} weeks"


def bounded(within: str, start: date, ends: date | None) -> str:
    """Return `within`, shortened to whole weeks or months before the programme `ends`."""
    length = days(within)
    if ends is None or length is None or start + timedelta(days=round(length)) <= ends:
        return within
    left = (ends - start).days
    return in_words(min(left, round(length))) if left < 89 else f"{int(left / 30.44)} months"
