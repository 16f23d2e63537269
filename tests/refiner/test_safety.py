from __future__ import annotations

import json

import pytest

from refiner.model import Answer, Contact
from refiner.safety import look
from tests.conftest import ROOT, FakeModel, Refine, cases


def test_disclosures_are_seen_and_hard_work_is_not_taken_for_one() -> None:
    listed = cases("safety")
    missed = [case["text"] for case in listed if case["label"] != "none" and not look(case["text"]).kind]
    alarmed = [case["text"] for case in listed if case["label"] == "none" and look(case["text"]).kind]
    assert len(missed) <= 2, missed
    assert len(alarmed) <= 1, alarmed


def test_no_ordinary_coaching_example_is_stopped() -> None:
    for path in (ROOT / "training" / "data").glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert look(json.loads(line)["text"]).kind is None, line[:200]


def test_a_disclosure_stops_before_any_model_call(refine: Refine) -> None:
    model = FakeModel()
    text = "The rota is a mess and honestly I want to kill myself, I have told nobody at work about any of it."
    found = refine(text, model=model)
    assert found.safety.kind == "crisis"
    start, end = found.safety.spans[0]
    assert found.concern.text[start:end] == "kill myself"
    assert found.safety.contacts
    assert found.goals == {}
    assert model.asked == []


def test_contacts_can_be_configured(refine: Refine) -> None:
    contact = Contact("Works doctor", "ext. 4711")
    assert refine("I want to kill myself and nobody at work knows it.", contacts=(contact,)).safety.contacts == (
        contact,
    )


@pytest.mark.parametrize(
    "text",
    [
        "I have not slept and want to kill myself.",
        "I'm not coping, I want to die.",
        "I have never told anyone that I want to die.",
        "I can't cope.\nI'm not sleeping\nI want to kill myself",
    ],
)
def test_a_denial_of_something_else_hides_nothing(text: str) -> None:
    assert look(text).kind == "crisis"


@pytest.mark.parametrize(
    "text",
    [
        "I keep burning myself out at work.",
        "I want to take my life in a new direction.",
        "I am killing myself to meet the deadlines.",
        "My manager threw me into the deep end.",
        "My boss pushes me into roles I don't want and a colleague beat me to the promotion.",
        "I don't want to hurt myself or anyone.",
    ],
)
def test_the_words_of_working_life_are_no_alarm(text: str) -> None:
    assert look(text).kind is None


def test_a_disclosure_in_an_answer_stops_too(refine: Refine) -> None:
    text = "I redo the rota every week because Tom does it his way and I go home late every single evening."
    first = refine(text)
    found = refine(text, answers=(Answer(first.hypotheses[0].id, "I want to kill myself."),))
    assert found.safety.kind == "crisis"
    assert found.goals == {}
