from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from refiner.grounding import inventions, quotes_hold
from tests.conftest import EXAMPLES, Refine

SAID = "I manage eight nurses with Tolu and the rota takes me 13 hours."


@pytest.mark.parametrize(
    ("statement", "invented"),
    [
        ("I will hand the rota to Tolu within 4 weeks.", []),
        ("I will hand the rota to Denise within 4 weeks.", ["Denise"]),
        ("I will cut the rota from 13 hours to 6 a week.", []),
        ("I will cut mistakes from 40 to 6 a week.", ["40"]),
        ("I will raise my hand in meetings, up from 2 a week.", ["2"]),
        ("I will collect one point from three listeners and score it from one to ten.", []),
        ("I will teach my 12 nurses one job a month.", ["12"]),
        ("I will teach my eight nurses two jobs by Friday in June.", []),
    ],
)
def test_names_and_baselines_must_have_been_said(statement: str, invented: list[str]) -> None:
    assert [statement[start:end] for start, end in inventions(statement, SAID)] == invented


SENTENCES = [
    line.strip() + "."
    for path in EXAMPLES
    for line in path.read_text(encoding="utf-8").replace("\n", " ").split(".")
    if len(line.split()) > 3
]


@given(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=14, unique=True))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_statement_or_quote_or_name_is_invented_whatever_is_said(refine: Refine, said: list[str]) -> None:
    found = refine(" ".join(said))
    words = " ".join(sentence.text for sentence in found.concern.sentences)
    assert quotes_hold(found)
    for goal in found.goals.values():
        for text in (goal.statement, goal.action, goal.first_step, goal.measure, goal.if_then):
            assert not inventions(text, words), text
