"""The command line: parses arguments, prints, turns errors into one sentence and an exit code.

Only click is imported at start; every command imports what it needs when it runs.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from refiner.errors import RefinerError

_COMMANDS = {
    "refine": ("refiner.cli.refine", "refine", "Turn a concern into two goals."),
    "model": ("refiner.cli.model", "model", "List, fetch and find the embedded model."),
    "schema": ("refiner.cli.schema", "schema", "Print the JSON Schema of the document."),
}


class _Lazy(click.Group):
    """A group whose commands are imported when they run; the help knows their one line already."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's signature
        if cmd_name not in _COMMANDS:
            return None
        module, name, _ = _COMMANDS[cmd_name]
        command = getattr(import_module(module), name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- click's signature
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry[2]) for name, entry in _COMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="goal-refiner", prog_name="refiner")
def refiner() -> None:
    """Turn a mentee's rambling concern into two goals worth working on.

    Start with:  refiner refine FILE   (or paste into: refiner refine -)
    """


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        code = refiner.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("\nStopped; everything that was read so far is kept in your drafts folder.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except RefinerError as error:
        click.echo(f"refiner: {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        click.echo("\nStopped; everything that was read so far is kept in your drafts folder.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)
