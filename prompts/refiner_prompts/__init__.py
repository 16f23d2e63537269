"""Prompt templates, the playbook, coaching examples and fitted weights that come with the product."""

from __future__ import annotations

import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from refiner.classifier import Scorer, read_fitted
from refiner.encoder import Encoder
from refiner.playbook import Theme, read_theme
from refiner.plugins import hookimpl
from refiner.prompts import Prompt, parse
from refiner.retrieval import Example

_HERE = files("refiner_prompts")


def _texts(folder: str, ending: str) -> list[tuple[str, str]]:
    found: list[Traversable] = sorted(
        (item for item in (_HERE / folder).iterdir() if item.name.endswith(ending)),
        key=lambda item: item.name,
    )
    return [(item.name, item.read_text(encoding="utf-8")) for item in found]


@hookimpl
def refiner_playbook() -> list[Theme]:
    """Return the themes of `playbook/`."""
    return [read_theme(text, name) for name, text in _texts("playbook", ".toml")]


@hookimpl
def refiner_prompts() -> list[Prompt]:
    """Return the templates of `templates/`."""
    return [parse(text, name) for name, text in _texts("templates", ".md")]


@hookimpl
def refiner_fitted() -> list[Scorer]:
    """Return the scorers of `fitted/`: classifiers of words and the encoder with its head."""
    heads = {name.removesuffix(".tsv"): text for name, text in _texts("fitted", ".tsv")}
    encoder = Encoder(
        "encoder", Path(str(_HERE / "fitted" / "encoder.gguf")), read_fitted(heads.pop("encoder"), "encoder")
    )
    return [encoder, *(read_fitted(text, name) for name, text in heads.items())]


@hookimpl
def refiner_examples() -> list[Example]:
    """Return the training examples."""
    rows = map(json.loads, (_HERE / "examples.jsonl").read_text(encoding="utf-8").splitlines())
    return [Example(**{**row, "causes": tuple(row["causes"])}) for row in rows]
