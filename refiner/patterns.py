"""Lists and small grammars in `data/`, one entry a line; a line that starts with # is a comment.

`data/patterns/` holds alternatives in the syntax of regular expressions, tried in the order of the
lines: an entry stands before those it begins with. `{months}` in a line stands for another list.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_NAMED = re.compile(r"\{([a-z_]+)\}")  # never a count such as {0,3}, which has no letters


@cache
def lines(name: str, package: str = "refiner") -> tuple[str, ...]:
    """Return the entries of `data/NAME.txt` in the package, or in the core where the package has no such list."""
    listed = files(package) / "data" / f"{name}.txt"
    if not listed.is_file():
        listed = files("refiner") / "data" / f"{name}.txt"
    text = listed.read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def expressions(name: str, package: str = "refiner") -> tuple[str, ...]:
    """Return the lines of `data/patterns/NAME.txt`, the lists that they name put in."""
    return tuple(
        _NAMED.sub(lambda named: f"(?:{alternatives(named.group(1), package)})", line)
        for line in lines(f"patterns/{name}", package)
    )


def alternatives(name: str, package: str = "refiner") -> str:
    """Return `data/patterns/NAME.txt` as one alternation, to be put in a group."""
    return "|".join(expressions(name, package))


def phrases(name: str, package: str = "refiner") -> re.Pattern[str]:
    """Return a pattern that finds any entry of `data/patterns/NAME.txt` between word borders, in any case."""
    return re.compile(rf"\b(?:{alternatives(name, package)})\b", re.IGNORECASE)
