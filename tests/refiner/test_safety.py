from __future__ import annotations

import json

from refiner.model import Contact
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
