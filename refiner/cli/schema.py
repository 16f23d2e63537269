"""`refiner schema`."""

from __future__ import annotations

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of the Refinement document."""
    import json

    from refiner.document import json_schema

    click.echo(json.dumps(json_schema(), indent=2))
