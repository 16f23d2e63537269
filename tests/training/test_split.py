from __future__ import annotations

import json
import subprocess
import sys

from refiner.plugins import Plugins
from tests.conftest import ROOT


def sealed() -> set[str]:
    return set(json.loads((ROOT / "training" / "data" / "test-split.json").read_text(encoding="utf-8")))


def test_the_sealed_split_is_voices_and_every_tenth_line() -> None:
    wanted = set()
    for path in (ROOT / "training" / "data").glob("*.jsonl"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if path.name == "voices.jsonl" or number % 10 == 0:
                wanted.add(json.loads(line)["id"])
    assert sealed() == wanted


def test_nothing_that_ships_or_was_labelled_comes_from_the_sealed_split(plugins: Plugins) -> None:
    assert sealed().isdisjoint({example.id for example in plugins.examples})
    labels = (ROOT / "training" / "labels" / "causes.jsonl").read_text(encoding="utf-8").splitlines()
    assert sealed().isdisjoint({json.loads(line)["id"] for line in labels})


def test_a_changed_test_row_is_noticed() -> None:
    code = "import split; split.digest = lambda line: 'changed'; split.load(test=False)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "training", capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "sealed" in done.stderr
