"""The flow: intake → summarise → probe → propose → check → revise, one revision after the other.

Every step is a function of the last revision; a model only ever replaces what the playbook
already answers, so there is always an answer.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from refiner import checks, drafting, hypotheses, intake, issues, safety, slots, starters
from refiner.errors import ModelError
from refiner.goals import Frame, pair, start_of
from refiner.grounding import nearness
from refiner.model import (
    HORIZONS,
    Answer,
    Concern,
    Goal,
    Horizon,
    Hypothesis,
    Provenance,
    Quote,
    Refinement,
    Scorecard,
    StarterGoal,
)

if TYPE_CHECKING:
    from refiner.llm.port import Model
    from refiner.plugins import Plugins
    from refiner.settings import Settings

OPENING_QUESTIONS = (
    "What were you doing, or meant to be doing, when you last felt this?",
    "What have you tried so far, and what came of it?",
    "What would be different in a month if it went better?",
)
NEAR_REFUSED = 0.3  # from which on a starter goal is about a rejected cause
PATIENCE = 10.0  # seconds that a small model may have spent before its second step is left out
SOUND = 5  # SMART criteria at pass that make a starter goal a goal


def nothing(_: str) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Pipeline:
    """The steps of one refinement; `tell` hears of progress in words, `model` may be None."""

    plugins: Plugins
    settings: Settings
    model: Model | None
    tell: Callable[[str], None] = field(default=nothing)

    def begin(self, raw: str, reference_date: date, created: datetime) -> Refinement:
        """Take in the text; raise InputError if there is nothing to work on. No model is called."""
        concern = intake.take_in(
            raw, limit=self.settings.max_characters, any_language=bool(self.model and self.model.any_language)
        )
        name = self.model.name if self.model else "playbook"
        provenance = Provenance(version("goal-refiner"), name, self.plugins.playbook.digest)
        found = safety.look(concern.text, self.settings.contacts)
        questions = OPENING_QUESTIONS if intake.is_thin(concern) and not found.kind else ()
        return Refinement(
            id=uuid.uuid4().hex,
            created=created,
            reference_date=reference_date,
            owner=self.settings.owner,
            concern=concern,
            provenance=provenance,
            safety=found,
            questions=questions,
            provisional=bool(questions),
        )

    def understand(self, draft: Refinement) -> Refinement:
        """Add summary, issues, starter goals and hypotheses; a disclosure stops here, untouched."""
        if draft.safety.kind:
            return draft
        self.tell("Reading what you wrote")
        reading = self._reading(draft)
        likely = [self.plugins.playbook.causes[one.cause] for one in reading.ranked[:8]]
        found = issues.find(self.plugins, draft.concern, likely)
        thin = intake.is_thin(draft.concern) and not any(answer.text for answer in draft.answers)
        asked = {answer.probe for answer in draft.answers}
        kept = [one for one in hypotheses.answered(draft.hypotheses, draft.answers) if one.id in asked]
        offered = (
            hypotheses.finding_out(self.plugins, found)
            if thin
            else hypotheses.propose(self.plugins, reading, found, kept)
        )
        plain = replace(
            draft,
            revision=draft.revision + 1,
            issues=found,
            hypotheses=offered,
            summary=drafting.plain_summary(found, offered),
            starter_goals=self._starter_goals(draft.concern),
            strengths=starters.strengths(draft.concern),
            aspirations=starters.aspirations(draft.concern),
        )
        return self._with_model("Finding words for it", plain, drafting.summarise) if not thin else plain

    def answer(self, draft: Refinement, answers: Sequence[Answer]) -> Refinement:
        """Take in answers, a newer one in place of an older to the same probe; what was rejected stays in view.

        A disclosure in an answer stops here too; its `spans` stay empty, for they are offsets into the text.
        """
        for answer in answers:
            found = safety.look(answer.text, self.settings.contacts)
            if found.kind:
                kept = (*draft.answers, *answers)
                return replace(draft, safety=replace(found, spans=()), answers=kept, goals={}, scorecards={}, parked=())
        newer = {answer.probe for answer in answers}
        everything = (*(one for one in draft.answers if one.probe not in newer), *answers)
        told = hypotheses.answered(draft.hypotheses, everything)
        changed = replace(draft, revision=draft.revision + 1, answers=everything, hypotheses=told)
        if draft.questions and any(answer.probe in draft.questions and answer.text for answer in answers):
            return self.understand(changed)
        return replace(changed, hypotheses=hypotheses.renewed(self.plugins, told, self._reading(changed), draft.issues))

    def resume(self, draft: Refinement) -> Refinement:
        """Return an earlier document ready to go on with today's model and playbook; its answers are applied."""
        name = self.model.name if self.model else "playbook"
        fresh = replace(draft.provenance, model=name, playbook=self.plugins.playbook.digest, notes=())
        return self.answer(replace(draft, degraded=False, provenance=fresh), ()) if not draft.safety.kind else draft

    def propose(self, draft: Refinement) -> Refinement:
        """Add the two goals with their scorecards; a disclosure gets none."""
        if draft.safety.kind:
            return draft
        self.tell("Choosing two goals")
        reading = self._reading(draft)
        frame = self._frame(draft)
        driving = hypotheses.drivers(self.plugins, draft.hypotheses, reading)
        if not driving:
            added = hypotheses.finding_out(self.plugins, draft.issues, draft.hypotheses)
            draft = replace(draft, hypotheses=(*draft.hypotheses, *added))
            driving = [(one, self.plugins.playbook.causes[one.origin]) for one in added]
        chosen = pair(driving, {one.cause: one.score for one in reading.ranked}, frame)
        plain = self.judged(
            replace(draft, revision=draft.revision + 1, goals=self._with_starters(draft, chosen, frame))
        )
        return _settled(self._with_model("Fitting them to your situation", plain, drafting.propose))

    def judged(self, draft: Refinement) -> Refinement:
        """Return the document with fresh scorecards for its goals."""
        self.tell("Checking the goals")
        scorecards: dict[str, Scorecard] = {
            horizon: self.score(goal.statement, draft, goal) for horizon, goal in draft.goals.items()
        }
        subject = self._subject(
            "", draft, pair=tuple(draft.goals[horizon] for horizon in HORIZONS if horizon in draft.goals)
        )
        scorecards["pair"] = checks.score(self.plugins.checks, subject, scope="pair")
        return replace(draft, scorecards=scorecards)

    def score(self, statement: str, draft: Refinement, goal: Goal | None = None) -> Scorecard:
        """Return the scorecard of one statement within this refinement."""
        return checks.score(self.plugins.checks, self._subject(statement, draft, goal=goal))

    def _subject(
        self, statement: str, draft: Refinement, *, goal: Goal | None = None, pair: tuple[Goal, ...] = ()
    ) -> checks.Subject:
        words = " ".join(answer.text for answer in draft.answers)
        return checks.Subject(
            statement, draft.reference_date, goal, pair, draft.concern, words, self.settings.programme_ends
        )

    def _reading(self, draft: Refinement) -> hypotheses.Reading:
        return hypotheses.read(self.plugins, draft.concern, draft.answers)

    def _frame(self, draft: Refinement) -> Frame:
        words = hypotheses.mentee_words(draft.concern, draft.answers)
        return Frame(slots.find(words), start_of(draft.reference_date), self.settings.programme_ends)

    def _starter_goals(self, concern: Concern) -> tuple[StarterGoal, ...]:
        blank = checks.Subject("", date.min, concern=concern)
        return tuple(
            StarterGoal(quote, checks.score(self.plugins.checks, replace(blank, statement=quote.text)))
            for quote in starters.starter_goals(concern)
        )

    def _with_starters(self, draft: Refinement, chosen: dict[Horizon, Goal], frame: Frame) -> dict[Horizon, Goal]:
        """Keep a sound starter goal in its own words instead of the goal of its horizon."""
        refused = [one.cause for one in draft.hypotheses if one.state == "rejected"]
        for starter in draft.starter_goals:
            against = any(nearness(starter.quote.text, cause) > NEAR_REFUSED for cause in refused)
            if checks.passes(starter.scorecard) >= SOUND and not against:
                horizon = starters.horizon_of(starter.quote.text)
                chosen[horizon] = starters.as_goal(starter.quote.text, chosen[horizon], frame.ends)
        return chosen

    def _with_model(self, message: str, plain: Refinement, step: drafting.Step) -> Refinement:
        """Let the model improve on `plain`; whatever goes wrong, `plain` stands and says so."""
        if self.model is None:
            return plain
        if self.model.small and plain.provenance.seconds > PATIENCE:
            slow = f"{step.__name__}: left out, the first step of the small model took {plain.provenance.seconds:g} s"
            return replace(plain, provenance=replace(plain.provenance, notes=(*plain.provenance.notes, slow)))
        self.tell(message)
        began = time.monotonic()
        try:
            better, cost = step(self, self.model, plain)
        except ModelError as error:
            better, cost = replace(plain, degraded=True), drafting.Cost(notes=(f"{step.__name__}: {error}",))
        before = plain.provenance
        spent = replace(
            before,
            calls=before.calls + cost.calls,
            requests=before.requests + cost.requests,
            seconds=round(before.seconds + time.monotonic() - began, 3),
            prompts=before.prompts | dict(cost.prompts),
            notes=(*before.notes, *cost.notes),
        )
        return replace(better, provenance=spent)


