"""What a model drafts and how its drafts are chosen: prompts in, better revisions out.

A strong model finds causes and words goals; a small one only words what it is given. Either way
quotes must be exact, nothing may be invented, and a draft stands only if the checks like it
at least as well as what the playbook already wrote.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from refiner import checks, hypotheses
from refiner.calendar import bounded, due
from refiner.errors import BadReply
from refiner.grounding import inventions, nearness
from refiner.model import HORIZONS, Goal, Horizon, Hypothesis, Issue, Quote, Refinement
from refiner.retrieval import nearest
from refiner.wording import goal_stands, summary_stands

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic import BaseModel

    from refiner.llm.port import Model, Reply
    from refiner.llm.replies import GoalReply, GoalsReply, SummaryReply
    from refiner.pipeline import Pipeline

    Shape = TypeVar("Shape", bound=BaseModel)

DRAFTS = 4  # of a small model for one step
_LONGEST = {"summarise-small": 130, "propose-small": 250}  # tokens; a small model that goes on longer goes in circles
EXEMPLARS = 2


@dataclass(frozen=True, slots=True)
class Cost:
    """What a step spent and which prompts it used."""

    calls: int = 0
    requests: int = 0
    prompts: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.calls + other.calls,
            self.requests + other.requests,
            (*self.prompts, *other.prompts),
            (*self.notes, *other.notes),
        )


class Step(Protocol):
    """A step that lets the model improve on the document."""

    __name__: str

    def __call__(self, pipeline: Pipeline, model: Model, draft: Refinement, /) -> tuple[Refinement, Cost]:
        """Return the better document and what it cost; raise ModelError if the model does not help."""


def plain_summary(found: Sequence[Issue], offered: Sequence[Hypothesis]) -> str:
    """Return a summary made of the mentee's own words and the likeliest cause."""
    heard = [
        issue.evidence[0].text.strip().rstrip(".,;") for issue in found if issue.kind != "context" and issue.evidence
    ][:2]
    said = " and ".join(f"“{one}”" for one in heard)
    standing = [one for one in offered if one.state == "confirmed"] or [one for one in offered if one.state == "open"]
    parts = [f"You say: {said}."] if said else []
    if standing:
        lead = (
            "What lies underneath, as you said yourself"
            if standing[0].state == "confirmed"
            else "What may lie underneath"
        )
        parts.append(f"{lead}: {_lower(standing[0].cause)}")
    return " ".join(parts)


def _lower(sentence: str) -> str:
    return (
        sentence[:1].lower() + sentence[1:]
        if sentence.startswith(("You", "What", "The", "It", "Since", "No"))
        else sentence
    )


def mark(text: str) -> str:
    """Return a delimiter that depends on the text and does not occur in it."""
    count = 0
    while True:
        made = hashlib.blake2b(f"{count}{text}".encode(), key=b"goal-refiner delimiter", digest_size=6).hexdigest()
        if made not in text:
            return f"§{made}§"
        count += 1


def _ask(
    pipeline: Pipeline, model: Model, name: str, shape: type[Shape], values: Mapping[str, str], drafts: int
) -> tuple[Reply[Shape], Cost]:
    from refiner.llm.port import Request

    prompt = pipeline.plugins.prompts[name]
    system, user = prompt.render(values)
    longest = _LONGEST.get(name, 2400)
    reply = model.ask(Request(name, system, user, shape, drafts=drafts, max_tokens=longest))
    return reply, Cost(1, reply.requests, ((name, prompt.digest),))


def _refused(what: str, refused: bool) -> Cost:
    return Cost(notes=(f"{what}: no draft of the model was as good",) if refused else ())


def _material(draft: Refinement) -> dict[str, str]:
    text = draft.concern.text
    return {"mark": mark(text), "text": text}


def summarise(pipeline: Pipeline, model: Model, draft: Refinement) -> tuple[Refinement, Cost]:
    """Let the model summarise: a small one words the summary, a strong one finds issues and causes."""
    from refiner.llm.replies import SummaryReply, WordedSummary

    said = hypotheses.mentee_words(draft.concern, draft.answers)
    if model.small:
        worded, cost = _ask(pipeline, model, "summarise-small", WordedSummary, _material(draft), DRAFTS)
        good = [one.summary for one in worded.values if summary_stands(one.summary, said)]
        return (replace(draft, summary=good[0]) if good else draft), cost + _refused("summary", not good)
    values = _material(draft) | {"examples": _exemplars(pipeline, said, "summary")}
    reply, cost = _ask(pipeline, model, "summarise-strong", SummaryReply, values, 1)
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


def propose(pipeline: Pipeline, model: Model, draft: Refinement) -> tuple[Refinement, Cost]:
    """Let the model word the goals; keep each draft only where it beats the goal it replaces."""
    from refiner.llm.replies import GoalsReply, WordedGoals

    if model.small:
        values = _material(draft) | {horizon: draft.goals[horizon].statement for horizon in HORIZONS}
        worded, cost = _ask(pipeline, model, "propose-small", WordedGoals, values, DRAFTS)
        said = hypotheses.mentee_words(draft.concern, draft.answers)
        for horizon in HORIZONS:
            options = [getattr(one, horizon) for one in worded.values]
            given = draft.goals[horizon].statement
            kept = [text for text in options if text != given and goal_stands(text, given, said)]
            for text in kept:
                draft = better(pipeline, draft, replace(draft.goals[horizon], statement=text, source="model"))
            cost += _refused(horizon, draft.goals[horizon].source != "model")
        return draft, cost
    reply, cost = _ask(pipeline, model, "propose-strong", GoalsReply, _goal_values(pipeline, draft), 1)
    for goal in _goals_of(pipeline, draft, reply.values[0]):
        draft = better(pipeline, draft, goal, tie=True)
    failing = {horizon for horizon in HORIZONS if _failures(draft, horizon) and draft.goals[horizon].source == "model"}
    return _revised(pipeline, model, draft, failing, cost) if failing else (draft, cost)


