from __future__ import annotations

import pytest

from refiner.errors import PromptError
from refiner.plugins import Plugins
from refiner.prompts import parse

TEXT = "---\nname: greet\nversion: 1\nvariables: who\n---\n# system\nBe kind.\n# user\nHello {{who}}\n"


def test_a_template_is_filled_by_name() -> None:
    assert parse(TEXT, "greet.md").render({"who": "Ada"}) == ("Be kind.", "Hello Ada")


def test_what_stands_in_a_value_is_not_filled_again() -> None:
    assert parse(TEXT, "greet.md").render({"who": "{{who}}"})[1] == "Hello {{who}}"


@pytest.mark.parametrize(("values", "name"), [({}, "who"), ({"who": "Ada", "whom": "Bob"}, "whom")])
def test_a_missing_or_unknown_variable_is_named(values: dict[str, str], name: str) -> None:
    with pytest.raises(PromptError, match=f"'{name}'"):
        parse(TEXT, "greet.md").render(values)


@pytest.mark.parametrize(
    "broken",
    [
        "no front matter",
        TEXT.replace("version: 1\n", ""),
        TEXT.replace("# user", "user"),
        TEXT.replace("{{who}}", "{{you}}"),
    ],
)
def test_a_malformed_template_is_refused_by_file(broken: str) -> None:
    with pytest.raises(PromptError, match=r"greet\.md"):
        parse(broken, "greet.md")


def test_the_hash_follows_the_wording() -> None:
    assert parse(TEXT, "a.md").digest != parse(TEXT.replace("kind", "brief"), "a.md").digest


def test_all_steps_have_their_templates(plugins: Plugins) -> None:
    wanted = {f"{step}-{size}" for step in ("summarise", "propose", "revise") for size in ("small", "strong")}
    assert set(plugins.prompts) == wanted | {"reask"}
