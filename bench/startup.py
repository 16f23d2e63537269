"""CPU time of starting `refiner` beside an empty Python and click alone; medians, side by side, as ratios.

python bench/startup.py [RUNS]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

REFINER = str(Path(sys.executable).with_name("refiner"))
COMMANDS = {
    "python": [sys.executable, "-c", "pass"],
    "import click": [sys.executable, "-c", "import click"],
    "refiner --help": [REFINER, "--help"],
    "refiner refine --help": [REFINER, "refine", "--help"],
}


def cpu(command: list[str]) -> float:
    """Return the CPU seconds of one finished process."""
    before = os.times()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Time all commands in turn and print medians and ratios to an empty Python."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(runs + 1):
        for name, command in COMMANDS.items():
            times[name].append(cpu(command))
    base = statistics.median(times["python"][1:])
    for name, taken in times.items():
        median = statistics.median(taken[1:])
        print(f"{name:24}{median * 1000:7.0f} ms CPU   {median / base:5.1f} x python")


if __name__ == "__main__":
    main()