def _revised(
    pipeline: Pipeline, model: Model, draft: Refinement, failing: set[Horizon], cost: Cost
) -> tuple[Refinement, Cost]:
    """Send the findings back once; keep a revision only if fewer criteria fail, then if its total is higher."""
    from refiner.llm.replies import GoalsReply

    values = _material(draft) | {
        "goals": "\n".join(f"{horizon}: {draft.goals[horizon].statement}" for horizon in HORIZONS),
        "findings": "\n".join(line for horizon in sorted(failing) for line in _complaints(draft, horizon)),
        "bounds": _bounds(pipeline),
    }
    try:
        reply, spent = _ask(pipeline, model, "revise-strong", GoalsReply, values, 1)
    except BadReply as error:
        return draft, cost + Cost(1, 1, notes=(f"revise: {error}",))
    for goal in _goals_of(pipeline, draft, reply.values[0]):
        if goal.horizon in failing:
            draft = better(pipeline, draft, goal)
    return draft, cost + spent


def better(pipeline: Pipeline, draft: Refinement, goal: Goal, *, tie: bool = False) -> Refinement:
    """Return the document with `goal` if it fails fewer criteria, then if its total is higher, else as it was.

    A mentee's own goal is never replaced; with `tie` an equal goal wins, for it is about this mentee.
    """
    old = draft.goals[goal.horizon]
    said = hypotheses.mentee_words(draft.concern, draft.answers)
    if old.source == "mentee" or inventions(goal.statement, said):
        return draft
    changed = pipeline.judged(replace(draft, goals={**draft.goals, goal.horizon: goal}))
    before, after = _rank(draft, goal.horizon), _rank(changed, goal.horizon)
    return changed if after > before or (tie and after == before) else draft


def _rank(draft: Refinement, horizon: Horizon) -> tuple[int, int, float]:
    cards = (draft.scorecards[horizon], draft.scorecards["pair"])
    failed = sum(verdict.level == "fail" for card in cards for verdict in card.criteria.values())
    return -failed, checks.passes(cards[0]), sum(card.total or 0.0 for card in cards)


def _failures(draft: Refinement, horizon: Horizon) -> list[str]:
    return [name for name, verdict in draft.scorecards[horizon].criteria.items() if verdict.level == "fail"]


def _complaints(draft: Refinement, horizon: Horizon) -> list[str]:
    return [
        f"{horizon}, {one.criterion}: {one.message}. {one.ask or ''}"
        for one in draft.scorecards[horizon].findings
        if one.level in ("fail", "partial")
    ]


def _goals_of(pipeline: Pipeline, draft: Refinement, reply: GoalsReply) -> Iterable[Goal]:
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
        yield _goal(pipeline, draft, horizon, part, addressed.id)


def _goal(pipeline: Pipeline, draft: Refinement, horizon: Horizon, part: GoalReply, addressed: str) -> Goal:
    ends, start = pipeline.settings.programme_ends, draft.goals[horizon].start
    within = bounded(part.within, start, ends)
    last = due(start, within)
    return Goal(
        horizon, part.statement, part.action, part.measure, part.target, within, start,
        min(last, ends) if ends else last, part.first_step, part.why, part.if_then, (addressed,), part.path,
        "model" if within == part.within else "repaired",
    )  # fmt: skip


def _goal_values(pipeline: Pipeline, draft: Refinement) -> dict[str, str]:
    said = hypotheses.mentee_words(draft.concern, draft.answers)
    standing = [one for one in draft.hypotheses if one.state == "confirmed"] or [
        one for one in draft.hypotheses if one.state != "rejected"
    ]
    refused = [one.cause for one in draft.hypotheses if one.state == "rejected"]
    return _material(draft) | {
        "causes": "\n".join(f"- {one.cause}" for one in standing),
        "rejected": "\n".join(f"- {cause}" for cause in refused) or "(none)",
        "answers": "\n".join(f"(answer) {answer.text}" for answer in draft.answers if answer.text),
        "blueprints": "\n".join(f"- {draft.goals[horizon].statement}" for horizon in HORIZONS),
        "examples": _exemplars(pipeline, said, "goals"),
        "bounds": _bounds(pipeline),
    }


def _bounds(pipeline: Pipeline) -> str:
    ends = pipeline.settings.programme_ends
    return f"The programme ends on {ends.isoformat()}; neither goal may run longer." if ends else ""


def _exemplars(pipeline: Pipeline, said: str, what: str) -> str:
    known = {one.id: one for one in pipeline.plugins.examples}
    near = nearest(pipeline.plugins.fitted["examples"], known, said, EXEMPLARS)
    if what == "summary":
        return "\n\n".join(f"Text: {one.text}\nSummary: {one.summary}" for one, _ in near)
    return "\n".join(f"- {one.quick_win}\n- {one.high_impact}" for one, _ in near)
