"""The shapes of a model's replies: strict, bounded, no unknown keys, no control characters."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _clean(text: str) -> str:
    if any(ord(char) < 32 and char not in "\n\t" for char in text):
        raise ValueError("control characters are not allowed")
    return " ".join(text.split())


Line = Annotated[str, AfterValidator(_clean), Field(min_length=1, max_length=400)]
Short = Annotated[str, AfterValidator(_clean), Field(min_length=1, max_length=160)]
Exact = Annotated[str, Field(min_length=1, max_length=600)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class IssueReply(_Strict):
    """One issue with quotes from the mentee's words."""

    title: Short
    kind: Literal["symptom", "cause", "context"]
    evidence: Annotated[list[Exact], Field(min_length=1, max_length=4)]


class HypothesisReply(_Strict):
    """One possible cause and one open question about it."""

    cause: Line
    probe: Line


class SummaryReply(_Strict):
    """What a strong model found in a concern."""

    issues: Annotated[list[IssueReply], Field(min_length=1, max_length=6)]
    hypotheses: Annotated[list[HypothesisReply], Field(min_length=1, max_length=4)]
    summary: Annotated[str, AfterValidator(_clean), Field(min_length=1, max_length=900)]


class GoalReply(_Strict):
    """One goal in parts; the parts come before the statement so that it can be built from them."""

    cause: Short
    action: Short
    measure: Short
    target: Short
    within: Annotated[str, AfterValidator(_clean), Field(pattern=r"^\d{1,2} (?:weeks?|months?)$")]
    statement: Line
    first_step: Line
    why: Line
    if_then: Line
    path: Literal["ladder", "lattice", "both", "none"]


class GoalsReply(_Strict):
    """Both goals at once."""

    quick_win: GoalReply
    high_impact: GoalReply


class WordedSummary(_Strict):
    """A small model's wording of what was heard."""

    summary: Annotated[str, AfterValidator(_clean), Field(min_length=20, max_length=320)]


class WordedGoals(_Strict):
    """A small model's wording of two given goals."""

    quick_win: Annotated[str, AfterValidator(_clean), Field(min_length=20, max_length=330)]
    high_impact: Annotated[str, AfterValidator(_clean), Field(min_length=20, max_length=330)]
