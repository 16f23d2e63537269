"""Show a refinement to a person: on a terminal, in a pipe, as Markdown. No raw escapes of the text pass."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from refiner.model import HORIZONS, Goal, Horizon, Refinement, Scorecard

if TYPE_CHECKING:
    from rich.console import Console

NAMES: dict[Horizon, str] = {"quick_win": "Quick win", "high_impact": "High impact"}
STATES = {"open": "open", "confirmed": "that's it", "rejected": "not it", "unsure": "not sure"}
SOURCES = {
    "model": "drafted by the model",
    "repaired": "drafted by the model, mended",
    "playbook": "from the playbook",
    "mentee": "your own words",
}
SIGNS = {"pass": "✓", "partial": "~", "fail": "✗", "not_judged": "–"}
COLOURS = {"pass": "green", "partial": "yellow", "fail": "red", "not_judged": "dim"}


def text(draft: Refinement, *, color: bool = True) -> str:
    """Return the document for a terminal: coloured and wrapped there, plain in a pipe or with NO_COLOR."""
    from rich.console import Console

    terminal = color and sys.stdout.isatty()
    width = max(40, min(100, _columns())) if terminal else 88
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        force_terminal=terminal,
        no_color=not terminal or "NO_COLOR" in os.environ,
        width=width,
        highlight=False,
        emoji=False,
        markup=False,
    )
    _show(console, draft)
    return "".join(f"{line.rstrip()}\n" for line in buffer.getvalue().splitlines())


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size().columns


def _show(console: Console, draft: Refinement) -> None:
    from rich.padding import Padding
    from rich.text import Text

    def line(words: str, style: str = "", indent: int = 0) -> None:
        console.print(Padding(Text(words, style=style), (0, 0, 0, indent)))

    for kind, words in _lines(draft):
        if kind == "blank":
            console.print()
        else:
            style, indent = _STYLES[kind]
            line(words, COLOURS.get(words[:1] and _level(words), "") if kind == "criterion" else style, indent)


_STYLES = {
    "head": ("bold", 0),
    "body": ("", 2),
    "goal": ("bold", 2),
    "quote": ("italic", 4),
    "small": ("dim", 4),
    "criterion": ("", 4),
    "warn": ("yellow", 0),
}


def _level(words: str) -> str:
    return next((level for level, sign in SIGNS.items() if words.startswith(sign)), "")


def _lines(draft: Refinement) -> Iterator[tuple[str, str]]:
    """Yield (kind, words) of everything there is to read, in reading order."""
    if draft.safety.kind:
        yield from _human_help(draft)
        return
    yield "head", "What I heard"
    if draft.summary:
        yield "body", draft.summary
    for issue in draft.issues:
        yield "body", f"• {issue.title} ({issue.kind})"
        for quote in issue.evidence:
            yield "quote", f"“{quote.text}”"
    if draft.starter_goals:
        yield "blank", ""
        yield "head", "Goals you already named"
        for starter in draft.starter_goals:
            yield "body", f"“{starter.quote.text}” ({_total(starter.scorecard)})"
    if draft.questions and not draft.answers:
        yield "blank", ""
        yield "head", "Questions that would help"
        for number, question in enumerate(draft.questions, 1):
            yield "body", f"{number}. {question}"
    yield "blank", ""
    yield "head", "What may lie underneath"
    for one in draft.hypotheses:
        yield "body", f"[{STATES[one.state]}] {one.cause}"
        if one.state in ("open", "unsure"):
            yield "small", one.probe
    for horizon in HORIZONS:
        if horizon in draft.goals:
            yield "blank", ""
            yield from _goal(draft, draft.goals[horizon], draft.scorecards[horizon])
    yield from _closing(draft)


def _human_help(draft: Refinement) -> Iterator[tuple[str, str]]:
    yield "body", draft.safety.message
    yield "blank", ""
    for contact in draft.safety.contacts:
        yield "body", f"• {contact.name}: {contact.how}" + (f" ({contact.where})" if contact.where else "")
    yield "blank", ""
    yield "small", "No goals were made. What you wrote is kept on this machine only."


def _goal(draft: Refinement, goal: Goal, card: Scorecard) -> Iterator[tuple[str, str]]:
    yield (
        "head",
        f"{NAMES[goal.horizon]}  ({goal.start:%d %b %Y} to {goal.due:%d %b %Y}, {SOURCES[goal.source]})",
    )
    yield "goal", goal.statement
    if origin := _origin(draft, goal):
        yield "quote", f"“{origin}”"
    yield "body", f"First step: {goal.first_step}"
    yield "body", goal.if_then
    yield "body", f"Why: {goal.why}"
    yield "body", f"Score {_total(card)}"
    for name, verdict in card.criteria.items():
        yield "criterion", f"{SIGNS[verdict.level]} {name.replace('_', '-')}: {verdict.reason}"
        if verdict.level in ("partial", "fail"):
            ask = next((one.ask for one in card.findings if one.criterion == name and one.ask), None)
            if ask:
                yield "small", f"  {ask}"


def _origin(draft: Refinement, goal: Goal) -> str:
    """Return the mentee's words that speak most for the cause that the goal works on, if any do."""
    explained = {issue for one in draft.hypotheses if one.id in goal.addresses for issue in one.explains}
    quotes = (issue.evidence[0].text for issue in draft.issues if issue.id in explained and issue.kind == "cause")
    return next(quotes, "")


def _total(card: Scorecard) -> str:
    return "not scored" if card.total is None else f"{card.total:g} of 100"


def _closing(draft: Refinement) -> Iterator[tuple[str, str]]:
    titles = [issue.title for issue in draft.issues if issue.id in draft.parked]
    if titles:
        yield "blank", ""
        yield "head", "Parked for later"
        yield "body", ", ".join(titles)
    if draft.provisional:
        yield "blank", ""
        yield (
            "warn",
            "Provisional: you have not confirmed any cause yet. Answer a question above and run it again.",
        )
    if draft.degraded:
        yield "blank", ""
        yield "warn", f"The model did not help, so the playbook answered: {'; '.join(draft.provenance.notes)}"


def markdown(draft: Refinement) -> str:
    """Return the document as Markdown; the mentee's and the model's words are escaped."""
    shapes = {
        "head": "\n## {}\n",
        "goal": "\n> **{}**\n",
        "quote": "  - *{}*",
        "small": "  {}",
        "criterion": "- {}",
        "warn": "\n*{}*",
        "body": "{}\n",
        "blank": "",
    }
    lines = ["# Two goals", *(shapes[kind].format(_escaped(words)) for kind, words in _lines(draft))]
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def _escaped(words: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>#|!" else char for char in words)
