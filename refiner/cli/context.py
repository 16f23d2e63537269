"""Where the command line reads its surroundings: environment, working folder, configuration."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from refiner.errors import SettingError

if TYPE_CHECKING:
    from refiner.settings import Settings


def settings_from(flags: Mapping[str, object], config: Path | None = None) -> Settings:
    """Return the settings of this run; raise SettingError if a given file is missing."""
    from refiner import settings

    named = config or (Path(os.environ["REFINER_CONFIG"]) if os.environ.get("REFINER_CONFIG") else None)
    if named is not None and not named.is_file():
        raise SettingError(f"There is no configuration file {named}.")
    default = Path(settings.FILE)
    return settings.load(named or (default if default.is_file() else None), os.environ, flags)
