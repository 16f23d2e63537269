"""Take in what the mentee pasted: refuse what cannot be worked on, normalise the rest.

Refusals come before any other work and name what to do; nothing is ever cut off silently.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

from refiner import language, sentences
from refiner.dialogue import read_dialogue, role_of
from refiner.errors import InputError
from refiner.model import Concern, Sentence, Turn
from refiner.narration import quoted_share
from refiner.words import words

THIN = 12  # words; below this the mentee is asked open questions first
_URL_ONLY = re.compile(r"\s*(?:https?://|www\.)\S+\s*", re.IGNORECASE)
_KEPT_FORMAT = "\u200c\u200d"  # joiners that emoji and several scripts need
_MARKS = re.compile(r"([\u0300-\u036f])[\u0300-\u036f]{3,}")


def decode(data: bytes, name: str = "the input") -> str:
    """Return the text in `data` (UTF-8, UTF-16 with a mark, or Windows-1252); raise InputError if binary."""
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(unicodedata.category(char) == "Cc" and char not in "\t\n\r\f" for char in text[:4096]):
            return text
    raise InputError(f"{name} is not plain text: save it as a .txt or .md file, or paste the words themselves.")


def check_size(text: str, limit: int) -> None:
    """Raise InputError if `text` has more than `limit` characters."""
    if len(text) > limit:
        raise InputError(
            f"The text has {len(text):,} characters and the limit is {limit:,}: shorten it to what weighs most, "
            "or raise `max_characters` in refiner.toml."
        )


def normalise(text: str) -> str:
    """Return `text` in NFC without control and format characters, lone surrogates or stacked marks."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _MARKS.sub(r"\1", text)
    return "".join(char for char in text if char in "\n\t" or char in _KEPT_FORMAT or _visible(char)).strip()


def _visible(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def take_in(raw: str, *, limit: int = 20_000, any_language: bool = False) -> Concern:
    """Return the concern in `raw`: a monologue, turns (labelled lines or JSON) or a narrated dialogue.

    Raises InputError in one sentence if there is nothing to work on. `any_language` is set when
    the model in use can answer in other languages than English.
    """
    check_size(raw, limit)
    turns, text = _json_turns(raw)
    text = normalise(text)
    if not text:
        raise InputError("There is no text: write a few sentences about what is on your mind.")
    if _URL_ONLY.fullmatch(text):
        raise InputError("That is only a link, which is not opened: paste the words themselves.")
    if not any(len(word) > 1 and any(char.isalpha() for char in word) for word in words(text)):
        raise InputError("No words were found in the text: write a few sentences about what is on your mind.")
    found = language.detect(text)
    if found != "en" and not any_language:
        raise InputError(
            f"This reads like {language.name(found)}, and without a remote model only English works: "
            "write it in English, or set `model` to a remote model; your text is kept."
        )
    return _concern(text, turns or read_dialogue(text), found)


def _concern(text: str, turns: tuple[Turn, ...], found: str) -> Concern:
    said = [turn for turn in turns if turn.speaker == "mentee" and turn.number]
    if not said:
        return Concern(text, turns, _own_words(text), found)
    evidence: list[Sentence] = []
    for turn in said:
        evidence += sentences.split(turn.text, f"turn:{turn.number}")
    return Concern(text, turns, tuple(evidence), found)


def _own_words(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a monologue without those that mostly repeat what others said."""
    return tuple(one for one in sentences.split(text) if quoted_share(one.text) <= 0.5)


def is_thin(concern: Concern) -> bool:
    """Say whether the mentee's words are too few to guess causes from."""
    return sum(len(words(sentence.text)) for sentence in concern.sentences) < THIN


def _json_turns(raw: str) -> tuple[tuple[Turn, ...], str]:
    """Read turns given as JSON: a list of {speaker, text}, or an object with text, turns or conversation."""
    if raw.lstrip()[:1] not in ("[", "{"):
        return (), raw
    try:
        data: Any = json.loads(raw)
    except (ValueError, RecursionError):
        return (), raw
    if isinstance(data, dict):
        opening = [{"speaker": "mentee", "text": data["text"]}] if isinstance(data.get("text"), str) else []
        rest = data.get("turns", data.get("conversation", []))
        data = opening + (rest if isinstance(rest, list) else [])
    if not (isinstance(data, list) and data and all(_is_turn(item) for item in data)):
        raise InputError(
            'JSON input must be a list of {"speaker": "mentee" or "mentor", "text": "…"}, '
            "or an object with `text` and `turns`."
        )
    turns = tuple(
        Turn(number, role_of(item["speaker"]), normalise(item["text"])) for number, item in enumerate(data, 1)
    )
    if not any(turn.speaker == "mentee" for turn in turns) or any(turn.speaker == "other" for turn in turns):
        raise InputError(
            'Each turn of JSON input needs the speaker "mentee" or "mentor", and one must be the mentee\'s.'
        )
    return turns, "\n".join(f"{turn.speaker.capitalize()}: {turn.text}" for turn in turns)


def _is_turn(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("speaker"), str) and isinstance(item.get("text"), str)
