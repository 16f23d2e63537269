"""Word lists and alternations of the checks, one entry a line in `data/` and `data/patterns/`."""

from __future__ import annotations

import re
from functools import cache

from refiner import patterns

_PACKAGE = "refiner_plugins"


@cache
def entries(name: str) -> frozenset[str]:
    """Return the entries of `data/NAME.txt`, lower case, without comments."""
    return frozenset(line.lower() for line in patterns.lines(name, _PACKAGE))


def alternatives(name: str) -> str:
    """Return `data/patterns/NAME.txt` as one alternation, to be put in a group."""
    return patterns.alternatives(name, _PACKAGE)


def phrases(name: str) -> re.Pattern[str]:
    """Return a pattern that finds any entry of `data/patterns/NAME.txt` between word borders, in any case."""
    return patterns.phrases(name, _PACKAGE)
