from __future__ import annotations

import pytest

from refiner import slots
from tests.conftest import cases


def test_what_fills_a_slot_is_what_a_reader_would_put_there() -> None:
    filled = right = 0
    for case in cases("slots"):
        for slot, phrase in slots.find(case["text"]).items():
            if slot not in case:
                continue
            filled += 1
            right += any(
                phrase.lower().removeprefix("my ") in other.lower() or other.lower() in phrase.lower()
                for other in case[slot]
            )
            if slot == "colleague":
                assert phrase not in case.get("not_colleague", ()), case["text"]
    assert filled >= 40
    assert right / filled >= 0.9


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("On Friday she said it in front of my students and the consultants laughed.", "group"),
        ("I'm happy enough walking in as the boss these days.", "boss"),
        ("My old boss would have laughed at it.", "boss"),
        ("There is a colleague in our Warsaw office who pushes me out.", "colleague"),
        ("I do the rota for Dr A and Dr B on the stroke unit.", "colleague"),
        ("The inspector came on Tuesday and wrote three pages.", "boss"),
    ],
)
def test_a_phrase_whose_role_is_not_plain_fills_nothing(text: str, slot: str) -> None:
    assert slot not in slots.find(text)


def test_a_teacher_s_pupils_are_a_group() -> None:
    assert slots.find("I teach maths and my pupils copy from the board.")["group"] == "my pupils"
