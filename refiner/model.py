"""The domain: one document, `Refinement`, and the values it is made of.

Frozen and slotted, standard library only; `refiner.document` validates them at the edges.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Horizon = Literal["quick_win", "high_impact"]
IssueKind = Literal["symptom", "cause", "context"]
State = Literal["open", "confirmed", "rejected", "unsure"]
Path = Literal["ladder", "lattice", "both", "none"]
GoalSource = Literal["model", "repaired", "playbook", "mentee"]
Level = Literal["pass", "partial", "fail", "not_judged"]
SafetyKind = Literal["crisis", "danger"]
Speaker = Literal["mentee", "mentor", "other"]

HORIZONS: tuple[Horizon, Horizon] = ("quick_win", "high_impact")
SCHEMA = "goal-refiner/refinement/1"


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person said; `number` counts from 1 in the order of the text."""

    number: int
    speaker: Speaker
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the mentee; `number` counts from 1 within its source."""

    source: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Concern:
    """A mentee's normalised text; `sentences` holds the mentee's own words only."""

    text: str
    turns: tuple[Turn, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Quote:
    """An exact substring of the mentee's words; source is `concern`, `turn:n` or `answer:n`."""

    source: str
    sentence: int
    text: str


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that weighs on the mentee, with the words that say so."""

    id: str
    title: str
    kind: IssueKind
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check noticed: where, how bad, and the question that would fix it."""

    check: str
    criterion: str | None
    level: Level
    message: str
    span: tuple[int, int] | None = None
    ask: str | None = None


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """The level of one criterion, 0 to 1, and why."""

    level: Level
    score: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All criteria and findings of one goal, or of the pair; `total` is 0 to 100."""

    criteria: dict[str, CriterionScore] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    total: float | None = None


@dataclass(frozen=True, slots=True)
class StarterGoal:
    """A goal that the mentee already stated, kept in their words and scored."""

    quote: Quote
    scorecard: Scorecard


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A possible cause with one open probe, and what the mentee said to it.

    `origin` is the playbook cause it stands for, or "mentee", "mentor" or "model".
    """

    id: str
    cause: str
    probe: str
    explains: tuple[str, ...] = ()
    state: State = "open"
    evidence: tuple[Quote, ...] = ()
    origin: str = "model"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the mentee said to a probe; `probe` is a hypothesis id or an opening question."""

    probe: str
    text: str = ""
    state: State = "open"


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal in the words the two people agree on, and its parts for display and repair."""

    horizon: Horizon
    statement: str
    action: str
    measure: str
    target: str
    within: str
    start: date
    due: date
    first_step: str
    why: str
    if_then: str
    addresses: tuple[str, ...] = ()
    path: Path = "none"
    source: GoalSource = "playbook"


@dataclass(frozen=True, slots=True)
class Contact:
    """Where to find a person now."""

    name: str
    how: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Safety:
    """A disclosure that needs a person first; spans are offsets into `concern.text`."""

    kind: SafetyKind | None = None
    spans: tuple[tuple[int, int], ...] = ()
    message: str = ""
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a refinement came about: enough to explain and repeat it, no personal text."""

    version: str
    model: str
    playbook: str
    prompts: dict[str, str] = field(default_factory=dict)
    calls: int = 0
    requests: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refinement:
    """One immutable revision of the document that flows through everything."""

    id: str
    created: datetime
    reference_date: date
    concern: Concern
    provenance: Provenance
    schema: str = SCHEMA
    revision: int = 1
    owner: str = ""
    safety: Safety = Safety()
    questions: tuple[str, ...] = ()
    summary: str = ""
    issues: tuple[Issue, ...] = ()
    starter_goals: tuple[StarterGoal, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    answers: tuple[Answer, ...] = ()
    strengths: tuple[Quote, ...] = ()
    aspirations: tuple[Quote, ...] = ()
    parked: tuple[str, ...] = ()
    goals: dict[Horizon, Goal] = field(default_factory=dict)
    scorecards: dict[str, Scorecard] = field(default_factory=dict)
    provisional: bool = False
    degraded: bool = False
