"""Put forward causes, take in what the mentee says to them, and keep what was rejected in view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from refiner.answers import read_state
from refiner.grounding import nearness
from refiner.model import Answer, Concern, Hypothesis, Issue, Quote
from refiner.raised import Raised, raised
from refiner.ranking import Ranked, rank
from refiner.sentences import split

if TYPE_CHECKING:
    from refiner.playbook import Cause
    from refiner.plugins import Plugins

COUNT = 3
THEME_LIFT = 6.0  # for the themes of a cause that the mentee confirmed
MENTION_LIFT = 1.5  # for the themes that a mentor named without an answer
FINDING_OUT = "finding-out"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words say: causes in order, and what the text itself raised and answered."""

    ranked: tuple[Ranked, ...]
    raised: tuple[Raised, ...]


def mentee_words(concern: Concern, answers: Iterable[Answer] = ()) -> str:
    """Return everything the mentee said, answers to probes included."""
    return " ".join([*(one.text for one in concern.sentences), *(answer.text for answer in answers)])


def read(plugins: Plugins, concern: Concern, answers: Sequence[Answer] = ()) -> Reading:
    """Rank the playbook's causes; rejected themes leave, confirmed ones rise."""
    found = raised(concern, plugins.playbook)
    confirmed = {theme for one in found if one.state == "confirmed" for theme in one.themes}
    rejected = {theme for one in found if one.state == "rejected" for theme in one.themes} - confirmed
    named = {theme for one in found if one.state in ("open", "unsure") for theme in one.themes}
    claims = " ".join(
        f"{one.cause} {' '.join(quote.text for quote in one.evidence)}" for one in found if one.state == "confirmed"
    )
    ranked = rank(plugins, f"{mentee_words(concern, answers)} {claims}")
    lifted = [
        Ranked(one.cause, one.score + THEME_LIFT * (theme in confirmed) + MENTION_LIFT * (theme in named))
        for one in ranked
        for theme in (plugins.playbook.causes[one.cause].theme,)
        if theme not in rejected and theme != FINDING_OUT
    ]
    refused = [one.cause for one in found if one.state == "rejected"]
    kept = [one for one in lifted if not _like(plugins.playbook.causes[one.cause], refused)]
    return Reading(tuple(sorted(kept, key=lambda one: -one.score)), found)


def _like(cause: Cause, refused: Iterable[str]) -> bool:
    return any(nearness(f"{cause.cause} {cause.title}", other) > 0.3 for other in refused)


def propose(
    plugins: Plugins, reading: Reading, issues: Sequence[Issue], kept: Sequence[Hypothesis] = ()
) -> tuple[Hypothesis, ...]:
    """Return the `kept` ones, what the text raised, then playbook causes, at most two a theme, until three are there.

    Kept hypotheses are those that the mentee already answered; they keep id, state and evidence.
    """
    known = {one.cause for one in kept}
    number = _highest(kept)
    own = [replace(one, explains=_explains(one, issues)) for one in kept]
    for one in reading.raised:
        if one.cause not in known:
            number += 1
            own.append(_of_raised(number, one, issues))
    settled = any(one.state == "confirmed" for one in own)
    wanted = 0 if settled and len(own) >= COUNT else max(COUNT - len(own), 1)
    refused = [one.cause for one in own if one.state == "rejected"]
    used = {one.origin for one in own}
    themes: dict[str, int] = {}
    fresh: list[Hypothesis] = []
    for ranked in reading.ranked:
        cause = plugins.playbook.causes[ranked.cause]
        if len(fresh) >= wanted:
            break
        if themes.get(cause.theme, 0) < 2 and cause.id not in used and not _like(cause, refused):
            themes[cause.theme] = themes.get(cause.theme, 0) + 1
            fresh.append(from_playbook(f"h{number + len(fresh) + 1}", cause, issues))
    return (*own, *fresh)


def _highest(hypotheses: Iterable[Hypothesis]) -> int:
    """Return the highest number used in an id, so that no id ever means two causes."""
    return max((int(one.id[1:]) for one in hypotheses if one.id[1:].isdigit()), default=0)


def _explains(hypothesis: Hypothesis, issues: Sequence[Issue]) -> tuple[str, ...]:
    if hypothesis.state == "rejected":
        return ()
    return tuple(issue.id for issue in issues if issue.kind == "symptom")


