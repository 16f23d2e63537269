"""The house rules that a machine can hold."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import refiner
from tests.conftest import ROOT

SHELVES = {
    "refiner": ROOT / "refiner",
    "refiner_plugins": ROOT / "plugins" / "refiner_plugins",
    "refiner_prompts": ROOT / "prompts" / "refiner_prompts",
    "refiner_ui": ROOT / "ui" / "refiner_ui",
    "refiner_evals": ROOT / "evals" / "refiner_evals",
}


def imports(path: Path) -> set[str]:
    """Return the top-level names that a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("shelf", SHELVES)
def test_arrows_point_from_the_shelves_to_the_core_only(shelf: str) -> None:
    others = set(SHELVES) - {shelf, "refiner"} if shelf != "refiner" else set(SHELVES) - {"refiner"}
    for path in SHELVES[shelf].rglob("*.py"):
        assert not imports(path) & others, path


@pytest.mark.parametrize(
    ("library", "owner"),
    [
        ("xllamacpp", "refiner/llm/llama.py"),
        ("litellm", None),
        ("diskcache", None),
        ("sqlalchemy", None),
        ("rich", "refiner/cli/show.py"),
    ],
)
def test_each_heavy_library_has_one_importer(library: str, owner: str | None) -> None:
    users = {
        str(path.relative_to(ROOT))
        for folder in SHELVES.values()
        for path in folder.rglob("*.py")
        if library in imports(path)
    }
    assert users == ({owner} if owner else set())


def test_only_one_module_touches_the_plugin_manager() -> None:
    users = [path for path in (ROOT / "refiner").rglob("*.py") if "PluginManager(" in path.read_text(encoding="utf-8")]
    assert [path.name for path in users] == ["plugins.py"]


def test_the_public_door_is_sorted_and_true() -> None:
    assert refiner.__all__ == sorted(refiner.__all__)
    assert all(getattr(refiner, name) for name in refiner.__all__)


def test_only_the_edges_print_or_read_the_clock_and_the_environment() -> None:
    for path in (ROOT / "refiner").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        edge = "cli" in path.parts or path.name == "api.py"
        assert edge or not re.search(r"\b(?:print\(|os\.environ|datetime\.now|date\.today)", text), path
