"""Tell English from other languages by script and by the commonest little words.

A full language identifier weighs 125 MB; the only decision here is whether English rules apply.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files

from refiner.words import words

_SCRIPTS = {
    "CYRILLIC": "ru",
    "GREEK": "el",
    "ARABIC": "ar",
    "HEBREW": "he",
    "DEVANAGARI": "hi",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CJK": "zh",
    "THAI": "th",
    "BENGALI": "bn",
    "TAMIL": "ta",
}


@cache
def _little_words() -> dict[str, tuple[str, frozenset[str]]]:
    """Return code → (name, little words) as `data/little_words.txt` lists them."""
    table: dict[str, tuple[str, frozenset[str]]] = {}
    for line in (files("refiner") / "data" / "little_words.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, label, listed = line.split("\t")
            table[code] = (label, frozenset(listed.split()))
    return table


def little_words(code: str) -> frozenset[str]:
    """Return the commonest little words of one language."""
    return _little_words()[code][1]


def name(code: str) -> str:
    """Return the English name of a language code."""
    return _little_words()[code][0] if code in _little_words() else "another language"


def detect(text: str) -> str:
    """Return the language code of `text`; English unless the evidence speaks for another."""
    script = _script(text)
    if script:
        return script
    counts = Counter(words(text))
    scores = {
        code: sum(count for word, count in counts.items() if word in listed)
        for code, (_, listed) in _little_words().items()
    }
    best = max(scores, key=lambda code: (scores[code], code == "en"))
    if scores[best] > scores["en"] and scores[best] >= 2:
        return best
    return "und" if scores["en"] == 0 and sum(counts.values()) >= 3 and _foreign_letters(text) else "en"


def _foreign_letters(text: str) -> bool:
    """Say whether two or more words carry letters that English words do not."""
    return sum(any(char.isalpha() and not char.isascii() for char in word) for word in words(text)) >= 2


def _script(text: str) -> str:
    letters = [char for char in text if char.isalpha()]
    scripts = Counter(unicodedata.name(char, "LATIN").split(" ")[0].split("-")[0] for char in letters)
    foreign = {script: count for script, count in scripts.items() if script in _SCRIPTS}
    if sum(foreign.values()) * 2 <= len(letters):
        return ""
    if "HIRAGANA" in foreign or "KATAKANA" in foreign:
        return "ja"
    return _SCRIPTS[max(foreign, key=lambda script: foreign[script])]
