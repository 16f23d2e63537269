"""One run of `refiner refine`: start or resume, ask, propose; every step is kept before the next begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import click

from refiner.cli.source import make_answer, probes_of, read_answers, read_bytes, read_document
from refiner.drafts import Drafts
from refiner.errors import InputError
from refiner.intake import decode
from refiner.job import Job, Work
from refiner.model import Answer, Refinement
from refiner.pipeline import Pipeline

MOST_PROBES = 3


@dataclass(frozen=True, slots=True)
class Session:
    """What all steps of a run share."""

    pipeline: Pipeline
    keeper: Drafts
    tell: Callable[[str], None]

    def start(self, source: str | None, earlier: Path | None) -> Refinement:
        """Return the first revision: of new words, of an earlier document, or of a run that was interrupted."""
        now = datetime.now(UTC)
        before = self.pipeline.resume(read_document(earlier)) if earlier else None
        if before is not None and source is None:
            return before
        raw, kept = self._read(source)
        try:
            text = decode(raw, "Standard input" if source in (None, "-") else str(source))
            if before is not None:
                fresh = self.pipeline.begin(f"{before.concern.text}\n\n{text}", before.reference_date, now)
                fresh = _carried(fresh, before)
            else:
                fresh = self.pipeline.begin(text, now.date(), now)
        except InputError as error:
            raise InputError(f"{error} (What you wrote is kept in {kept}.)" if kept else str(error)) from None
        found = self.keeper.unfinished(fresh.concern.text) if before is None else None
        if found:
            self.tell("Going on with the answers you gave before")
            return self.pipeline.resume(found)
        self.keeper.keep(fresh)
        return fresh

    def _read(self, source: str | None) -> tuple[bytes, Path | None]:
        """Read the words and keep them byte for byte unless they lie in a file already."""
        raw = read_bytes(source, self.pipeline.settings.max_characters)
        given_here = source in (None, "-") and raw.strip()
        return raw, self.keeper.keep_raw(raw) if given_here else None

    def run(self, draft: Refinement, *, asking: bool, answers_file: Path | None) -> Refinement:
        """Understand, ask and propose; a disclosure, in the text or in an answer, ends the run."""
        if not draft.hypotheses or draft.revision == 1:
            draft = self.follow(lambda say: self._telling(say).understand(draft))
        if answers_file is not None:
            answers = read_answers(answers_file, draft)
            if answers:
                draft = self.follow(self._answering(draft, answers))
        elif asking:
            draft = self._ask(draft)
        if draft.safety.kind:
            return draft
        understood = draft
        return self.follow(lambda say: self._telling(say).propose(understood))

    def _ask(self, draft: Refinement) -> Refinement:
        """Ask up to three probes on the terminal; Enter skips one, and each answer is kept at once."""
        skipped: set[str] = set()
        for number in range(1, MOST_PROBES + 1):
            asked = {answer.probe for answer in draft.answers} | skipped
            waiting = [probe for probe in probes_of(draft) if probe not in asked]
            if not waiting or draft.safety.kind:
                break
            if number == 1:
                click.echo("\nA few questions; Enter skips one.", err=True)
            said = _prompt(draft, waiting[0], number)
            if not said.strip():
                skipped.add(waiting[0])
                continue
            answer = make_answer(waiting[0], said)
            self.keeper.keep(replace(draft, answers=(*draft.answers, answer)))
            draft = self.follow(self._answering(draft, (answer,)))
        return draft

    def follow(self, work: Work) -> Refinement:
        """Run one job, show its progress and keep its result."""
        job = Job(work)
        for event in job.events():
            if event.kind == "progress":
                self.tell(event.message)
        draft = job.result()
        self.keeper.keep(draft)
        return draft

    def _telling(self, say: Callable[[str], None]) -> Pipeline:
        return replace(self.pipeline, tell=say)

    def _answering(self, draft: Refinement, answers: tuple[Answer, ...]) -> Work:
        return lambda say: self._telling(say).answer(draft, answers)


def _carried(fresh: Refinement, before: Refinement) -> Refinement:
    """Return the fresh document with the identity, the answers and the answered hypotheses of the one before."""
    return replace(
        fresh,
        id=before.id,
        created=before.created,
        owner=before.owner,
        answers=before.answers,
        hypotheses=before.hypotheses,
    )


def _prompt(draft: Refinement, probe: str, number: int) -> str:
    """Show one probe on standard error and return what is typed."""
    hypothesis = next((one for one in draft.hypotheses if one.id == probe), None)
    if hypothesis:
        click.echo(f"\n{number}. Might this be it? {hypothesis.cause}", err=True)
        click.echo(f"   {hypothesis.probe}", err=True)
    else:
        click.echo(f"\n{number}. {probe}", err=True)
    said: str = click.prompt("  ", default="", show_default=False, prompt_suffix="> ", err=True)
    return said
