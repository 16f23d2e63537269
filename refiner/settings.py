"""Settings: `refiner.toml`, then REFINER_* variables, then flags; the later one wins."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from refiner.errors import SettingError
from refiner.model import Contact

FILE = "refiner.toml"
PREFIX = "REFINER_"
MODELS = ("embedded", "playbook")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set; the defaults work on a fresh machine without a network."""

    model: str = "embedded"
    weights: Path | None = None
    max_characters: int = 20_000
    programme_ends: date | None = None
    owner: str = ""
    drafts: Path | None = None
    contacts: tuple[Contact, ...] = ()


_ENV_ONLY = {"config"}


def load(file: Path | None, environment: Mapping[str, str], flags: Mapping[str, object]) -> Settings:
    """Return the settings; raise SettingError in one sentence with the nearest match for an unknown key."""
    settings = Settings()
    if file is not None:
        settings = _with(settings, _read(file), str(file))
    variables = {
        key.removeprefix(PREFIX).lower(): value for key, value in environment.items() if key.startswith(PREFIX)
    }
    settings = _with(settings, {k: v for k, v in variables.items() if k not in _ENV_ONLY}, "the environment")
    return _with(settings, {key: value for key, value in flags.items() if value is not None}, "the command line")


def _read(file: Path) -> dict[str, Any]:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{file} cannot be read: {error}.") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingError(f"{file} is not valid TOML: {error}.") from None
    flat = {key: value for key, value in data.items() if key not in ("programme", "safety")}
    flat |= _table(data, "programme", {"ends": "programme_ends"}, file)
    return flat | _table(data, "safety", {"contacts": "contacts"}, file)


def _table(data: Mapping[str, Any], name: str, known: Mapping[str, str], file: Path) -> dict[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise SettingError(f"[{name}] in {file} must be a table with {', '.join(known)}.")
    for key in table:
        if key not in known:
            raise SettingError(f"{_unknown(f'{name}.{key}', [f'{name}.{one}' for one in known])} in {file}.")
    return {known[key]: value for key, value in table.items()}


def _with(settings: Settings, values: Mapping[str, object], where: str) -> Settings:
    known = [field.name for field in fields(Settings)]
    for key in values:
        if key not in known:
            raise SettingError(f"{_unknown(key, known)} in {where}.")
    return replace(settings, **{key: _value(key, value, where) for key, value in values.items()})


def _unknown(key: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(key, list(known), n=1, cutoff=0.5)
    return f"Unknown setting {key!r}" + (f", did you mean {near[0]!r}?" if near else f" (known: {', '.join(known)})")


def _value(key: str, value: object, where: str) -> Any:
    try:
        if key == "model":
            return _model(value)
        if key == "max_characters":
            return _positive(value)
        if key == "programme_ends":
            return _date(value)
        if key in ("weights", "drafts"):
            return Path(_text(value)).expanduser()
        if key == "contacts":
            return _contacts(value)
        return _text(value)
    except ValueError as error:
        raise SettingError(f"Setting {key!r} in {where} {error}.") from None


def _text(value: object) -> str:
    if not isinstance(value, str | Path):
        raise ValueError("must be text")
    return str(value)


def _model(value: object) -> str:
    name = _text(value)
    if name not in MODELS:
        raise ValueError(f"is {name!r}, but this version knows only {' and '.join(map(repr, MODELS))}")
    return name


def _positive(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).isdigit() or int(value) < 1:
        raise ValueError(f"must be a whole number above 0, not {value!r}")
    return int(value)


def _date(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        raise ValueError(f"must be a date such as 2027-06-30, not {value!r}") from None


def _contacts(value: object) -> tuple[Contact, ...]:
    if not isinstance(value, list) or not all(
        isinstance(one, dict) and {"name", "how"} <= set(one) <= {"name", "how", "where"} for one in value
    ):
        raise ValueError("must be a list of tables with name, how and, if wanted, where")
    return tuple(Contact(**{key: _text(text) for key, text in one.items()}) for one in value)
