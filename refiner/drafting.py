"""What a model drafts and what of it stands: prompts in, better revisions out.

A strong model finds causes and words goals; a small one only words what it is given. Either way
quotes must be exact, nothing may be invented, and a draft stands only if the checks like it
at least as well as what the playbook already wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from refiner import hypotheses
from refiner.asking import DRAFTS, Cost, Desk, material
from refiner.calendar import bounded, due
from refiner.errors import BadReply
from refiner.grounding import nearness
from refiner.judging import complaints, failures
from refiner.model import HORIZONS, Goal, Horizon, Hypothesis, Issue, Quote, Refinement
from refiner.wording import goal_stands, summary_stands

if TYPE_CHECKING:
    from refiner.llm.replies import GoalReply, GoalsReply, SummaryReply


class Step(Protocol):
    """A step that lets the model improve on the document."""

    __name__: str

    def __call__(self, desk: Desk, draft: Refinement, /) -> tuple[Refinement, Cost]:
        """Return the better document and what it cost; raise ModelError if the model does not help."""


def _refused(what: str, refused: bool) -> Cost:
    return Cost(notes=(f"{what}: no draft of the model was as good",) if refused else ())


def summarise(desk: Desk, draft: Refinement) -> tuple[Refinement, Cost]:
    """Let the model summarise: a small one words the summary, a strong one finds issues and causes."""
    from refiner.llm.replies import SummaryReply, WordedSummary

    said = hypotheses.mentee_words(draft.concern, draft.answers)
    if desk.model.small:
        worded, cost = desk.ask("summarise-small", WordedSummary, material(draft), DRAFTS)
        good = [one.summary for one in worded.values if summary_stands(one.summary, said)]
        return (replace(draft, summary=good[0]) if good else draft), cost + _refused("summary", not good)
    values = material(draft) | {"examples": desk.summaries(draft)}
    reply, cost = desk.ask("summarise-strong", SummaryReply, values)
    return _with_summary(draft, reply.values[0]), cost


def _with_summary(draft: Refinement, reply: SummaryReply) -> Refinement:
    """Take over what holds: issues whose quotes are exact, hypotheses beside those the text settled."""
    found: list[Issue] = []
    for item in reply.issues:
        quotes = tuple(quote for text in item.evidence if (quote := locate(draft, text)))
        if quotes:
            found.append(Issue(f"i{len(found) + 1}", item.title, item.kind, quotes))
    if not found:
        raise BadReply("no quote of the summary is in the text")
    symptoms = tuple(issue.id for issue in found if issue.kind != "context")
    answered = {answer.probe for answer in draft.answers}
    settled = [one for one in draft.hypotheses if one.state != "open" or one.id in answered]
    start = max((int(one.id[1:]) for one in settled if one.id[1:].isdigit()), default=0)
    refused = [one.cause for one in settled if one.state == "rejected"]
    fresh = [one for one in reply.hypotheses if all(nearness(one.cause, other) < 0.5 for other in refused)]
    offered = [Hypothesis(f"h{start + number}", one.cause, one.probe, symptoms) for number, one in enumerate(fresh, 1)]
    return replace(draft, issues=tuple(found), hypotheses=(*settled, *offered), summary=reply.summary)


def locate(draft: Refinement, text: str) -> Quote | None:
    """Return `text` as a quote if the mentee said exactly that, else None."""
    wanted = text.strip().strip('“”"')
    for sentence in draft.concern.sentences:
        if wanted and wanted in sentence.text:
            return Quote(sentence.source, sentence.number, wanted)
    return next(
        (
            Quote(one.source, one.number, one.text)
            for one in draft.concern.sentences
            if one.text in wanted and len(one.text) > 0.6 * len(wanted)
        ),
        None,
    )


def propose(desk: Desk, draft: Refinement) -> tuple[Refinement, Cost]:
    """Let the model word the goals; keep each draft only where it beats the goal it replaces."""
    from refiner.llm.replies import GoalsReply, WordedGoals

    if desk.model.small:
        values = material(draft) | {horizon: draft.goals[horizon].statement for horizon in HORIZONS}
        worded, cost = desk.ask("propose-small", WordedGoals, values, DRAFTS)
        said = hypotheses.mentee_words(draft.concern, draft.answers)
        for horizon in HORIZONS:
            options = [getattr(one, horizon) for one in worded.values]
            given = draft.goals[horizon].statement
            kept = [text for text in options if text != given and goal_stands(text, given, said)]
            for text in kept:
                draft = desk.judge.better(draft, replace(draft.goals[horizon], statement=text, source="model"))
            cost += _refused(horizon, draft.goals[horizon].source != "model")
        return draft, cost
    reply, cost = desk.ask("propose-strong", GoalsReply, desk.goal_values(draft))
    for goal in _goals_of(desk, draft, reply.values[0]):
        draft = desk.judge.better(draft, goal, tie=True)
    failing = {horizon for horizon in HORIZONS if failures(draft, horizon) and draft.goals[horizon].source == "model"}
    return _revised(desk, draft, failing, cost) if failing else (draft, cost)


def _revised(desk: Desk, draft: Refinement, failing: set[Horizon], cost: Cost) -> tuple[Refinement, Cost]:
    """Send the findings back once; keep a revision only if fewer criteria fail, then if its total is higher."""
    from refiner.llm.replies import GoalsReply

    values = material(draft) | {
        "goals": "\n".join(f"{horizon}: {draft.goals[horizon].statement}" for horizon in HORIZONS),
        "findings": "\n".join(line for horizon in sorted(failing) for line in complaints(draft, horizon)),
        "bounds": desk.bounds,
    }
    try:
        reply, spent = desk.ask("revise-strong", GoalsReply, values)
    except BadReply as error:
        return draft, cost + Cost(1, 1, notes=(f"revise: {error}",))
    for goal in _goals_of(desk, draft, reply.values[0]):
        if goal.horizon in failing:
            draft = desk.judge.better(draft, goal)
    return draft, cost + spent


def _goals_of(desk: Desk, draft: Refinement, reply: GoalsReply) -> Iterator[Goal]:
    """Return the goals of a reply that address a standing cause."""
    for horizon in HORIZONS:
        part: GoalReply = getattr(reply, horizon)
        standing = [one for one in draft.hypotheses if one.state != "rejected"]
        refused = [one for one in draft.hypotheses if one.state == "rejected"]
        confirmed = [one for one in standing if one.state == "confirmed"] or standing
        if not confirmed:
            continue
        addressed = max(confirmed, key=lambda one: nearness(one.cause, part.cause))
        near = nearness(addressed.cause, part.statement)
        if any(nearness(one.cause, part.statement) > max(near, 0.1) for one in refused):
            continue
        yield _goal(desk, draft, horizon, part, addressed.id)


def _goal(desk: Desk, draft: Refinement, horizon: Horizon, part: GoalReply, addressed: str) -> Goal:
    ends, start = desk.programme_ends, draft.goals[horizon].start
    within = bounded(part.within, start, ends)
    last = due(start, within)
    return Goal(
        horizon, part.statement, part.action, part.measure, part.target, within, start,
        min(last, ends) if ends else last, part.first_step, part.why, part.if_then, (addressed,), part.path,
        "model" if within == part.within else "repaired",
    )  # fmt: skip
