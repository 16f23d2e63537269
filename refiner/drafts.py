"""Keep the mentee's words and answers on disk from the first moment, so that nothing is lost.

A draft is named by the digest of its text, so running again over the same text finds it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from platformdirs import user_data_path

from refiner import document
from refiner.errors import InputError, SettingError
from refiner.model import Refinement


class Drafts:
    """The folder of drafts; files are readable by their owner only."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or user_data_path("goal-refiner") / "drafts"

    def keep_raw(self, data: bytes) -> Path:
        """Write down what was given, byte for byte, before anything is done with it."""
        return self._write(f"{hashlib.sha256(data).hexdigest()[:16]}.txt", data)

    def keep(self, refinement: Refinement) -> Path:
        """Write down the newest revision over the one before; another run over the same text has its own file."""
        return self._write(self.name(refinement), document.dumps(refinement).encode())

    def name(self, refinement: Refinement) -> str:
        """Return the file name of a refinement: the digest of its text and the start of its id."""
        return f"{digest(refinement.concern.text)}-{refinement.id[:8]}.json"

    def unfinished(self, text: str) -> Refinement | None:
        """Return the newest draft for this text that holds answers but no goals yet."""
        for path in sorted(self.folder.glob(f"{digest(text)}-*.json"), key=_age):
            try:
                found = document.loads(path.read_text(encoding="utf-8"), str(path))
            except (OSError, UnicodeDecodeError, InputError):
                continue
            if found.answers and not found.goals and not found.safety.kind:
                return found
        return None

    def _write(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            document.write_atomically(path, data)
        except OSError as error:
            raise SettingError(
                f"{self.folder} cannot be written ({error.strerror}): set `drafts` to a folder where your words "
                "may be kept."
            ) from None
        return path


def _age(path: Path) -> float:
    """Return how long ago a draft changed, so that the newest sorts first; a vanished one sorts last."""
    try:
        return -path.stat().st_mtime
    except OSError:
        return 0.0


def digest(text: str) -> str:
    """Return the name that a text's draft goes by."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
