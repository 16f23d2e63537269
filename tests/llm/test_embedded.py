"""The real embedded model on real rambles."""

from __future__ import annotations

from pathlib import Path

import pytest

from refiner.errors import BadReply, ModelUnavailable
from refiner.grounding import quotes_hold
from refiner.llm.embedded import Embedded
from refiner.llm.port import Request
from refiner.llm.replies import WordedSummary
from refiner.llm.weights import SMOLLM2, is_intact
from tests.conftest import EXAMPLES, WEIGHTS, Refine

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module")
def model() -> Embedded:
    assert is_intact(WEIGHTS), "run `make weights` first"
    return Embedded(WEIGHTS)


@pytest.mark.parametrize("path", [EXAMPLES[0], EXAMPLES[-1]], ids=lambda path: path.stem)
def test_a_real_ramble_goes_through_the_real_model(path: Path, model: Embedded, refine: Refine) -> None:
    found = refine(path.read_text(encoding="utf-8"), model=model)
    assert set(found.goals) == {"quick_win", "high_impact"}
    assert quotes_hold(found)
    assert not found.degraded
    assert found.provenance.model == SMOLLM2.name
    assert found.provenance.calls == 2


def test_several_drafts_come_back_in_the_asked_shape(model: Embedded) -> None:
    request = Request(
        "t", "You answer in JSON.", 'Say: {"summary": "You work late."}', WordedSummary, drafts=4, max_tokens=120
    )
    reply = model.ask(request)
    assert 1 <= len(reply.values) <= 4
    assert all(isinstance(value, WordedSummary) for value in reply.values)


def test_a_text_beyond_the_context_is_refused_before_it_is_sent(model: Embedded) -> None:
    with pytest.raises(BadReply, match="too long"):
        model.ask(Request("t", "", "word " * 10_000, WordedSummary))


def test_missing_weights_say_what_to_do() -> None:
    with pytest.raises(ModelUnavailable, match="refiner model pull"):
        Embedded(WEIGHTS.with_name("missing.gguf")).ask(Request("t", "", "x", WordedSummary))
