from __future__ import annotations

import pytest

from refiner.answers import read_state
from tests.conftest import cases


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("No, it's not that, it's the meetings", "rejected"),
        ("Not really", "rejected"),
        ("Yes. That's exactly it.", "confirmed"),
        ("No, you're right, I never do", "confirmed"),
        ("You know, I probably don't delegate as much as I should.", "confirmed"),
        ("Not sure", "unsure"),
        ("No idea", "unsure"),
        ("Yes, but it is also the money", "unsure"),
        ("On Mondays we start at six.", "open"),
        ("", "open"),
    ],
)
def test_the_first_clause_of_an_answer_sets_the_state(answer: str, state: str) -> None:
    assert read_state(answer) == state


def test_showing_that_one_has_learnt_something_rejects_a_missing_skill_and_nothing_else() -> None:
    answer = "I did the course. I could teach the course."
    assert read_state(answer, "There's something that nobody has taught you.") == "rejected"
    assert read_state(answer, "You do the nearest task first.") == "open"


def test_answers_are_hardly_ever_read_as_their_opposite() -> None:
    listed = cases("answers")
    opposite = [
        case["answer"]
        for case in listed
        if {case["state"], read_state(case["answer"], case["cause"])} == {"confirmed", "rejected"}
    ]
    assert len(opposite) <= 2, opposite
    right = sum(read_state(case["answer"], case["cause"]) == case["state"] for case in listed)
    assert right >= 100, f"{right} of {len(listed)}"
