"""`refiner refine`: follow the jobs, ask the probes, print the document."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from refiner.cli.context import settings_from

if TYPE_CHECKING:
    from refiner.model import Refinement


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
    from refiner.cli.session import Session
    from refiner.pipeline import Pipeline

    settings = settings_from({"model": model, "programme_ends": programme_ends}, config)
    tell = (lambda _: None) if quiet else _progress
    pipeline = Pipeline(plugins.load(), settings, model_of(settings))
    session = Session(pipeline, drafts.Drafts(settings.drafts), tell)
    draft = session.start(source, earlier)
    if not draft.safety.kind:
        asking = not no_input and source != "-" and sys.stdin.isatty() and sys.stderr.isatty()
        draft = session.run(draft, asking=asking, answers_file=answers_file)
    _write(draft, form, output)
    tell(f"Kept in {session.keeper.folder / session.keeper.name(draft)}; go on with: refiner refine --continue FILE")
    return _exit_code(draft, strict, fail_under)


def _progress(message: str) -> None:
    click.echo(f"· {message} …", err=True)


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
        write_atomically(output, text.encode())
    except OSError as error:
        raise InputError(f"{output} cannot be written ({error.strerror}): choose another place with -o.") from None


def _exit_code(draft: Refinement, strict: bool, fail_under: float | None) -> int:
    if draft.degraded and strict:
        click.echo(f"refiner: the model did not help: {'; '.join(draft.provenance.notes)}", err=True)
        return 3
    totals = [draft.scorecards[horizon].total or 0.0 for horizon in draft.goals]
    if fail_under is not None and any(total < fail_under for total in totals):
        click.echo(f"refiner: a goal scores {min(totals):g}, below {fail_under:g}.", err=True)
        return 1
    return 0