def _settled(draft: Refinement) -> Refinement:
    """Set what follows from the goals: what is parked and whether they are provisional."""
    driving = {identifier for goal in draft.goals.values() for identifier in goal.addresses}
    explained = {issue for one in draft.hypotheses if one.id in driving for issue in one.explains}
    confirmed = any(one.state == "confirmed" for one in draft.hypotheses)
    parked = tuple(issue.id for issue in draft.issues if issue.id not in explained)
    return replace(draft, parked=parked, provisional=not confirmed)


def quotes_hold(draft: Refinement) -> bool:
    """Say whether every quote of the document is an exact substring of the mentee's words."""
    said: dict[str, str] = {}
    for sentence in draft.concern.sentences:
        said[sentence.source] = f"{said.get(sentence.source, '')}\n{sentence.text}"
    said |= {f"answer:{number}": answer.text for number, answer in enumerate(draft.answers, 1)}
    return all(quote.text in said.get(quote.source, "") for quote in all_quotes(draft))


def all_quotes(draft: Refinement) -> list[Quote]:
    """Return every quote of the document."""
    listed: list[Quote] = [quote for issue in draft.issues for quote in issue.evidence]
    hypotheses_: tuple[Hypothesis, ...] = draft.hypotheses
    listed += [quote for one in hypotheses_ for quote in one.evidence]
    return [
        *listed,
        *(starter.quote for starter in draft.starter_goals),
        *draft.strengths,
        *draft.aspirations,
    ]
