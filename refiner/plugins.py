"""The only user of the plugin manager: load entry points, return typed registries."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, TypeVar

import pluggy

from refiner import hookspecs
from refiner.errors import PluginError

if TYPE_CHECKING:
    from types import ModuleType

    from refiner.checks import Check
    from refiner.classifier import Scorer
    from refiner.playbook import Playbook
    from refiner.prompts import Prompt
    from refiner.retrieval import Example

hookimpl = pluggy.HookimplMarker("refiner")
GROUP = "refiner"


@dataclass(frozen=True)
class Plugins:
    """Everything that plugins registered, read once and on demand."""

    manager: pluggy.PluginManager

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """Return all checks in the order of their ids; raise PluginError if two share one."""
        found: list[Check] = sorted(_flat(self.manager.hook.refiner_checks()), key=lambda check: check.id)
        for first, second in itertools.pairwise(found):
            if first.id == second.id:
                raise PluginError(f"Two checks share the id {first.id!r}: rename or remove one of the plugins.")
        return tuple(found)

    @cached_property
    def playbook(self) -> Playbook:
        """Return the themes of all plugins as one playbook."""
        from refiner.playbook import Playbook

        return Playbook.of(_flat(self.manager.hook.refiner_playbook()))

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """Return all coaching examples in the order of their ids."""
        found: list[Example] = _flat(self.manager.hook.refiner_examples())
        return tuple(sorted(found, key=lambda example: example.id))

    @cached_property
    def fitted(self) -> dict[str, Scorer]:
        """Return fitted scorers by name."""
        found: list[Scorer] = _flat(self.manager.hook.refiner_fitted())
        return {fitted.name: fitted for fitted in found}

    @cached_property
    def prompts(self) -> dict[str, Prompt]:
        """Return prompt templates by name."""
        found: list[Prompt] = _flat(self.manager.hook.refiner_prompts())
        return {prompt.name: prompt for prompt in found}


T = TypeVar("T")


def _flat(results: Iterable[Iterable[T]]) -> list[T]:
    return [item for result in results for item in result]


def load(extra: Iterable[ModuleType | object] = ()) -> Plugins:
    """Load every `refiner` entry point and the `extra` plugins.

    Raises PluginError, naming the plugin, if one cannot be imported or misspells a hook.
    """
    manager = pluggy.PluginManager("refiner")
    manager.add_hookspecs(hookspecs)
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            manager.register(entry.load(), name=entry.name)
        except Exception as error:  # a plugin's import may raise anything
            raise PluginError(f"Plugin {entry.name!r} ({entry.value}) cannot be loaded: {error}.") from error
    for plugin in extra:
        manager.register(plugin)
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise PluginError(f"A plugin has a hook that does not exist: {error}.") from error
    return Plugins(manager)
