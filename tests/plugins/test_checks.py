from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from refiner.checks import SMART, Check, Subject, finding, score
from refiner.plugins import Plugins, hookimpl, load
from tests.conftest import TODAY

EXAMPLES = {
    "specific": (
        "I will hand the Friday rota to Denise with a one-page note and accept two rounds.",
        "Be a better leader.",
    ),
    "measurable": ("I will give two talks to at least 20 people.", "Become happier with my work."),
    "action_oriented": ("I will write one page on pricing each Friday.", "Be more confident."),
    "realistic": ("I will teach two apprentices to lay a floor within six weeks.", "Never make a mistake again."),
    "timely": ("I will ring five customers within four weeks.", "I will ring five customers soon."),
}


@pytest.mark.parametrize("name", SMART)
def test_each_smart_check_passes_its_good_goal_and_fails_its_bad_one(name: str, plugins: Plugins) -> None:
    check = next(check for check in plugins.checks if check.id == name)
    good, bad = EXAMPLES[name]
    assert score([check], Subject(good, TODAY)).criteria[name].level == "pass"
    assert score([check], Subject(bad, TODAY)).criteria[name].level == "fail"


@pytest.mark.parametrize("name", SMART)
def test_whatever_is_not_a_pass_asks_the_question_that_would_fix_it(name: str, plugins: Plugins) -> None:
    check = next(check for check in plugins.checks if check.id == name)
    for statement in EXAMPLES[name]:
        for one in check.run(Subject(statement, TODAY)):
            assert one.level == "pass" or (one.ask or "").endswith("?")
            assert one.span is None or statement[slice(*one.span)]


def test_every_check_has_examples_and_advice(plugins: Plugins) -> None:
    assert {check.id for check in plugins.checks} == {*EXAMPLES, "grounded", "horizon", "distinct"}
    assert all(check.advice.strip() for check in plugins.checks)


def test_a_check_that_raises_is_a_result_and_leaves_the_others_alone() -> None:
    class Broken:
        @hookimpl
        def refiner_checks(self) -> list[Check]:
            def explode(_: Subject) -> list[object]:
                raise RuntimeError("boom")

            return [Check("broken", "broken", explode)]  # type: ignore[arg-type]  # on purpose

    found = score(load([Broken()]).checks, Subject("I will write two pages by Friday.", TODAY))
    assert found.criteria["broken"].level == "not_judged"
    assert "RuntimeError" in found.criteria["broken"].reason
    assert found.criteria["timely"].level == "pass"


def test_a_criterion_takes_the_lowest_level_of_its_checks() -> None:
    strict = Check("strict", "timely", lambda _: [finding("strict", "fail", "no", criterion="timely")])
    lenient = Check("lenient", "timely", lambda _: [finding("lenient", "pass", "yes", criterion="timely")])
    assert score([lenient, strict], Subject("anything", date.min)).criteria["timely"].level == "fail"


def test_the_first_cut_of_the_checks_agrees_with_annotators_on_some_labelled_goals(plugins: Plugins) -> None:
    path = Path(__file__).parent.parent / "cases" / "goals.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    smart = [check for check in plugins.checks if check.criterion in SMART]
    levels = {"fail": 0, "partial": 1, "pass": 2}
    for name, floor in (("timely", 0.8), ("measurable", 0.55), ("specific", 0.5), ("action_oriented", 0.55)):
        agreed = [
            levels[score(smart, Subject(row["text"], TODAY)).criteria[name].level] == row["labels"][name]
            for row in rows
        ]
        assert sum(agreed) / len(agreed) >= floor, name
