"""The port between the pipeline and any language model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Request(Generic[Shape]):
    """One logical step: two texts in, `drafts` objects of `shape` wanted back."""

    step: str
    system: str
    user: str
    shape: type[Shape]
    drafts: int = 1
    max_tokens: int = 1200
    temperature: float = 0.4
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Reply(Generic[Shape]):
    """The drafts that had the asked shape, and what they cost; never empty."""

    values: tuple[Shape, ...]
    requests: int = 1
    tokens: int = 0


class Model(Protocol):
    """A language model: says how capable it is and answers in validated shapes."""

    @property
    def name(self) -> str:
        """Return the name that provenance shows."""

    @property
    def small(self) -> bool:
        """Say whether the model only words what it is given, rather than finds causes itself."""

    @property
    def any_language(self) -> bool:
        """Say whether the model may answer in other languages than English."""

    def ask(self, request: Request[Shape]) -> Reply[Shape]:
        """Return validated drafts; raise ModelUnavailable or BadReply."""


def json_schema(shape: type[BaseModel]) -> Mapping[str, Any]:
    """Return the JSON Schema of a reply, as constrained decoding wants it."""
    return shape.model_json_schema()
