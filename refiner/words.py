"""Words and stems: the units that the classifier, retrieval, slots and grounding share."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from snowballstemmer import stemmer

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_IZE = re.compile(r"iz(e|ed|es|er|ers|ing|ation|ations|ational)$")
_ENGLISH = stemmer("english")


def words(text: str) -> list[str]:
    """Return the words of `text` in lower case, typographic apostrophes made plain."""
    return [word.replace("’", "'").lower() for word in _WORD.findall(text)]


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """Return the English stem of one lower-case word; -ize and -ise are one."""
    found: str = _ENGLISH.stemWord(_IZE.sub(r"is\1", word))
    return found


def stems(text: str) -> list[str]:
    """Return the stems of all words of `text`."""
    return [stem(word) for word in words(text)]


def terms(text: str) -> list[str]:
    """Return stems and pairs of neighbouring stems (joined by a blank), as the fitted data name them."""
    single = stems(text)
    return single + [f"{left} {right}" for left, right in itertools.pairwise(single)]


def contains_phrase(tokens: list[str], phrase: str) -> bool:
    """Say whether the words of `phrase` follow each other in `tokens`; `*` ends an open word."""
    parts = phrase.split()
    last = len(tokens) - len(parts)
    return any(
        all(_matches(tokens[start + offset], part) for offset, part in enumerate(parts)) for start in range(last + 1)
    )


def _matches(token: str, part: str) -> bool:
    return token.startswith(part[:-1]) if part.endswith("*") else token == part
