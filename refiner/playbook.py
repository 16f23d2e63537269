"""The playbook: themes, the causes typical of each, and goal blueprints for every cause.

Blueprints hold `{within}` once and slots such as `{task|one regular job}`, which are filled
from the mentee's words or fall back to the words behind the bar.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from refiner.errors import PluginError
from refiner.model import HORIZONS, Horizon, Path

SLOTS = ("group", "colleague", "boss", "customer", "task", "event")
SLOT = re.compile(r"\{(\w+)\|([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Blueprint:
    """One goal with open slots; `statement` is what people agree on, the rest serves it."""

    statement: str
    action: str
    measure: str
    target: str
    within: str
    first_step: str
    why: str
    if_then: str
    path: Path


@dataclass(frozen=True, slots=True)
class Cause:
    """A typical cause, how to probe for it, and a goal for each horizon."""

    id: str
    theme: str
    title: str
    cause: str
    probe: str
    cues: tuple[str, ...]
    goals: Mapping[Horizon, Blueprint]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of mentoring and the phrases with which people name it as a cause."""

    id: str
    title: str
    mentions: tuple[str, ...]
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Playbook:
    """All themes of all plugins, causes by id."""

    themes: tuple[Theme, ...]
    causes: Mapping[str, Cause]
    digest: str

    @classmethod
    def of(cls, themes: Iterable[Theme]) -> Playbook:
        """Gather themes; raise PluginError if two causes share an id."""
        gathered = tuple(sorted(themes, key=lambda theme: theme.id))
        causes: dict[str, Cause] = {}
        for cause in (cause for theme in gathered for cause in theme.causes):
            if cause.id in causes:
                raise PluginError(f"Two playbook causes share the id {cause.id!r}: rename one of them.")
            causes[cause.id] = cause
        digest = hashlib.sha256(repr(gathered).encode()).hexdigest()[:16]
        return cls(gathered, causes, digest)

    def theme(self, identifier: str) -> Theme:
        """Return the theme with this id; raise KeyError if there is none."""
        return next(theme for theme in self.themes if theme.id == identifier)


def read_theme(text: str, name: str) -> Theme:
    """Return the theme written in a TOML file; raise PluginError naming what is wrong in it."""
    try:
        data = tomllib.loads(text)
        theme: str = data["theme"]
        causes = tuple(_cause(theme, entry) for entry in data["causes"])
        return Theme(theme, data["title"], tuple(data["mentions"]), causes)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise PluginError(f"Playbook file {name} cannot be used: {error}.") from error


def _cause(theme: str, entry: Mapping[str, Any]) -> Cause:
    goals: dict[Horizon, Blueprint] = {
        horizon: Blueprint(**{field.name: entry[horizon][field.name] for field in fields(Blueprint)})
        for horizon in HORIZONS
    }
    for blueprint in goals.values():
        if blueprint.statement.count("{within}") != 1:
            raise ValueError(f"the statement must hold {{within}} once: {blueprint.statement!r}")
        unknown = {slot for slot, _ in SLOT.findall(blueprint.statement)} - set(SLOTS)
        if unknown:
            raise ValueError(f"unknown slot {sorted(unknown)[0]!r}; known are {', '.join(SLOTS)}")
    return Cause(entry["id"], theme, entry["title"], entry["cause"], entry["probe"], tuple(entry["cues"]), goals)
