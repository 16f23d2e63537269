"""Score the goals of a refinement and let a new draft stand only where the checks like it better."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from refiner import hypotheses
from refiner.checks import Check, Subject, passes, score
from refiner.grounding import inventions
from refiner.model import HORIZONS, Concern, Goal, Horizon, Refinement, Scorecard, StarterGoal
from refiner.starters import starter_goals


@dataclass(frozen=True, slots=True)
class Judge:
    """The checks of one refinement; `programme_ends` bounds what counts as realistic."""

    checks: tuple[Check, ...]
    programme_ends: date | None

    def judged(self, draft: Refinement) -> Refinement:
        """Return the document with fresh scorecards for its goals."""
        scorecards: dict[str, Scorecard] = {
            horizon: self.score(goal.statement, draft, goal) for horizon, goal in draft.goals.items()
        }
        both = tuple(draft.goals[horizon] for horizon in HORIZONS if horizon in draft.goals)
        scorecards["pair"] = score(self.checks, self._subject("", draft, pair=both), scope="pair")
        return replace(draft, scorecards=scorecards)

    def score(self, statement: str, draft: Refinement, goal: Goal | None = None) -> Scorecard:
        """Return the scorecard of one statement within this refinement."""
        return score(self.checks, self._subject(statement, draft, goal=goal))

    def starters(self, concern: Concern) -> tuple[StarterGoal, ...]:
        """Return the goals that the mentee's text already holds, scored."""
        blank = Subject("", date.min, concern=concern)
        return tuple(
            StarterGoal(quote, score(self.checks, replace(blank, statement=quote.text)))
            for quote in starter_goals(concern)
        )

    def better(self, draft: Refinement, goal: Goal, *, tie: bool = False) -> Refinement:
        """Return the document with `goal` if it fails fewer criteria, then if its total is higher, else as it was.

        A mentee's own goal is never replaced; with `tie` an equal goal wins, for it is about this mentee.
        """
        old = draft.goals[goal.horizon]
        said = hypotheses.mentee_words(draft.concern, draft.answers)
        if old.source == "mentee" or inventions(goal.statement, said):
            return draft
        changed = self.judged(replace(draft, goals={**draft.goals, goal.horizon: goal}))
        before, after = _rank(draft, goal.horizon), _rank(changed, goal.horizon)
        return changed if after > before or (tie and after == before) else draft

    def _subject(
        self, statement: str, draft: Refinement, *, goal: Goal | None = None, pair: tuple[Goal, ...] = ()
    ) -> Subject:
        answers = " ".join(answer.text for answer in draft.answers)
        return Subject(statement, draft.reference_date, goal, pair, draft.concern, answers, self.programme_ends)


def _rank(draft: Refinement, horizon: Horizon) -> tuple[int, int, float]:
    cards = (draft.scorecards[horizon], draft.scorecards["pair"])
    failed = sum(verdict.level == "fail" for card in cards for verdict in card.criteria.values())
    return -failed, passes(cards[0]), sum(card.total or 0.0 for card in cards)


def failures(draft: Refinement, horizon: Horizon) -> list[str]:
    """Return the criteria that the goal of a horizon fails."""
    return [name for name, verdict in draft.scorecards[horizon].criteria.items() if verdict.level == "fail"]


def complaints(draft: Refinement, horizon: Horizon) -> list[str]:
    """Return what the checks found wanting in the goal of a horizon, with what they ask, a line each."""
    return [
        f"{horizon}, {one.criterion}: {one.message}. {one.ask or ''}"
        for one in draft.scorecards[horizon].findings
        if one.level in ("fail", "partial")
    ]
