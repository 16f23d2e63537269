"""Prompt templates: Markdown with front matter, filled by name, hashed for provenance."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from refiner.errors import PromptError

_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_PART = re.compile(r"^# (system|user)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One template; `system` stays the same for every mentee, so that its prefix can be kept warm."""

    name: str
    version: str
    variables: tuple[str, ...]
    system: str
    user: str

    @property
    def digest(self) -> str:
        """Return the hash of everything that shapes the rendered prompt."""
        return hashlib.sha256(f"{self.name}\n{self.version}\n{self.system}\n{self.user}".encode()).hexdigest()[:16]

    def render(self, values: Mapping[str, str]) -> tuple[str, str]:
        """Return the system and user texts; raise PromptError naming a missing or unknown variable."""
        for name in self.variables:
            if name not in values:
                raise PromptError(f"Prompt {self.name!r} needs the variable {name!r}, which was not given.")
        for name in values:
            if name not in self.variables:
                raise PromptError(f"Prompt {self.name!r} has no variable {name!r}.")
        return _fill(self.system, values), _fill(self.user, values)


def _fill(template: str, values: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda match: values[match.group(1)], template)


def parse(text: str, file: str) -> Prompt:
    """Return the prompt in `text`: front matter with name, version, variables, then `# system` and `# user`.

    Raises PromptError if a part is missing or a variable is used but not declared.
    """
    pieces = text.split("---\n", 2)
    if len(pieces) != 3 or pieces[0].strip():
        raise PromptError(f"Prompt file {file} has no front matter between two lines of ---.")
    head = dict(line.split(":", 1) for line in pieces[1].splitlines() if ":" in line)
    missing = {"name", "version", "variables"} - {key.strip() for key in head}
    if missing:
        raise PromptError(f"Prompt file {file} lacks {sorted(missing)[0]!r} in its front matter.")
    variables = tuple(name for name in re.split(r"[,\s]+", head["variables"].strip()) if name)
    parts = _PART.split(pieces[2])
    bodies = {parts[i]: parts[i + 1].strip() for i in range(1, len(parts) - 1, 2)}
    if set(bodies) != {"system", "user"}:
        raise PromptError(f"Prompt file {file} needs the parts '# system' and '# user'.")
    used = set(_VARIABLE.findall(pieces[2]))
    if used != set(variables):
        odd = sorted(used ^ set(variables))[0]
        raise PromptError(f"Prompt file {file}: variable {odd!r} is either used or declared, but not both.")
    return Prompt(head["name"].strip(), head["version"].strip(), variables, bodies["system"], bodies["user"])
