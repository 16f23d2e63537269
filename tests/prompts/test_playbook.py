from __future__ import annotations

import re

import pytest

from refiner.calendar import days
from refiner.checks import SMART, Subject, passes, score
from refiner.errors import PluginError
from refiner.goals import Frame, from_blueprint
from refiner.model import HORIZONS, Horizon
from refiner.playbook import SLOT, SLOTS, Cause, Playbook, read_theme
from refiner.plugins import Plugins, load
from tests.conftest import TODAY

CAUSES = sorted(load().playbook.causes.values(), key=lambda cause: cause.id)
THEMES = 39  # the 38 of the coaching examples, and what natural texts showed to be missing


def test_there_are_all_themes_with_two_goals_of_each_kind_at_least(plugins: Plugins) -> None:
    themes = [theme for theme in plugins.playbook.themes if theme.id != "finding-out"]
    assert len(themes) == THEMES
    assert all(len(theme.causes) >= 2 for theme in themes)


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.id)
def test_every_blueprint_is_a_goal_that_the_checks_sign_off(cause: Cause, plugins: Plugins) -> None:
    for horizon in HORIZONS:
        goal = from_blueprint(horizon, cause.goals[horizon], ["h1"], Frame({}, TODAY))
        card = score(plugins.checks, Subject(goal.statement, TODAY, goal))
        weak = {name: verdict for name, verdict in card.criteria.items() if verdict.level != "pass"}
        assert passes(card, SMART) >= 4, (goal.statement, weak)
        assert "{" not in "".join((goal.statement, goal.first_step, goal.measure, goal.if_then, goal.action))
        assert 15 <= len(goal.statement.split()) <= 50, goal.statement
        assert "I will" in goal.statement
        assert goal.if_then.startswith("If ")


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.id)
def test_every_period_fits_its_horizon(cause: Cause) -> None:
    limits: dict[Horizon, tuple[float, float]] = {"quick_win": (14, 43), "high_impact": (89, 367)}
    for horizon in HORIZONS:
        length = days(cause.goals[horizon].within)
        assert length is not None
        assert limits[horizon][0] <= length <= limits[horizon][1], cause.id


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.id)
def test_every_probe_is_one_open_question(cause: Cause) -> None:
    assert cause.probe.count("?") == 1
    assert not re.match(r"(?:do|does|did|is|are|was|were|have|has|can|could|would|will)\b", cause.probe.lower())
    assert cause.cause.endswith(".")


def test_slots_read_well_with_words_of_the_text(plugins: Plugins) -> None:
    cause = plugins.playbook.causes["delegation.no-agreed-standard"]
    frame = Frame({"task": "the rota", "colleague": "Denise"}, TODAY)
    goal = from_blueprint("quick_win", cause.goals["quick_win"], ["h1"], frame)
    assert "hand the rota to Denise" in goal.statement


def test_a_theme_file_that_lacks_something_is_refused_by_name() -> None:
    with pytest.raises(PluginError, match=r"mine\.toml"):
        read_theme('theme = "x"\ntitle = "X"\nmentions = []\n[[causes]]\nid = "x.y"\n', "mine.toml")


def test_two_causes_with_one_id_are_refused(plugins: Plugins) -> None:
    theme = plugins.playbook.themes[0]
    with pytest.raises(PluginError, match="share the id"):
        Playbook.of([theme, theme])


def test_slots_are_the_known_ones() -> None:
    texts = [text for cause in CAUSES for goal in cause.goals.values() for text in (goal.statement, goal.measure)]
    assert {name for text in texts for name, _ in SLOT.findall(text)} <= set(SLOTS)
