"""What a plugin may bring: every hook returns value objects and does no work."""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from refiner.checks import Check
from refiner.classifier import Scorer
from refiner.playbook import Theme
from refiner.prompts import Prompt
from refiner.retrieval import Example

hookspec = pluggy.HookspecMarker("refiner")


@hookspec
def refiner_checks() -> Iterable[Check]:
    """Return the checks of this plugin."""
    return ()


@hookspec
def refiner_playbook() -> Iterable[Theme]:
    """Return playbook themes with their causes and goal blueprints."""
    return ()


@hookspec
def refiner_examples() -> Iterable[Example]:
    """Return coaching examples for retrieval and prompts."""
    return ()


@hookspec
def refiner_fitted() -> Iterable[Scorer]:
    """Return fitted scorers that link the mentee's words to causes and kinds of sentence."""
    return ()


@hookspec
def refiner_prompts() -> Iterable[Prompt]:
    """Return prompt templates."""
    return ()
