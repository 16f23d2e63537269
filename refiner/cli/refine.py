"""`refiner refine`: follow the jobs, ask the probes, print the document."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from refiner.cli.context import settings_from

if TYPE_CHECKING:
    from collections.abc import Callable

    from refiner.drafts import Drafts
    from refiner.job import Work
    from refiner.model import Answer, Refinement
    from refiner.pipeline import Pipeline

MOST_PROBES = 3


@click.command()
@click.argument("source", required=False, metavar="[FILE|-]")
@click.option(
    "--continue",
    "earlier",
    type=click.Path(path_type=Path),
    help="Go on with an earlier document: new words in FILE, or new answers.",
)
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(path_type=Path),
    help="JSON list of {state?, text?} in probe order.",
)
@click.option("--no-input", is_flag=True, help="Ask nothing; the goals are then provisional.")
@click.option("--format", "form", type=click.Choice(["text", "md", "json"]), default="text", show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write there instead of standard output.",
)
@click.option("--model", help="embedded (default) or playbook.")
@click.option("--strict", is_flag=True, help="Exit 3 if the model did not help, instead of answering without it.")
@click.option("--fail-under", type=click.FloatRange(0, 100), help="Exit 1 if a goal's total is below this.")
@click.option("--programme-ends", help="Last day of the programme (YYYY-MM-DD); bounds both goals.")
@click.option("--config", type=click.Path(path_type=Path), help="Configuration file instead of ./refiner.toml.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
def refine(
    source: str | None,
    earlier: Path | None,
    answers_file: Path | None,
    no_input: bool,
    form: str,
    output: Path | None,
    model: str | None,
    strict: bool,
    fail_under: float | None,
    programme_ends: str | None,
    config: Path | None,
    quiet: bool,
) -> int:
    """Turn a concern into two goals: a quick win and a high-impact one.

    FILE is plain text: a monologue, a transcript with labels, or a told conversation. Without FILE,
    or with -, the text is read from standard input. What you wrote is kept before anything is done
    with it; Ctrl-C loses nothing.
    """
    from refiner import drafts, plugins
    from refiner.api import model_of
    from refiner.pipeline import Pipeline

    settings = settings_from({"model": model, "programme_ends": programme_ends}, config)
    tell = (lambda _: None) if quiet else _progress
    pipeline = Pipeline(plugins.load(), settings, model_of(settings))
    keeper = drafts.Drafts(settings.drafts)
    draft = _start(pipeline, keeper, source, earlier, tell)
    asking = not no_input and answers_file is None and sys.stdin.isatty() and source != "-" and sys.stderr.isatty()
    if not draft.safety.kind:
        draft = _run(pipeline, keeper, draft, tell, asking=asking, answers_file=answers_file)
    _write(draft, form, output)
    return _exit_code(draft, strict, fail_under, tell, keeper)


def _progress(message: str) -> None:
    click.echo(f"· {message} …", err=True)


def _start(
    pipeline: Pipeline, keeper: Drafts, source: str | None, earlier: Path | None, tell: Callable[[str], None]
) -> Refinement:
    """Return the first revision: of new words, of an earlier document, or of a draft that was interrupted."""
    from datetime import UTC, datetime

    from refiner.cli.source import read_document, read_text
    from refiner.errors import InputError

    now = datetime.now(UTC)
    if earlier is not None:
        before = read_document(earlier)
        if source is None:
            return before
        raw = f"{before.concern.text}\n\n{read_text(source, pipeline.settings.max_characters)}"
        fresh = pipeline.begin(raw, before.reference_date, now)
        return _follow(keeper, lambda say: _telling(pipeline, say).understand(_carried(fresh, before)), tell)
    raw = read_text(source, pipeline.settings.max_characters)
    kept = keeper.keep_text(raw) if source in (None, "-") and raw.strip() else None
    try:
        fresh = pipeline.begin(raw, now.date(), now)
    except InputError as error:
        raise InputError(f"{error} (What you wrote is kept in {kept}.)" if kept else str(error)) from None
    found = keeper.unfinished(fresh.concern.text)
    if found:
        tell("Going on with the answers you gave before")
        return found
    keeper.keep(fresh)
    return fresh


def _carried(fresh: Refinement, before: Refinement) -> Refinement:
    """Return the fresh document with the identity and the answers of the one before."""
    from dataclasses import replace

    return replace(
        fresh,
        id=before.id,
        revision=before.revision + 1,
        created=before.created,
        owner=before.owner,
        answers=before.answers,
    )


def _run(
    pipeline: Pipeline,
    keeper: Drafts,
    draft: Refinement,
    tell: Callable[[str], None],
    *,
    asking: bool,
    answers_file: Path | None,
) -> Refinement:
    """Understand, ask and propose; every step is kept before the next begins."""
    from refiner.cli.source import read_answers

    if not draft.hypotheses:
        draft = _follow(keeper, lambda say: _telling(pipeline, say).understand(draft), tell)
    if answers_file is not None:
        answers = read_answers(answers_file, draft)
        if answers:
            draft = _follow(keeper, lambda say: _telling(pipeline, say).answer(draft, answers), tell)
    elif asking:
        draft = _ask(pipeline, keeper, draft, tell)
    understood = draft
    return _follow(keeper, lambda say: _telling(pipeline, say).propose(understood), tell)


def _ask(pipeline: Pipeline, keeper: Drafts, draft: Refinement, tell: Callable[[str], None]) -> Refinement:
    """Ask up to three probes on the terminal; Enter skips one, and each answer is kept at once."""
    from refiner.cli.source import make_answer, probes_of

    skipped: set[str] = set()
    for number in range(1, MOST_PROBES + 1):
        waiting = [probe for probe in probes_of(draft) if probe not in skipped]
        if not waiting:
            break
        if number == 1:
            click.echo("\nA few questions; Enter skips one.", err=True)
        said = _prompt(draft, waiting[0], number)
        if not said.strip():
            skipped.add(waiting[0])
            continue
        answer = make_answer(waiting[0], said)
        draft = _follow(keeper, _answering(pipeline, draft, answer), tell)
    return draft


def _answering(pipeline: Pipeline, draft: Refinement, answer: Answer) -> Work:
    return lambda say: _telling(pipeline, say).answer(draft, (answer,))


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


def _telling(pipeline: Pipeline, say: Callable[[str], None]) -> Pipeline:
    from dataclasses import replace

    return replace(pipeline, tell=say)


def _follow(keeper: Drafts, work: Work, tell: Callable[[str], None]) -> Refinement:
    """Run one job, show its progress and keep its result."""
    from refiner.job import Job

    job = Job(work)
    for event in job.events():
        if event.kind == "progress":
            tell(event.message)
    draft = job.result()
    keeper.keep(draft)
    return draft


def _write(draft: Refinement, form: str, output: Path | None) -> None:
    from refiner import document
    from refiner.cli import show

    if form == "json":
        text = document.dumps(draft)
    elif form == "md":
        text = show.markdown(draft)
    else:
        text = show.text(draft, color=output is None)
    if output is None:
        click.echo(text, nl=False)
    else:
        _to_file(output, text)


def _to_file(output: Path, text: str) -> None:
    from refiner.document import write_atomically
    from refiner.errors import InputError

    try:
        write_atomically(output, text)
    except OSError as error:
        raise InputError(f"{output} cannot be written ({error.strerror}): choose another place with -o.") from None


def _exit_code(
    draft: Refinement, strict: bool, fail_under: float | None, tell: Callable[[str], None], keeper: Drafts
) -> int:
    from refiner.drafts import digest

    if draft.degraded and strict:
        click.echo(f"refiner: the model did not help: {'; '.join(draft.provenance.notes)}", err=True)
        return 3
    totals = [draft.scorecards[horizon].total or 0.0 for horizon in draft.goals]
    if fail_under is not None and any(total < fail_under for total in totals):
        click.echo(f"refiner: a goal scores {min(totals):g}, below {fail_under:g}.", err=True)
        return 1
    tell(
        f"Kept in {keeper.folder / (digest(draft.concern.text) + '.json')}; go on with: refiner refine --continue FILE"
    )
    return 0
