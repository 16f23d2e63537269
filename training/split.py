"""The sealed test split of the coaching examples: written down before anything was fitted.

`voices.jsonl` and every tenth line of the other files are the test split. `test-split.json`
lists its ids with the SHA-256 of each line; nothing that ships may be fitted on them.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DATA = HERE / "data"
SEAL = DATA / "test-split.json"

Example = dict[str, Any]


def rows() -> list[tuple[bool, str]]:
    """Return every line of the data set with whether it belongs to the test split."""
    found: list[tuple[bool, str]] = []
    for path in sorted(DATA.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found.append((path.name == "voices.jsonl" or number % 10 == 0, line))
    return found


def digest(line: str) -> str:
    """Return the SHA-256 of one line, without its line break."""
    return hashlib.sha256(line.encode()).hexdigest()


def seal() -> dict[str, str]:
    """Return the id and hash of every test row."""
    return {json.loads(line)["id"]: digest(line) for test, line in rows() if test}


def load(*, test: bool) -> list[Example]:
    """Return one side of the split; raise SystemExit if the data no longer match the seal."""
    if json.loads(SEAL.read_text(encoding="utf-8")) != seal():
        sys.exit(f"{SEAL.name} does not match the data: the test split must stay as it was sealed.")
    return [json.loads(line) for in_test, line in rows() if in_test == test]


if __name__ == "__main__":
    if SEAL.exists():
        sys.exit(f"{SEAL.name} exists: the split was sealed before the first fit and stays so.")
    SEAL.write_text(json.dumps(seal(), indent=0, sort_keys=True) + "\n", encoding="utf-8")
