"""Read and write the `Refinement` document; the only place that knows its JSON."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import is_dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from refiner import model
from refiner.errors import InputError
from refiner.model import SCHEMA, Refinement

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def _adapter() -> TypeAdapter[Refinement]:
    strict = with_config(ConfigDict(extra="forbid", strict=True))
    for kind in vars(model).values():
        if isinstance(kind, type) and is_dataclass(kind):
            strict(kind)
    return TypeAdapter(Refinement)


def dumps(refinement: Refinement) -> str:
    """Return the document as indented JSON, keys in a stable order."""
    return _adapter().dump_json(refinement, indent=2).decode() + "\n"


def loads(text: str, name: str = "the document") -> Refinement:
    """Return the refinement in `text`; raise InputError in one sentence if it is none."""
    try:
        found: Mapping[str, Any] = json.loads(text)
        version = found.get("schema") if isinstance(found, dict) else None
        if version != SCHEMA:
            raise InputError(
                f"{name} is not a refinement of this version (schema {SCHEMA!r} expected, found "
                f"{version!r}): pass a file that `refiner refine --format json` wrote."
            )
        return _adapter().validate_json(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name} cannot be read as a refinement: {_first_problem(error)}.") from None


def json_schema() -> dict[str, Any]:
    """Return the published JSON Schema of the document."""
    schema = _adapter().json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Refinement", **schema}


def write_atomically(path: Path, data: bytes) -> None:
    """Replace `path` by `data` or leave it as it was; readable by its owner only."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _first_problem(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "top level"
        return f"at {where}: {first['msg'].lower()}"
    return "it is not valid JSON"
