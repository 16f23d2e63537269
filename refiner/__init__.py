"""Turn a mentee's rambling concern into two goals worth working on.

`refine` and `arefine` run the whole flow; everything else is reached through its module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from refiner.api import arefine, refine
    from refiner.errors import RefinerError
    from refiner.model import Answer, Refinement

__all__ = ["Answer", "Refinement", "RefinerError", "arefine", "refine"]
_HOMES = {
    "Answer": "refiner.model",
    "Refinement": "refiner.model",
    "RefinerError": "refiner.errors",
    "arefine": "refiner.api",
    "refine": "refiner.api",
}


def __getattr__(name: str) -> object:
    """Import public names when they are first used: `refiner --help` must stay quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'refiner' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
