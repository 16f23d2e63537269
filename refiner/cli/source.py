"""Read what the command line is given: the concern, an earlier document, answers."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from refiner.answers import read_state
from refiner.errors import InputError
from refiner.intake import normalise
from refiner.model import Answer, Refinement, State

STATES: tuple[State, ...] = ("open", "confirmed", "rejected", "unsure")


def read_bytes(source: str | None, limit: int) -> bytes:
    """Return what a file or standard input holds; a file far beyond `limit` characters is refused unread."""
    if source in (None, "-"):
        if sys.stdin.isatty():
            click.echo("Write what is on your mind; end with Ctrl-D on an empty line.", err=True)
        return sys.stdin.buffer.read()
    path = Path(str(source))
    if path.is_dir():
        raise InputError(f"{path} is a folder: give a text file, or - for standard input.")
    try:
        size = path.stat().st_size
        if size > 8 * limit:
            raise InputError(
                f"{path} has {size:,} bytes and the limit is {limit:,} characters: shorten it to what weighs most, "
                "or raise `max_characters` in refiner.toml."
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path} cannot be read ({error.strerror}): check the name, or use - for standard input."
        ) from None


def read_document(path: Path) -> Refinement:
    """Return the refinement in a file that `--format json` wrote."""
    from refiner import document

    try:
        return document.loads(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as a refinement ({error.__class__.__name__}).") from None


def read_answers(path: Path, draft: Refinement) -> tuple[Answer, ...]:
    """Return the answers of a JSON list in probe order; raise InputError naming the entry that is wrong.

    Entry n always means probe n, whether or not it was answered before, so a run that was
    interrupted can simply be repeated.
    """
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise InputError(
            f"{path} is not readable JSON: it must be a list of {{state?, text?}} in probe order."
        ) from None
    if not isinstance(data, list):
        raise InputError(f"{path} must hold a JSON list of {{state?, text?}} in probe order.")
    probes = probes_of(draft)
    if len(data) > len(probes):
        raise InputError(f"{path} holds {len(data)} answers, but there are only {len(probes)} probes.")
    found = (_answer(item, probes[number], f"{path}, entry {number + 1}") for number, item in enumerate(data))
    return tuple(answer for answer in found if answer)


def probes_of(draft: Refinement) -> list[str]:
    """Return what can be answered, in the order in which it is asked: opening questions, then hypotheses.

    What the text itself already settled is not asked again.
    """
    asked = {answer.probe for answer in draft.answers}
    return [
        *draft.questions,
        *(one.id for one in draft.hypotheses if one.id in asked or one.state in ("open", "unsure")),
    ]


def _answer(item: Any, probe: str, where: str) -> Answer | None:
    if item is None or item == {}:
        return None
    if not isinstance(item, dict) or not set(item) <= {"state", "text"}:
        raise InputError(f"{where}: an answer is an object with state and text, both optional.")
    text, state = item.get("text", ""), item.get("state", "open")
    if not isinstance(text, str) or state not in STATES:
        raise InputError(f"{where}: text must be words and state one of {', '.join(STATES)}.")
    return make_answer(probe, text, state)


def make_answer(probe: str, text: str, state: str = "open") -> Answer:
    """Return an answer with its text normalised; without a state the words decide."""
    clean = normalise(text)
    given: State = next((known for known in STATES if known == state), "open")
    return Answer(probe, clean, read_state(clean) if given == "open" else given)
