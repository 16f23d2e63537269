"""Word lists of the checks, one entry a line in `data/`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def entries(name: str) -> frozenset[str]:
    """Return the entries of `data/NAME.txt`, lower case, without comments."""
    text = (files("refiner_plugins") / "data" / f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(line.strip().lower() for line in text.splitlines() if line.strip() and not line.startswith("#"))
