"""Keep the mentee's words and answers on disk from the first moment, so that nothing is lost.

A draft is named by the digest of the text, so running again over the same text finds it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from platformdirs import user_data_path

from refiner import document
from refiner.errors import InputError
from refiner.model import Refinement


class Drafts:
    """The folder of drafts; files are readable by their owner only."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or user_data_path("goal-refiner") / "drafts"

    def keep_text(self, text: str) -> Path:
        """Write down the text as it was given, before anything is done with it."""
        return self._write(f"{digest(text)}.txt", text.encode("utf-8", "replace").decode())

    def keep(self, refinement: Refinement) -> Path:
        """Write down the newest revision over the one before."""
        return self._write(f"{digest(refinement.concern.text)}.json", document.dumps(refinement))

    def unfinished(self, text: str) -> Refinement | None:
        """Return the draft for this text if it holds answers but no goals yet."""
        path = self.folder / f"{digest(text)}.json"
        try:
            found = document.loads(path.read_text(encoding="utf-8"), str(path))
        except (OSError, UnicodeDecodeError, InputError):
            return None
        return found if found.answers and not found.goals else None

    def _write(self, name: str, text: str) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / name
        document.write_atomically(path, text)
        return path


def digest(text: str) -> str:
    """Return the name that a text's draft goes by."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