def _of_raised(number: int, one: Raised, issues: Sequence[Issue]) -> Hypothesis:
    made = Hypothesis(f"h{number}", one.cause, one.probe, (), one.state, one.evidence, one.origin)
    return replace(made, explains=_explains(made, issues))


def from_playbook(identifier: str, cause: Cause, issues: Sequence[Issue]) -> Hypothesis:
    """Return an open hypothesis for a playbook cause; it explains its own issue and the symptoms."""
    explains = tuple(issue.id for issue in issues if issue.kind == "symptom" or issue.title == cause.title)
    return Hypothesis(identifier, cause.cause, cause.probe, explains, origin=cause.id)


def finding_out(plugins: Plugins, issues: Sequence[Issue], before: Sequence[Hypothesis] = ()) -> tuple[Hypothesis, ...]:
    """Return the hypotheses for a text that says too little to guess from, numbered after those `before`."""
    causes = plugins.playbook.theme(FINDING_OUT).causes
    start = _highest(before) + 1
    return tuple(from_playbook(f"h{number}", cause, issues) for number, cause in enumerate(causes[:COUNT], start))


def answered(hypotheses: Sequence[Hypothesis], answers: Sequence[Answer]) -> tuple[Hypothesis, ...]:
    """Return the hypotheses with the state and the words that the mentee gave them."""
    by_probe: Mapping[str, tuple[int, Answer]] = {answer.probe: (n, answer) for n, answer in enumerate(answers, 1)}
    return tuple(_answer(one, *by_probe[one.id]) if one.id in by_probe else one for one in hypotheses)


def _answer(hypothesis: Hypothesis, number: int, answer: Answer) -> Hypothesis:
    state = answer.state if answer.state != "open" else read_state(answer.text, hypothesis.cause)
    quotes = tuple(Quote(one.source, one.number, one.text) for one in split(answer.text, f"answer:{number}"))
    before = (quote for quote in hypothesis.evidence if not quote.source.startswith("answer:"))
    return replace(hypothesis, state=state, evidence=(*before, *quotes))


def renewed(
    plugins: Plugins, hypotheses: tuple[Hypothesis, ...], reading: Reading, issues: Sequence[Issue]
) -> tuple[Hypothesis, ...]:
    """Add fresh hypotheses where all were rejected; the rejected ones stay in view."""
    if any(one.state != "rejected" for one in hypotheses):
        return hypotheses
    refused = [one.cause for one in hypotheses]
    used = {one.origin for one in hypotheses}
    fresh = [
        plugins.playbook.causes[one.cause]
        for one in reading.ranked
        if one.cause not in used and not _like(plugins.playbook.causes[one.cause], refused)
    ][:2]
    start = _highest(hypotheses) + 1
    return (*hypotheses, *(from_playbook(f"h{start + n}", cause, issues) for n, cause in enumerate(fresh)))


def drivers(plugins: Plugins, hypotheses: Sequence[Hypothesis], reading: Reading) -> list[tuple[Hypothesis, Cause]]:
    """Return the causes that may drive the goals, best first: confirmed ones, else those not rejected."""
    refused = [one for one in hypotheses if one.state == "rejected"]
    origins, causes = {one.origin for one in refused}, [one.cause for one in refused]
    standing = [one for one in hypotheses if one.state == "confirmed"]
    standing = standing or [one for one in hypotheses if one.state != "rejected"]
    return [
        (one, cause)
        for one in standing
        for cause in linked(plugins, one, reading)
        if cause.id not in origins and (one.origin == cause.id or not _like(cause, causes))
    ]


def linked(plugins: Plugins, hypothesis: Hypothesis, reading: Reading) -> list[Cause]:
    """Return the playbook causes nearest to a hypothesis: its own, or the best of each theme it names."""
    causes = plugins.playbook.causes
    if hypothesis.origin in causes:
        return [causes[hypothesis.origin]]
    one = next((one for one in reading.raised if one.cause == hypothesis.cause), None)
    if one and one.themes:
        firsts = [
            next((r.cause for r in reading.ranked if causes[r.cause].theme == theme), None) for theme in one.themes
        ]
        order = [ranked.cause for ranked in reading.ranked]
        return [causes[found] for found in sorted((f for f in firsts if f), key=order.index)]
    said = f"{hypothesis.cause} {' '.join(quote.text for quote in hypothesis.evidence)}"
    own = {found.cause: found.score for found in rank(plugins, said)}
    best = max(reading.ranked[:12], key=lambda ranked: 2 * own[ranked.cause] + ranked.score, default=None)
    return [causes[best.cause]] if best else []
