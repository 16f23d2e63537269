"""Everything the fit learns from: texts with the causes that lie beneath them, best first.

The sealed test split is never read here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import split

from refiner import plugins

LABELS = Path(__file__).parent / "labels"
NATURAL = 2  # times that a natural text counts: it was not written for a cause of the list
SHARES = (1.0, 0.6, 0.4, 0.3, 0.2)  # how much the first, second, … label of a text says


@dataclass(frozen=True)
class Labelled:
    """Texts and their target rows: texts × causes, each row summing to one."""

    texts: list[str]
    targets: np.ndarray

    def __getitem__(self, rows: np.ndarray) -> Labelled:
        return Labelled([self.texts[row] for row in rows], self.targets[rows])

    def __add__(self, other: Labelled) -> Labelled:
        return Labelled(self.texts + other.texts, np.vstack([self.targets, other.targets]))


class Corpus:
    """The training split, the written texts and the playbook's own words for each cause."""

    def __init__(self) -> None:
        self.playbook = plugins.load().playbook
        self.examples = split.load(test=False)
        self.causes = sorted(self.playbook.causes)
        self.themes = [theme.id for theme in self.playbook.themes]
        self.theme_of = np.array([self.themes.index(self.playbook.causes[cause].theme) for cause in self.causes])
        self.membership = np.eye(len(self.themes))[self.theme_of]
        self.labels: dict[str, list[str]] = {row["id"]: row["causes"] for row in _lines("causes.jsonl")}

    @cached_property
    def names(self) -> list[str]:
        """Return the ids of the rambles, in their order."""
        natural = [row["id"] for row in self._natural] * NATURAL
        return [one["id"] for one in self.examples] + [row["id"] for row in _lines("rambles.jsonl")] + natural

    @cached_property
    def rambles(self) -> Labelled:
        """Return whole texts as mentees write them: the examples, the rambles and the natural texts."""
        rows = [(own_words(one), self.labels[one["id"]]) for one in self.examples]
        rows += [(row["text"], row["causes"]) for row in _lines("rambles.jsonl")]
        rows += [(mentee_turns(row["text"]), row["causes"]) for row in self._natural] * NATURAL
        return self._labelled(rows)

    @cached_property
    def _natural(self) -> list[dict[str, Any]]:
        """Return the texts written before the list of causes was seen, but for those that no cause fits."""
        return [row for row in _lines("natural.jsonl") if row["fit"] != "poor"]

    @cached_property
    def helpers(self) -> Labelled:
        """Return shorter words for single causes: snippets, what the experts wrote, the playbook's own words."""
        rows = [(row["text"], [row["cause"]]) for row in _lines("snippets.jsonl")]
        rows += [(text, self.labels[one["id"]]) for one in self.examples for text in _expert_words(one)]
        for name in self.causes:
            cause = self.playbook.causes[name]
            cues = [cue.replace("*", "") for cue in cause.cues]
            rows.append((" . ".join([cause.title, cause.cause, cause.probe, *cues]), [name]))
        return self._labelled(rows)

    def _labelled(self, rows: list[tuple[str, list[str]]]) -> Labelled:
        targets = np.zeros((len(rows), len(self.causes)))
        for row, (_, causes) in enumerate(rows):
            for cause, share in zip(causes, SHARES, strict=False):
                targets[row, self.causes.index(cause)] += share
        return Labelled([text for text, _ in rows], targets / targets.sum(1, keepdims=True))


def own_words(example: split.Example) -> str:
    """Return what the mentee of an example wrote and said."""
    said = [turn["text"] for turn in example.get("conversation", []) if turn["speaker"] == "mentee"]
    return " ".join([example["text"], *said])


def mentee_turns(text: str) -> str:
    """Return the mentee's words of a transcript; of any other text, all of it."""
    turns = [line for line in text.split("\n") if line.startswith("Mentee:")]
    return " ".join(turn.removeprefix("Mentee:").strip() for turn in turns) or text


def _expert_words(example: split.Example) -> list[str]:
    """Return the expert's hypotheses, and the evidence and titles of the issues."""
    causes = " ".join(hypothesis["cause"] for hypothesis in example["hypotheses"])
    evidence = " ".join(quote for issue in example["issues"] if issue["kind"] == "cause" for quote in issue["evidence"])
    return [causes, f"{evidence} {' '.join(issue['title'] for issue in example['issues'])}"]


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (LABELS / name).read_text(encoding="utf-8").splitlines()]
