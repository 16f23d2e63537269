"""Find what may fill a blueprint's slots: phrases of the mentee's own words, exact but for "a"/"my".

A slot is filled only where the words around a phrase make its role plain; otherwise the
blueprint's default stands. Nothing is filled that the text does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from refiner.language import little_words
from refiner.patterns import alternatives, expressions, lines
from refiner.playbook import SLOT
from refiner.words import words

_ORDER = ("group", "boss", "colleague", "task", "event", "customer")
_HEAD_COUNT = re.compile(alternatives("head_counts"), re.IGNORECASE)
_ARTICLE = re.compile(r"an? ", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_KEPT = ("my", "our", "the", "every", "all", "these", "those")
_NOT_PEOPLE = frozenset((*lines("patterns/months"), *lines("patterns/weekdays"), *lines("not_people")))
_LEARNERS = re.compile(r"\b(?:students|pupils|learners|undergraduates|interns)\b", re.IGNORECASE)
_TEACHES = re.compile(r"\b(?:teach|taught|lesson|lectur|classroom|tutor|seminar|supervis|mentor)", re.IGNORECASE)
_TITLES = frozenset(title.lower() for title in lines("patterns/name_titles"))  # no names by themselves
_PAST = re.compile(r"\b(?:old|former|ex|last|previous|late)\b", re.IGNORECASE)


@cache
def _patterns(slot: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of `data/patterns/slot_SLOT.txt`, the surest first."""
    return tuple(re.compile(one) for one in expressions(f"slot_{slot}"))


def find(text: str) -> dict[str, str]:
    """Return slot → phrase for every slot that the mentee's words `text` fill with certainty."""
    private = {match.group(1) for match in _patterns("family")[0].finditer(text) if match.group(1)}
    found: dict[str, str] = {}
    for slot in _ORDER:
        candidates = _candidates(slot, text, private)
        if slot == "group" and not _TEACHES.search(text):
            candidates = (one for one in candidates if not _LEARNERS.search(one))
        phrase = next(iter(candidates), "")
        if phrase:
            found[slot] = phrase
    if found.get("colleague") == found.get("boss"):
        found.pop("colleague", None)
    return found


def _candidates(slot: str, text: str, private: set[str]) -> Iterator[str]:
    for pattern in _patterns(slot):
        for match in pattern.finditer(text):
            phrase = _own(match.group(1) if match.groups() and match.group(1) else match.group(0), slot)
            if _usable(phrase, slot, private):
                yield phrase


def _own(phrase: str, slot: str) -> str:
    """Return the phrase as it stands in a first-person sentence: "our" stays, "a team of six" is mine."""
    phrase = _SPACES.sub(" ", phrase.strip())
    if slot == "group" and _HEAD_COUNT.match(phrase):
        return f"my {phrase[0].lower()}{phrase[1:]}"
    if slot == "group" and phrase.lower().startswith("a "):
        return f"my {phrase[2:]}"
    if slot == "event" and _ARTICLE.match(phrase):
        return "my " + phrase.split(" ", 1)[1]
    first, _, rest = phrase.partition(" ")
    return f"{first.lower()} {rest}" if first.lower() in _KEPT else phrase


def _usable(phrase: str, slot: str, private: set[str]) -> bool:
    inner = words(phrase)
    if not 1 <= len(inner) <= 6 or phrase in private or any(name in phrase for name in private):
        return False
    if len(inner) == 1 and inner[0] in _TITLES:
        return False
    if slot == "boss" and _PAST.search(phrase):
        return False
    return not (slot == "colleague" and (inner[0] in _NOT_PEOPLE or inner[0] in little_words("en")))


def fill(template: str, phrases: Mapping[str, str], within: str) -> str:
    """Return a blueprint sentence with its slots and period filled; a phrase is used once a sentence."""
    used: set[str] = set()

    def put(match: re.Match[str]) -> str:
        phrase = phrases.get(match.group(1), "")
        if not phrase or phrase in used:
            return match.group(2)
        used.add(phrase)
        return phrase

    return SLOT.sub(put, template).replace("{within}", within)
