"""Shared by all tests: one fake model, one loaded set of plugins, and no real model by accident."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from refiner import plugins as plugins_module
from refiner.errors import BadReply
from refiner.llm import embedded
from refiner.llm.port import Model, Reply, Request, Shape
from refiner.llm.weights import default_path
from refiner.model import Refinement
from refiner.pipeline import Pipeline
from refiner.plugins import Plugins
from refiner.settings import Settings

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ROOT = Path(__file__).parent.parent
EXAMPLES = sorted(path for path in (ROOT / "examples").glob("*.txt"))
WEIGHTS = default_path()  # found before the tests move the user's folders


def cases(name: str) -> list[dict[str, Any]]:
    """Return the labelled cases that somebody other than the rules' author wrote."""
    lines = (Path(__file__).parent / "cases" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@dataclass
class FakeModel:
    """Answers from a queue of JSON-able replies or errors and records what it was asked."""

    small: bool = False
    any_language: bool = False
    name: str = "fake"
    queue: list[Any] = field(default_factory=list)
    asked: list[Request[Any]] = field(default_factory=list)

    def ask(self, request: Request[Shape]) -> Reply[Shape]:
        self.asked.append(request)
        if not self.queue:
            raise BadReply("the queue is empty")
        reply = self.queue.pop(0)
        if isinstance(reply, Exception):
            raise reply
        drafts = reply if isinstance(reply, list) else [reply]
        return Reply(tuple(request.shape.model_validate_json(json.dumps(one)) for one in drafts))


@pytest.fixture(autouse=True)
def _no_real_model(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make any real model call an error unless the test is marked `embedded`."""
    if request.node.get_closest_marker("embedded") is None:

        def refuse(_: Path | None) -> None:
            raise AssertionError("a test without the marker `embedded` called the real model")

        monkeypatch.setattr(embedded, "_start", refuse)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point the user's data folder into the test's own and keep REFINER_* variables out."""
    for key in [key for key in os.environ if key.startswith("REFINER_")]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def plugins() -> Plugins:
    return plugins_module.load()


@pytest.fixture
def pipeline(plugins: Plugins) -> Pipeline:
    return Pipeline(plugins, Settings(model="playbook"), None)


Refine = Callable[..., Refinement]


@pytest.fixture
def refine(plugins: Plugins) -> Refine:
    def run(text: str, *, model: Model | None = None, answers: tuple[Any, ...] = (), **settings: Any) -> Refinement:
        made = Pipeline(plugins, Settings(model="playbook", **settings), model)
        draft = made.understand(made.begin(text, TODAY, NOW))
        if answers:
            draft = made.answer(draft, answers)
        return made.propose(draft)

    return run
