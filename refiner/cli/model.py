"""`refiner model list|pull|path`."""

from __future__ import annotations

import click

from refiner.cli.context import settings_from


@click.group()
def model() -> None:
    """List, fetch and find the embedded model."""


@model.command(name="list")
def list_() -> None:
    """List the models that work without a key, and whether they are ready."""
    from refiner.llm.weights import SMOLLM2, default_path, is_intact

    own = settings_from({}).weights
    ready = own.is_file() if own else is_intact(default_path())
    state = "ready" if ready else "not fetched: run `refiner model pull`"
    click.echo(f"embedded   {SMOLLM2.file}, {SMOLLM2.size // 1_000_000} MB, {SMOLLM2.licence}: {state}")
    click.echo("playbook   no language model: causes, examples and blueprints alone: ready")


@model.command()
def pull() -> None:
    """Fetch the embedded model's weights once and verify them."""
    from refiner.llm import weights

    weights.pull(tell=lambda message: click.echo(message, err=True))


@model.command()
def path() -> None:
    """Print where the weights lie; exit 3 if they are not there."""
    from refiner.errors import ModelUnavailable
    from refiner.llm.weights import PULL_HINT, default_path

    found = settings_from({}).weights or default_path()
    click.echo(str(found))
    if not found.is_file():
        raise ModelUnavailable(f"The weights are not there yet: {PULL_HINT}.")
