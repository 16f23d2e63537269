from __future__ import annotations

from refiner.intake import take_in
from refiner.starters import starter_goals
from tests.conftest import cases


def test_goals_that_mentees_bring_along_are_found_in_their_own_words() -> None:
    wanted = found = strays = 0
    for case in cases("starters"):
        concern = take_in(case["text"], limit=20_000, any_language=False)
        clauses = [quote.text for quote in starter_goals(concern)]
        assert all(clause in case["text"] for clause in clauses)
        wanted += len(case["starter_goals"])
        found += sum(any(_same(clause, goal) for clause in clauses) for goal in case["starter_goals"])
        strays += sum(not any(_same(clause, goal) for goal in case["starter_goals"]) for clause in clauses)
    assert wanted >= 25
    assert found / wanted >= 0.9
    assert strays <= 1


def _same(one: str, other: str) -> bool:
    one, other = one.lower().rstrip("."), other.lower().rstrip(".")
    return one in other or other in one
