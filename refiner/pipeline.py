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
from refiner.asking import Cost, Desk
from refiner.errors import ModelError
from refiner.goals import Frame, pair, start_of
from refiner.grounding import nearness
from refiner.judging import Judge
from refiner.model import (
    Answer,
    Goal,
    Horizon,
    Provenance,
    Refinement,
)
from refiner.summary import plain_summary

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
        likely = [self.plugins.playbook.causes[one.cause] for one in reading.ranked[: hypotheses.COUNT]]
        found = issues.find(self.plugins, draft.concern, likely)
        thin = intake.is_thin(draft.concern) and not any(answer.text for answer in draft.answers)
        asked = {answer.probe for answer in draft.answers}
        kept = [one for one in hypotheses.answered(draft.hypotheses, draft.answers) if one.id in asked]
        offered = (
            hypotheses.finding_out(self.plugins, found)
            if thin
            else hypotheses.propose(self.plugins, reading, found, kept)
        )
        problems = tuple(f"causes: {one.problem}" for one in self.plugins.fitted.values() if one.problem)
        plain = replace(
            draft,
            revision=draft.revision + 1,
            provenance=replace(draft.provenance, notes=(*draft.provenance.notes, *problems)),
            issues=found,
            hypotheses=offered,
            summary=plain_summary(found, offered),
            starter_goals=self._judge.starters(draft.concern),
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
        self.tell("Checking the goals")
        goals = self._with_starters(draft, chosen, frame)
        plain = self._judge.judged(replace(draft, revision=draft.revision + 1, goals=goals))
        return _settled(self._with_model("Fitting them to your situation", plain, drafting.propose))

    @property
    def _judge(self) -> Judge:
        return Judge(self.plugins.checks, self.settings.programme_ends)

    def _reading(self, draft: Refinement) -> hypotheses.Reading:
        return hypotheses.read(self.plugins, draft.concern, draft.answers)

    def _frame(self, draft: Refinement) -> Frame:
        words = hypotheses.mentee_words(draft.concern, draft.answers)
        return Frame(slots.find(words), start_of(draft.reference_date), self.settings.programme_ends)

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
            better, cost = step(Desk(self.model, self.plugins, self._judge, self.settings.programme_ends), plain)
        except ModelError as error:
            better, cost = replace(plain, degraded=True), Cost(notes=(f"{step.__name__}: {error}",))
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
