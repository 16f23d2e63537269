"""The built wheel, installed into a clean environment, does the main job."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, ROOT, WEIGHTS


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_only_our_packages_and_their_data(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {
        "refiner", "refiner_plugins", "refiner_prompts", "refiner_ui", "refiner_evals", "goal_refiner",
    }  # fmt: skip
    for wanted in ("refiner/py.typed", "refiner/data/disclosures.txt", "refiner_prompts/playbook/delegation.toml",
                   "refiner_prompts/fitted/causes.tsv", "refiner_prompts/fitted/encoder.gguf",
                   "refiner_prompts/examples.jsonl"):  # fmt: skip
        assert wanted in names


def test_the_installed_wheel_refines_a_ramble_with_the_embedded_model(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    locked = ["--require-hashes", "-r", str(ROOT / "requirements" / "runtime.txt")]
    subprocess.run([*pip, *locked], check=True, capture_output=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True, capture_output=True)
    home = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "REFINER_WEIGHTS": str(WEIGHTS)}
    command = [str(python.with_name("refiner")), "refine", "--no-input", "--strict", str(EXAMPLES[0])]
    done = subprocess.run(command, env=home, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Quick win" in done.stdout


def test_the_repository_names_no_registry_and_no_path_of_a_machine() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    for name in tracked:
        if name.startswith("tests/") or name.endswith((".jsonl", ".json", ".lock", ".gguf")):
            continue
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "files.pythonhosted" + ".org" not in text, name
        assert "/" + "work/" not in text, name
